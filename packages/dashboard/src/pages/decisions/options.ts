import type { EvaluationRequest } from '../../api/decisions.ts';

/** Judged with what the placement's own policy of that kind knows. */
export const learningKinds = [
  'betaThompson',
  'gaussianThompson',
  'linUcb',
  'linearThompson',
  'bootstrappedTrees',
] as const;
export const policyKinds = ['greedy', 'epsilonGreedy', 'softmax', 'uniform', ...learningKinds] as const;
export const rewards = ['click', 'conversion', 'value'] as const;
export const periods = ['1d', '7d', '30d', '90d', 'all'] as const;
export type Period = (typeof periods)[number];
export const armKinds = ['policy', 'model', 'variant', 'campaign'] as const;

/** Which estimators to ask for: all, or those that need no reward model and so take less time. */
export const estimatorSets = ['all', 'weights', 'slates'] as const;
export type EstimatorSet = (typeof estimatorSets)[number];

export function estimatorsOf(set: EstimatorSet): Pick<EvaluationRequest, 'estimators'> {
  if (set === 'all') return {};
  return {
    estimators:
      set === 'weights'
        ? ['ips', 'clipped-ips', 'snips']
        : ['snips', 'iips', 'cascade-ips', 'cascade-dr', 'sips'],
  };
}

const dayMs = 86_400_000;

/** From when on; nothing for all there is. Whole minutes, so that the same question stays the same. */
export function periodFrom(period: Period, now = Date.now()): { from?: string } {
  if (period === 'all') return {};
  const minute = Math.floor(now / 60_000) * 60_000;
  return { from: new Date(minute - Number.parseInt(period, 10) * dayMs).toISOString() };
}
