/** Makes `packages/dashboard/dist` fit its sources. Returns whether it had to build. */
export function buildDashboard(options?: { force?: boolean; log?: (line: string) => void }): Promise<boolean>;
