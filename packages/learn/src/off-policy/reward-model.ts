import { type LogisticOptions, LogisticRegression } from '../linear/logistic-regression.ts';
import { type RidgeOptions, RidgeRegression } from '../linear/ridge-regression.ts';

/** A fitted model of the reward. */
export interface RewardModel {
  /** The expected reward for the row of `features` that starts at `offset`. */
  predict(features: Float64Array, offset: number): number;
  /** The same for the first rows of `features` at once, into `out`; for models that are faster so. */
  predictRows?(features: Float64Array, rows: number, out: Float64Array): void;
}

/** Predicts rows that lie one after another, at once if the model can. */
export function predictInto(
  model: RewardModel,
  features: Float64Array,
  rows: number,
  dimension: number,
  out: Float64Array,
): void {
  if (model.predictRows !== undefined) {
    model.predictRows(features, rows, out);
    return;
  }
  for (let row = 0; row < rows; row++) out[row] = model.predict(features, row * dimension);
}

/** Anything that learns a reward model: regressions here, trees or others by the same two methods. */
export interface RewardLearner {
  /**
   * @param features rows × dimension, row-major
   * @param weights one per row, 0 or more; null for all ones
   */
  fit(
    features: Float64Array,
    dimension: number,
    rewards: Float64Array,
    weights: Float64Array | null,
  ): RewardModel;
}

/**
 * Logistic regression for rewards from 0 to 1. Where all rewards are alike, as among few clicks, it answers
 * with that constant.
 */
export function logisticReward(options: LogisticOptions = {}): RewardLearner {
  return {
    fit: (features, dimension, rewards, weights) =>
      constantOf(rewards, weights) ?? LogisticRegression.fit(features, dimension, rewards, weights, options),
  };
}

/** Ridge regression for rewards of any size, such as revenue. */
export function ridgeReward(options: RidgeOptions = {}): RewardLearner {
  return {
    fit: (features, dimension, rewards, weights) =>
      RidgeRegression.fit(features, dimension, rewards, weights, options),
  };
}

function constantOf(rewards: Float64Array, weights: Float64Array | null): RewardModel | null {
  let constant: number | null = null;
  for (let i = 0; i < rewards.length; i++) {
    if (weights !== null && weights[i] === 0) continue;
    if (constant === null) constant = rewards[i];
    else if (constant !== rewards[i]) return null;
  }
  const value = constant;
  return value === null ? null : { predict: () => value };
}
