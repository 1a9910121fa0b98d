import type { Estimator } from './estimator.ts';

/** Inverse propensity scoring (Horvitz and Thompson, JASA 47, 1952): unbiased, at the price of variance. */
export const inversePropensity: Estimator = {
  name: 'ips',
  needsModel: false,
  lambda: null,
  terms: ({ rewards, weights }) => ({ additive: weights.map((w, i) => w * rewards[i]), ratio: null }),
  termRange: ({ largestWeight, rewardSpan }) => largestWeight * rewardSpan,
};

/**
 * IPS with weights cut off at lambda (Ionides, JCGS 17, 2008; Bottou et al., JMLR 14, 2013): biased
 * towards 0 where weights exceed it.
 */
export function clippedInversePropensity(lambda: number): Estimator {
  if (!(lambda > 0)) throw new RangeError(`lambda must be above 0, got ${lambda}`);
  return {
    name: 'clipped-ips',
    needsModel: false,
    lambda,
    terms: ({ rewards, weights }) => ({
      additive: weights.map((w, i) => Math.min(w, lambda) * rewards[i]),
      ratio: null,
    }),
    termRange: ({ largestWeight, rewardSpan }) => Math.min(largestWeight, lambda) * rewardSpan,
  };
}

/** Self-normalised IPS: Σ w r / Σ w (Swaminathan and Joachims, NeurIPS 2015). Consistent; stays within the rewards. */
export const selfNormalisedInversePropensity: Estimator = {
  name: 'snips',
  needsModel: false,
  lambda: null,
  terms: ({ rewards, weights }) => ({
    additive: null,
    ratio: { numerator: weights.map((w, i) => w * rewards[i]), denominator: weights },
  }),
  termRange: () => null,
};
