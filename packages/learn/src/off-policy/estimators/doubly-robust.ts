import { type EvaluationSample, requireModel } from '../evaluation-sample.ts';
import type { Estimator, EstimatorTerms } from './estimator.ts';

/**
 * Doubly robust: the model's answer, corrected by the weighted residuals (Dudík, Langford and Li, ICML 2011).
 * Unbiased when the propensities are right, whatever the model.
 */
export const doublyRobust: Estimator = {
  name: 'dr',
  needsModel: true,
  lambda: null,
  terms: (sample) => corrected(sample, 'dr', (w) => w),
  termRange: ({ largestWeight, rewardSpan }) => (1 + 2 * largestWeight) * rewardSpan,
};

/**
 * More robust doubly robust (Farajtabar, Chow and Ghavamzadeh, ICML 2018): DR with a model fitted to minimise
 * DR's own variance. The estimator is the same; fit its model with the weights of `moreRobustWeights`.
 */
export const moreRobustDoublyRobust: Estimator = {
  ...doublyRobust,
  name: 'mrdr',
  terms: (sample) => corrected(sample, 'mrdr', (w) => w),
};

/** DR whose residuals are averaged with weights that sum to one (Thomas and Brunskill, ICML 2016). */
export const selfNormalisedDoublyRobust: Estimator = {
  name: 'sndr',
  needsModel: true,
  lambda: null,
  terms: (sample) => {
    const { logged, value } = requireModel(sample, 'sndr');
    const numerator = sample.weights.map((w, i) => w * (sample.rewards[i] - logged[i]));
    return { additive: value, ratio: { numerator, denominator: sample.weights } };
  },
  termRange: () => null,
};

/** Switch-DR (Wang, Agarwal and Dudík, ICML 2017): rows whose weight exceeds lambda trust the model alone. */
export function switchDoublyRobust(lambda: number): Estimator {
  if (!(lambda >= 0)) throw new RangeError(`lambda must be 0 or more, got ${lambda}`);
  return {
    name: 'switch-dr',
    needsModel: true,
    lambda,
    terms: (sample) => corrected(sample, 'switch-dr', (w) => (w <= lambda ? w : 0)),
    termRange: ({ largestWeight, rewardSpan }) => (1 + 2 * Math.min(largestWeight, lambda)) * rewardSpan,
  };
}

/**
 * DR with optimistic shrinkage, ŵ = λ w / (w² + λ) (Su, Dimakopoulou, Krishnamurthy and Dudík, ICML 2020).
 * lambda = 0 is the direct method, lambda = ∞ is DR.
 */
export function shrunkDoublyRobust(lambda: number): Estimator {
  if (!(lambda >= 0)) throw new RangeError(`lambda must be 0 or more, got ${lambda}`);
  const shrunk = (w: number) => (lambda === Infinity ? w : w === 0 ? 0 : (lambda * w) / (w * w + lambda));
  return {
    name: 'dr-os',
    needsModel: true,
    lambda,
    terms: (sample) => corrected(sample, 'dr-os', shrunk),
    termRange: ({ largestWeight, rewardSpan }) =>
      (1 + 2 * Math.min(largestWeight, Math.sqrt(lambda) / 2)) * rewardSpan,
  };
}

function corrected(sample: EvaluationSample, name: string, weightOf: (w: number) => number): EstimatorTerms {
  const { logged, value } = requireModel(sample, name);
  const additive = new Float64Array(value.length);
  for (let i = 0; i < additive.length; i++) {
    additive[i] = value[i] + weightOf(sample.weights[i]) * (sample.rewards[i] - logged[i]);
  }
  return { additive, ratio: null };
}
