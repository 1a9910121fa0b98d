export const policyKinds = ['greedy', 'epsilonGreedy', 'softmax', 'uniform'] as const;
export const rewards = ['click', 'conversion', 'value'] as const;
export const periods = ['1d', '7d', '30d', '90d', 'all'] as const;
export type Period = (typeof periods)[number];
export const armKinds = ['policy', 'model', 'variant', 'campaign'] as const;

/** As the server names them. */
export const estimatorNames = [
  'ips',
  'clipped-ips',
  'snips',
  'dm',
  'dr',
  'sndr',
  'switch-dr',
  'dr-os',
  'mrdr',
  'iips',
  'cascade-ips',
  'cascade-dr',
  'sips',
] as const;

const dayMs = 86_400_000;

/** From when on; nothing for all there is. Whole minutes, so that the same question stays the same. */
export function periodFrom(period: Period, now = Date.now()): { from?: string } {
  if (period === 'all') return {};
  const minute = Math.floor(now / 60_000) * 60_000;
  return { from: new Date(minute - Number.parseInt(period, 10) * dayMs).toISOString() };
}
