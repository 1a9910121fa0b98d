import { requireModel } from '../evaluation-sample.ts';
import type { Estimator } from './estimator.ts';

/** The direct method: the reward model's own answer (Beygelzimer and Langford, KDD 2009). Low variance, the model's bias. */
export const directMethod: Estimator = {
  name: 'dm',
  needsModel: true,
  lambda: null,
  terms: (sample) => ({ additive: requireModel(sample, 'dm').value, ratio: null }),
  termRange: ({ rewardSpan }) => rewardSpan,
};
