import type { Tree } from '../tree.ts';
import { emptyTree, nodeCount } from '../tree.ts';
import type { TreeModel } from '../tree-model.ts';
import type { Document } from './document.ts';
import { writeJson } from './json.ts';
import { writeUbjson } from './ubjson.ts';
import { baseScoreOf, writeObjective } from './xgboost-objective.ts';
import { settingsAttribute } from './xgboost-reader.ts';

/** XGBoost's mark for "no parent". */
const noParent = 2147483647;

/**
 * The model as XGBoost JSON, for `Booster.load_model`. Objectives that XGBoost 1.7 lacks are written as one
 * that predicts alike.
 * @throws RangeError for a model read from LightGBM, whose float64 thresholds XGBoost cannot hold
 */
export const writeXgboostJson = (model: TreeModel): string => writeJson(xgboostDocument(model));

/** The same as UBJSON. */
export const writeXgboostUbjson = (model: TreeModel): Uint8Array<ArrayBuffer> =>
  writeUbjson(xgboostDocument(model));

function xgboostDocument(model: TreeModel): Document {
  if (model.precision !== 'float32' || model.missing) {
    throw new RangeError(
      'the model compares in float64 or treats zero as missing, as LightGBM does; XGBoost cannot hold it',
    );
  }
  const { outputs } = model;
  const objective = writeObjective(model.objective);
  const first = model.baseMargins[0];
  const score = model.baseMargins.every((margin) => margin === first)
    ? baseScoreOf(first, objective.base)
    : undefined;
  const trees = score === undefined ? foldBase(model) : model.trees;
  const neutral = objective.base === 'logistic' ? 0.5 : objective.base === 'exponential' ? 1 : 0;
  const { name: settingsName, quantile, truncation } = model.objective;
  const own = {
    name: settingsName,
    ...(quantile ? { quantile } : {}),
    ...(truncation ? { truncation } : {}),
  };
  return {
    learner: {
      attributes: { [settingsAttribute]: JSON.stringify(own) },
      feature_names: model.featureNames ?? [],
      feature_types: featureTypes(model),
      gradient_booster: {
        model: {
          gbtree_model_param: {
            num_parallel_tree: '1',
            num_trees: String(trees.length),
            size_leaf_vector: '0',
          },
          tree_info: trees.map((_, i) => i % outputs),
          trees: trees.map((tree, i) => treeDocument(tree, i, model.columns)),
        },
        name: 'gbtree',
      },
      learner_model_param: {
        base_score: (score ?? neutral).toExponential(8).replace('e+', 'E').replace('e', 'E'),
        boost_from_average: '1',
        num_class: String(outputs > 1 ? outputs : 0),
        num_feature: String(model.columns),
        num_target: '1',
      },
      objective: { name: objective.name, ...objective.parameters },
    },
    version: [1, 7, 4],
  };
}

const featureTypes = (model: TreeModel): string[] => {
  if (model.categorical.length === 0) return [];
  const types = new Array<string>(model.columns).fill('q');
  for (const feature of model.categorical) types[feature] = 'c';
  return types;
};

/** Adds the base margins to the first tree of each output, for those that one base score cannot say. */
function foldBase(model: TreeModel): Tree[] {
  const trees = model.trees.length > 0 ? [...model.trees] : model.baseMargins.map(() => emptyTree(1));
  model.baseMargins.forEach((margin, output) => {
    const tree = trees[output];
    const value = tree.value.map((v, node) => (tree.left[node] < 0 ? Math.fround(v + margin) : 0));
    trees[output] = { ...tree, value };
  });
  return trees;
}

function treeDocument(tree: Tree, id: number, columns: number): Document {
  const nodes = nodeCount(tree);
  const parents = new Int32Array(nodes).fill(noParent);
  const conditions = Float32Array.from(tree.threshold);
  const types = new Uint8Array(nodes);
  const sets = [...tree.categories.entries()].sort((a, b) => a[0] - b[0]);
  for (let node = 0; node < nodes; node++) {
    if (tree.left[node] < 0) {
      conditions[node] = tree.value[node];
      continue;
    }
    parents[tree.left[node]] = node;
    parents[tree.right[node]] = node;
  }
  for (const [node] of sets) {
    types[node] = 1;
    conditions[node] = Number.NaN;
  }
  let next = 0n;
  const segments = BigInt64Array.from(sets, ([, set]) => {
    const at = next;
    next += BigInt(set.length);
    return at;
  });
  return {
    base_weights: Float32Array.from(tree.value),
    categories: Int32Array.from(sets.flatMap(([, set]) => [...set])),
    categories_nodes: Int32Array.from(sets, ([node]) => node),
    categories_segments: segments,
    categories_sizes: BigInt64Array.from(sets, ([, set]) => BigInt(set.length)),
    default_left: tree.defaultLeft.slice(),
    id,
    left_children: tree.left.slice(),
    loss_changes: Float32Array.from(tree.gain),
    parents,
    right_children: tree.right.slice(),
    split_conditions: conditions,
    split_indices: tree.feature.map((feature) => Math.max(0, feature)),
    split_type: types,
    sum_hessian: Float32Array.from(tree.cover),
    tree_param: {
      num_deleted: '0',
      num_feature: String(columns),
      num_nodes: String(nodes),
      size_leaf_vector: '0',
    },
  };
}
