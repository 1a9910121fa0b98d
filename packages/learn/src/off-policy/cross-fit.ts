import type { Random } from '../random/random.ts';
import { type ActionProbabilities, writeChecked } from './action-probabilities.ts';
import type { ModelledRewards } from './evaluation-sample.ts';
import { checkFeedback, type LoggedFeedback } from './logged-feedback.ts';
import { OffPolicyError } from './off-policy-error.ts';
import { predictInto, type RewardLearner, type RewardModel } from './reward-model.ts';

/** The reward model's inputs for any action in a logged row's context. */
export interface ActionFeatures {
  readonly dimension: number;
  /** Writes the features of `action` in the row's context into `out` from `offset` on. */
  write(row: number, action: number, out: Float64Array, offset: number): void;
}

/**
 * The row's context, followed by the action's own features.
 *
 * @param contexts rows × contextDimension, row-major
 * @param actionContexts actions × actionDimension, row-major
 */
export function contextAndAction(
  contexts: Float64Array,
  contextDimension: number,
  actionContexts: Float64Array,
  actionDimension: number,
): ActionFeatures {
  return {
    dimension: contextDimension + actionDimension,
    write: (row, action, out, offset) => {
      for (let j = 0; j < contextDimension; j++) out[offset + j] = contexts[row * contextDimension + j];
      const at = offset + contextDimension;
      for (let j = 0; j < actionDimension; j++) out[at + j] = actionContexts[action * actionDimension + j];
    },
  };
}

export interface RewardModelPlan {
  features: ActionFeatures;
  learner: RewardLearner;
  /** Fold of each row, from 0 (see {@link kFolds}); a row's answers come from a model fitted on the others. */
  folds: Int32Array;
  /** A model of its own per position (default), or one for all. */
  perPosition?: boolean;
}

/** Numbers the rows 0 … folds − 1 at random, in equal shares. */
export function kFolds(rows: number, folds: number, random: Random): Int32Array {
  if (!Number.isInteger(folds) || folds < 2 || folds > rows) {
    throw new RangeError(`folds must be an integer from 2 to the ${rows} rows, got ${folds}`);
  }
  return random.shuffle(Int32Array.from({ length: rows }, (_, i) => i % folds));
}

/**
 * Cross-fitted reward estimates for the doubly robust estimators (Chernozhukov et al., Econometrics Journal
 * 21, 2018): no row is judged by a model that has seen its reward.
 *
 * @param weights of the rows in fitting (see {@link moreRobustWeights}); null for all ones
 * @throws OffPolicyError for feedback or probabilities that are refused
 */
export function crossFit(
  feedback: LoggedFeedback,
  policy: ActionProbabilities,
  plan: RewardModelPlan,
  weights: Float64Array | null = null,
): ModelledRewards {
  const rows = feedback.actions.length;
  const logged = new Float64Array(rows);
  const value = new Float64Array(rows);
  const probabilities = new Float64Array(feedback.actionCount);
  eachCrossFitted(feedback, plan, weights, (row, expected) => {
    writeChecked(policy, row, probabilities);
    logged[row] = expected[feedback.actions[row]];
    for (let a = 0; a < probabilities.length; a++) value[row] += probabilities[a] * expected[a];
  });
  return { logged, value };
}

/**
 * The cross-fitted expected reward of every action in every row.
 * @returns rows × actionCount, row-major
 */
export function crossFitActions(feedback: LoggedFeedback, plan: RewardModelPlan): Float64Array {
  const { actionCount, actions } = feedback;
  const all = new Float64Array(actions.length * actionCount);
  eachCrossFitted(feedback, plan, null, (row, expected) => all.set(expected, row * actionCount));
  return all;
}

/**
 * Weights under which a reward model minimises the variance of the doubly robust estimate:
 * π(a | x) (1 − p) / p² with p the propensity (Farajtabar, Chow and Ghavamzadeh, ICML 2018; exact for
 * deterministic policies).
 */
export function moreRobustWeights(feedback: LoggedFeedback, policy: ActionProbabilities): Float64Array {
  checkFeedback(feedback);
  const probabilities = new Float64Array(feedback.actionCount);
  return feedback.propensities.map((p, row) => {
    writeChecked(policy, row, probabilities);
    return (probabilities[feedback.actions[row]] * Math.max(0, 1 - p)) / (p * p);
  });
}

function eachCrossFitted(
  feedback: LoggedFeedback,
  plan: RewardModelPlan,
  weights: Float64Array | null,
  visit: (row: number, expected: Float64Array) => void,
): void {
  checkFeedback(feedback);
  const { features, learner, folds, perPosition = true } = plan;
  const { actions, actionCount } = feedback;
  const rows = actions.length;
  if (folds.length !== rows) {
    throw new OffPolicyError('lengths-differ', `folds must number ${rows}, got ${folds.length}`);
  }
  const positions = perPosition ? (feedback.positions ?? new Int32Array(rows)) : new Int32Array(rows);
  const groups = new Map<string, { fold: number; position: number; rows: number[] }>();
  for (let row = 0; row < rows; row++) {
    const key = `${folds[row]} ${positions[row]}`;
    const group = groups.get(key) ?? { fold: folds[row], position: positions[row], rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  const d = features.dimension;
  const inputs = new Float64Array(actionCount * d);
  const expected = new Float64Array(actionCount);
  for (const group of groups.values()) {
    const others = rowsWhere(rows, (row) => positions[row] === group.position && folds[row] !== group.fold);
    const model = fitOn(others, feedback, features, learner, weights);
    for (const row of group.rows) {
      for (let action = 0; action < actionCount; action++) features.write(row, action, inputs, action * d);
      predictInto(model, inputs, actionCount, d, expected);
      visit(row, expected);
    }
  }
}

function fitOn(
  rows: Int32Array,
  feedback: LoggedFeedback,
  features: ActionFeatures,
  learner: RewardLearner,
  weights: Float64Array | null,
): RewardModel {
  const inputs = new Float64Array(rows.length * features.dimension);
  const rewards = new Float64Array(rows.length);
  const rowWeights = weights === null ? null : new Float64Array(rows.length);
  let total = 0;
  for (let i = 0; i < rows.length; i++) {
    features.write(rows[i], feedback.actions[rows[i]], inputs, i * features.dimension);
    rewards[i] = feedback.rewards[rows[i]];
    if (rowWeights !== null && weights !== null) rowWeights[i] = weights[rows[i]];
    total += weights === null ? 1 : weights[rows[i]];
  }
  // Nothing to learn from: the doubly robust estimators then correct a model that always says 0.
  if (!(total > 0)) return { predict: () => 0 };
  if (rowWeights !== null) for (let i = 0; i < rows.length; i++) rowWeights[i] *= rows.length / total;
  return learner.fit(inputs, features.dimension, rewards, rowWeights);
}

function rowsWhere(rows: number, keep: (row: number) => boolean): Int32Array {
  const kept: number[] = [];
  for (let row = 0; row < rows; row++) if (keep(row)) kept.push(row);
  return Int32Array.from(kept);
}
