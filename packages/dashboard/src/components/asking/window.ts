/** Windows that people choose from, in seconds as they stand in addresses. */
export const windows = ['1800', '3600', '86400', '604800', '2592000', '7776000'] as const;
export type Window = (typeof windows)[number];

export function windowOf(text: string, usual: Window): Window {
  return windows.find((one) => one === text) ?? usual;
}
