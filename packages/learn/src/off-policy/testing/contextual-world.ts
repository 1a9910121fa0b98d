import { sigmoid } from '../../linear/sigmoid.ts';
import type { Random } from '../../random/random.ts';
import { type ActionProbabilities, denseProbabilities } from '../action-probabilities.ts';
import type { ActionFeatures } from '../cross-fit.ts';
import type { LoggedFeedback } from '../logged-feedback.ts';

/** A world with known truth: contexts, actions, click probabilities, a logging and a target policy. */
export interface ContextualWorld {
  feedback: LoggedFeedback;
  target: ActionProbabilities;
  logging: ActionProbabilities;
  /** The target's true mean reward on the very contexts that were logged. */
  truth: number;
  /** Context, action as one-hot, and their products: what the click probability is made of. */
  features: ActionFeatures;
  /** True click probability, rows × actionCount. */
  clickRates: Float64Array;
}

/**
 * Clicks follow a logistic model with an effect of each action in each context; the logging policy prefers
 * one half of the actions, the target the other, so that importance weights vary widely.
 */
export function contextualWorld(
  rows: number,
  random: Random,
  actionCount = 10,
  dimension = 4,
): ContextualWorld {
  const effects = Float64Array.from({ length: actionCount * dimension }, () => random.normal(0, 1));
  const base = Float64Array.from({ length: actionCount }, () => random.normal(0, 0.5));
  const contexts = Float64Array.from({ length: rows * dimension }, () => random.normal());
  const clickRates = new Float64Array(rows * actionCount);
  const targetValues = new Float64Array(rows * actionCount);
  const loggingValues = new Float64Array(rows * actionCount);
  const actions = new Int32Array(rows);
  const rewards = new Float64Array(rows);
  const propensities = new Float64Array(rows);
  let truth = 0;
  for (let row = 0; row < rows; row++) {
    const at = row * actionCount;
    for (let a = 0; a < actionCount; a++) {
      let score = base[a] - 1;
      for (let j = 0; j < dimension; j++) score += effects[a * dimension + j] * contexts[row * dimension + j];
      clickRates[at + a] = sigmoid(score);
    }
    softmax(clickRates, at, actionCount, 4, targetValues);
    softmax(clickRates, at, actionCount, -2, loggingValues);
    for (let a = 0; a < actionCount; a++) truth += (targetValues[at + a] * clickRates[at + a]) / rows;
    actions[row] = random.weightedIndex(loggingValues.subarray(at, at + actionCount));
    propensities[row] = loggingValues[at + actions[row]];
    rewards[row] = random.bernoulli(clickRates[at + actions[row]]) ? 1 : 0;
  }
  const width = dimension + 1;
  return {
    feedback: { actionCount, actions, rewards, propensities },
    target: denseProbabilities(targetValues, actionCount),
    logging: denseProbabilities(loggingValues, actionCount),
    truth,
    clickRates,
    features: {
      dimension: actionCount * width,
      write: (row, action, out, offset) => {
        out.fill(0, offset, offset + actionCount * width);
        out[offset + action * width] = 1;
        for (let j = 0; j < dimension; j++)
          out[offset + action * width + 1 + j] = contexts[row * dimension + j];
      },
    },
  };
}

function softmax(
  values: Float64Array,
  at: number,
  count: number,
  sharpness: number,
  out: Float64Array,
): void {
  let sum = 0;
  for (let i = at; i < at + count; i++) {
    out[i] = Math.exp(sharpness * values[i]);
    sum += out[i];
  }
  for (let i = at; i < at + count; i++) out[i] /= sum;
}
