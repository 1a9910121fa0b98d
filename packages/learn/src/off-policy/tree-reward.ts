import type { TreeParameters } from '../trees/parameters.ts';
import { trainTrees } from '../trees/train.ts';
import { predictTrees, type TreeModel } from '../trees/tree-model.ts';
import type { RewardLearner, RewardModel } from './reward-model.ts';

/**
 * Boosted trees as the reward model. Where all rewards are alike they answer with that constant.
 *
 * @param parameters of training; default objective `logistic`, for rewards of 0 and 1
 * @throws RangeError for objectives that predict no reward (softmax, lambdaMart)
 */
export function treeReward(parameters: TreeParameters = {}): RewardLearner {
  const objective = parameters.objective ?? 'logistic';
  if (objective === 'softmax' || objective === 'lambdaMart') {
    throw new RangeError(`objective must predict a reward, so not ${objective}`);
  }
  return {
    fit: (features, dimension, rewards, weights) => {
      const counts = (i: number) => weights === null || weights[i] > 0;
      const first = rewards.findIndex((_, i) => counts(i));
      if (rewards.every((r, i) => !counts(i) || r === rewards[first])) {
        const constant = rewards[first];
        return { predict: () => constant };
      }
      const data = {
        features: { values: features, rows: rewards.length, columns: dimension },
        labels: rewards,
        weights: weights ?? undefined,
      };
      return treeRewardModel(trainTrees(data, { ...parameters, objective }).model);
    },
  };
}

/** A trained tree model that answers as a reward model. */
export function treeRewardModel(model: TreeModel): RewardModel {
  const { columns } = model;
  const predict = (values: Float64Array, rows: number) => predictTrees(model, { values, rows, columns });
  return {
    predict: (features, offset) => predict(features.slice(offset, offset + columns), 1)[0],
    predictRows: (features, rows, out) => out.set(predict(features.subarray(0, rows * columns), rows)),
  };
}
