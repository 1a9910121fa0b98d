import { minimise } from '../../linear/lbfgs.ts';
import type { ActionFeatures } from '../cross-fit.ts';
import { checkFeedback, type LoggedFeedback } from '../logged-feedback.ts';
import { OffPolicyError } from '../off-policy-error.ts';
import { SoftmaxLinearPolicy, softmaxInPlace } from './softmax-linear-policy.ts';

export interface LearnOptions {
  /** Penalty ½ l2 ‖θ‖² on the mean reward's scale; keeps the policy near uniform. Default 0.001. */
  l2?: number;
  /** Propensities below this count as this much, which bounds the weights. Default 0: none. */
  propensityFloor?: number;
  /** Whether an action could be chosen in a row; the one that was must be. Default: all in every row. */
  isCandidate?: (row: number, action: number) => boolean;
  /** Default 200. */
  maxIterations?: number;
}

export interface LearntPolicy {
  policy: SoftmaxLinearPolicy;
  /**
   * Its estimated mean reward on the very rows it was learnt from: too good to be true. Judge it by
   * `evaluatePolicy` on others.
   */
  trainingValue: number;
  iterations: number;
  converged: boolean;
}

/**
 * The IPW learner: the softmax-linear policy with the highest inverse-propensity estimate (Strehl, Langford,
 * Li and Kakade, NeurIPS 2010). Rewards count relative to `baseline`, without which the optimum prefers to
 * avoid, or to repeat, whatever was logged, whichever sign its rewards have (Joachims, Swaminathan and de
 * Rijke, ICLR 2018).
 *
 * @param options.baseline default: the mean logged reward
 * @throws OffPolicyError for feedback that is refused; RangeError for options out of range
 */
export function learnByInversePropensity(
  feedback: LoggedFeedback,
  features: ActionFeatures,
  options: LearnOptions & { baseline?: number } = {},
): LearntPolicy {
  checkFeedback(feedback);
  let baseline = options.baseline ?? 0;
  if (options.baseline === undefined)
    for (const r of feedback.rewards) baseline += r / feedback.rewards.length;
  return learn(feedback, features, () => baseline, options);
}

/**
 * The DR learner: the softmax-linear policy with the highest doubly robust estimate (Dudík, Erhan, Langford
 * and Li, Statistical Science 29, 2014).
 *
 * @param expected the model's expected reward of every action in every row, rows × actionCount, row-major;
 *   from models that did not see the row (`crossFitActions`)
 * @throws OffPolicyError for feedback or model answers that are refused; RangeError for options out of range
 */
export function learnDoublyRobust(
  feedback: LoggedFeedback,
  features: ActionFeatures,
  expected: Float64Array,
  options: LearnOptions = {},
): LearntPolicy {
  checkFeedback(feedback);
  const { actionCount } = feedback;
  if (expected.length !== feedback.actions.length * actionCount) {
    throw new OffPolicyError(
      'lengths-differ',
      `expected must hold ${feedback.actions.length} × ${actionCount} values, got ${expected.length}`,
    );
  }
  const bad = expected.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) {
    const row = Math.floor(bad / actionCount);
    throw new OffPolicyError(
      'model-not-finite',
      `expected must be finite, got ${expected[bad]} at row ${row}`,
      { row },
    );
  }
  return learn(feedback, features, (row, action) => expected[row * actionCount + action], options);
}

/**
 * Maximises the mean over rows of Σ_a π(a | x) q(x, a) + π(a_i | x) (r − q(x, a_i)) / p, less the penalty. The
 * gradient of a row is Σ_a π_a (g_a − Σ_b π_b g_b) φ_a with g_a the factor of π_a.
 */
function learn(
  { actions, rewards, propensities, actionCount }: LoggedFeedback,
  features: ActionFeatures,
  modelled: (row: number, action: number) => number,
  options: LearnOptions,
): LearntPolicy {
  const { l2 = 0.001, propensityFloor = 0, isCandidate = () => true, maxIterations = 200 } = options;
  if (!(l2 >= 0 && Number.isFinite(l2))) throw new RangeError(`l2 must be finite and 0 or more, got ${l2}`);
  if (!(propensityFloor >= 0 && propensityFloor <= 1)) {
    throw new RangeError(`propensityFloor must be 0 to 1, got ${propensityFloor}`);
  }
  const rows = actions.length;
  const d = features.dimension;
  const inputs = new Float64Array(actionCount * d);
  const chances = new Float64Array(actionCount);
  const factors = new Float64Array(actionCount);
  const estimate = (theta: Float64Array, gradient: Float64Array): number => {
    let total = 0;
    gradient.fill(0);
    for (let row = 0; row < rows; row++) {
      for (let a = 0; a < actionCount; a++) {
        if (!isCandidate(row, a)) {
          chances[a] = Number.NEGATIVE_INFINITY;
          factors[a] = 0;
          continue;
        }
        features.write(row, a, inputs, a * d);
        let score = 0;
        for (let j = 0; j < d; j++) score += theta[j] * inputs[a * d + j];
        chances[a] = score;
        factors[a] = modelled(row, a);
      }
      softmaxInPlace(chances, actionCount);
      const taken = actions[row];
      factors[taken] += (rewards[row] - factors[taken]) / Math.max(propensities[row], propensityFloor);
      let mean = 0;
      for (let a = 0; a < actionCount; a++) mean += chances[a] * factors[a];
      total += mean;
      for (let a = 0; a < actionCount; a++) {
        const slope = chances[a] * (factors[a] - mean);
        if (slope === 0) continue;
        for (let j = 0; j < d; j++) gradient[j] += slope * inputs[a * d + j];
      }
    }
    return total / rows;
  };
  const { x, iterations, converged } = minimise(
    (theta, gradient) => {
      const value = estimate(theta, gradient);
      let penalty = 0;
      for (let j = 0; j < d; j++) {
        gradient[j] = l2 * theta[j] - gradient[j] / rows;
        penalty += 0.5 * l2 * theta[j] * theta[j];
      }
      return penalty - value;
    },
    new Float64Array(d),
    { tolerance: 1e-5, maxIterations },
  );
  return {
    policy: new SoftmaxLinearPolicy(x),
    trainingValue: estimate(x, new Float64Array(d)),
    iterations,
    converged,
  };
}
