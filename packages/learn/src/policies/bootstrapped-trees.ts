import { treeRewardModel } from '../off-policy/tree-reward.ts';
import type { Random } from '../random/random.ts';
import { type TreeModelJson, treeModelFromJson, treeModelToJson } from '../trees/model-json.ts';
import type { TreeParameters } from '../trees/parameters.ts';
import { trainTrees } from '../trees/train.ts';
import type { TreeModel } from '../trees/tree-model.ts';
import { bootstrapWeights, type EnsembleMember } from './bootstrapped-policy.ts';

/**
 * Members for a bootstrapped policy: boosted trees, each fitted to a bootstrap sample of the observations
 * (Eckles and Kaptein, 2014). Refit and replace them as rewards come in.
 *
 * @param features rows × dimension, row-major
 * @param rewards one per row
 * @param parameters of training; default objective `logistic`, for rewards of 0 and 1. Each member is given a
 *   seed of its own
 * @throws RangeError for data or parameters that training refuses
 */
export function bootstrappedTrees(
  features: Float64Array,
  dimension: number,
  rewards: Float64Array,
  members: number,
  random: Random,
  parameters: TreeParameters = {},
): EnsembleMember[] {
  const data = { features: { values: features, rows: rewards.length, columns: dimension }, labels: rewards };
  return bootstrapWeights(rewards.length, members, random).map((weights) => {
    const settings = { objective: 'logistic' as const, ...parameters, seed: random.int(2 ** 31) };
    return treeMember(trainTrees({ ...data, weights }, settings).model);
  });
}

/** A member restored from JSON: the `restore` of `BootstrappedPolicy.fromJSON`. */
export function treeMemberFromJson(json: unknown): EnsembleMember {
  return treeMember(treeModelFromJson(json as TreeModelJson));
}

function treeMember(model: TreeModel): EnsembleMember {
  return { ...treeRewardModel(model), toJSON: () => treeModelToJson(model) };
}
