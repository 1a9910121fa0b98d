import type { ObjectiveSettings } from '../objectives/objective.ts';
import type { Tree } from '../tree.ts';
import { checkTree, emptyTree } from '../tree.ts';
import type { TreeModel } from '../tree-model.ts';
import { treeModel } from '../tree-model.ts';
import type { Document } from './document.ts';
import { Fields } from './document.ts';
import { parseJson } from './json.ts';
import { parseUbjson } from './ubjson.ts';
import { marginOf, readObjective } from './xgboost-objective.ts';

/** Limits of what a file may ask for; far above real models, below what would exhaust memory. */
const maxFeatures = 10_000_000;
const maxClasses = 100_000;
const maxTrees = 10_000_000;
const maxNodes = 100_000_000;

/** Attribute under which our own writer keeps an objective that XGBoost has no name for. */
export const settingsAttribute = 'objective_settings';

/**
 * Reads a model that XGBoost saved as JSON (`save_model('m.json')`), version 1.0 or later.
 * Boosters `gbtree` and `dart` are supported, not `gblinear`.
 * @throws SyntaxError for broken JSON, naming the character; RangeError for a model that makes no sense,
 *   naming the tree and node
 */
export const readXgboostJson = (text: string): TreeModel => readXgboost(parseJson(text));

/**
 * The same for UBJSON (`save_model('m.ubj')`).
 * @throws SyntaxError for broken UBJSON, naming the byte; RangeError as for JSON
 */
export const readXgboostUbjson = (bytes: Uint8Array): TreeModel => readXgboost(parseUbjson(bytes));

function readXgboost(document: Document): TreeModel {
  const learner = new Fields(document, '').object('learner');
  const parameters = learner.object('learner_model_param');
  const columns = parameters.count('num_feature', maxFeatures);
  const classes = parameters.count('num_class', maxClasses, 0);
  if (parameters.count('num_target', maxClasses, 1) > 1) {
    throw new RangeError('models with several targets are not supported');
  }
  const outputs = Math.max(1, classes);
  const objectiveName = learner.object('objective').string('name');
  const reading = readObjective(objectiveName);
  let settings = reading.settings(outputs);
  const attributes = learner.has('attributes') ? learner.object('attributes') : undefined;
  if (attributes?.has(settingsAttribute))
    settings = ownSettings(attributes.string(settingsAttribute), settings);
  if (settings.name === 'custom' && outputs > 1) settings = { ...settings, classes: outputs };
  if (settings.name === 'softmax' && outputs < 2) {
    throw new RangeError(
      `learner_model_param.num_class must be at least 2 for ${objectiveName}, got ${classes}`,
    );
  }
  const base = marginOf(parameters.number('base_score', 0.5), reading.base);
  let booster = learner.object('gradient_booster');
  const boosterName = booster.string('name');
  let weights: ArrayLike<number> | undefined;
  if (boosterName === 'dart') {
    weights = booster.numbers('weight_drop');
    booster = booster.object('gbtree');
  } else if (boosterName !== 'gbtree') {
    throw new RangeError(
      `the booster ${JSON.stringify(boosterName)} is not supported; only gbtree and dart are`,
    );
  }
  const model = booster.object('model');
  const list = model.list('trees');
  if (list.length > maxTrees)
    throw new RangeError(`the model has ${list.length} trees, at most ${maxTrees} fit`);
  if (weights && weights.length !== list.length) {
    throw new RangeError(`weight_drop must have ${list.length} entries, got ${weights.length}`);
  }
  const trees = list.map((entry, i) =>
    readTree(new Fields(entry, `${model.path}.trees.${i}`), Math.max(1, columns), weights?.[i] ?? 1),
  );
  const names = learner.strings('feature_names');
  if (names.length > 0 && names.length !== columns) {
    throw new RangeError(`feature_names must have ${columns} entries, got ${names.length}`);
  }
  return treeModel({
    trees: byRound(trees, model.numbers('tree_info', trees.length), outputs),
    outputs,
    baseMargins: new Array<number>(outputs).fill(base),
    objective: settings,
    columns: Math.max(1, columns),
    ...(names.length > 0 ? { featureNames: names } : {}),
    categorical: categoricalOf(learner.strings('feature_types'), trees),
    precision: 'float32',
  });
}

/** Orders trees so that tree i belongs to output i modulo outputs; each output's own order is kept. */
function byRound(trees: Tree[], info: ArrayLike<number>, outputs: number): Tree[] {
  const ofOutput: Tree[][] = Array.from({ length: outputs }, () => []);
  trees.forEach((tree, i) => {
    const output = info[i];
    if (!(Number.isInteger(output) && output >= 0 && output < outputs)) {
      throw new RangeError(`tree_info.${i} must be 0 to ${outputs - 1}, got ${output}`);
    }
    ofOutput[output].push(tree);
  });
  const rounds = ofOutput[0].length;
  for (const [output, own] of ofOutput.entries()) {
    if (own.length !== rounds) {
      throw new RangeError(`class ${output} has ${own.length} trees, class 0 has ${rounds}; they must agree`);
    }
  }
  return Array.from({ length: trees.length }, (_, i) => ofOutput[i % outputs][Math.floor(i / outputs)]);
}

function readTree(fields: Fields, columns: number, weight: number): Tree {
  const nodes = fields.object('tree_param').count('num_nodes', maxNodes);
  const left = fields.numbers('left_children', nodes);
  const right = fields.numbers('right_children', nodes);
  const indices = fields.numbers('split_indices', nodes);
  const conditions = fields.numbers('split_conditions', nodes);
  const defaults = fields.numbers('default_left', nodes);
  const gain = fields.numbers('loss_changes', nodes);
  const cover = fields.numbers('sum_hessian', nodes);
  const tree = emptyTree(nodes);
  const types = fields.has('split_type') ? fields.numbers('split_type', nodes) : undefined;
  const categories = types ? readCategories(fields) : new Map<number, Int32Array>();
  for (let node = 0; node < nodes; node++) {
    tree.cover[node] = cover[node];
    if (left[node] === -1) {
      tree.value[node] = Math.fround(Math.fround(conditions[node]) * Math.fround(weight));
      continue;
    }
    tree.left[node] = left[node];
    tree.right[node] = right[node];
    tree.feature[node] = indices[node];
    tree.defaultLeft[node] = defaults[node] ? 1 : 0;
    tree.gain[node] = gain[node];
    if (types?.[node] === 1) {
      const set = categories.get(node);
      if (!set) throw new RangeError(`${fields.path}: categorical node ${node} has no categories`);
      tree.categories.set(node, set);
    } else {
      tree.threshold[node] = Math.fround(conditions[node]);
    }
  }
  checkTree(tree, columns, fields.path);
  return tree;
}

function readCategories(fields: Fields): Map<number, Int32Array> {
  const result = new Map<number, Int32Array>();
  if (!fields.has('categories_nodes')) return result;
  const nodes = fields.numbers('categories_nodes');
  const segments = fields.numbers('categories_segments', nodes.length);
  const sizes = fields.numbers('categories_sizes', nodes.length);
  const all = fields.numbers('categories');
  for (let i = 0; i < nodes.length; i++) {
    const [begin, size] = [segments[i], sizes[i]];
    if (
      !(
        Number.isInteger(begin) &&
        begin >= 0 &&
        Number.isInteger(size) &&
        size >= 0 &&
        begin + size <= all.length
      )
    ) {
      throw new RangeError(
        `${fields.path}.categories_segments.${i}: entries ${begin} to ${begin + size} exceed the ${all.length} categories`,
      );
    }
    const set = new Int32Array(size);
    for (let k = 0; k < size; k++) set[k] = all[begin + k];
    result.set(nodes[i], set.sort());
  }
  return result;
}

function categoricalOf(types: string[], trees: Tree[]): number[] {
  const features = new Set<number>();
  types.forEach((type, feature) => {
    if (type === 'c') features.add(feature);
  });
  for (const tree of trees) for (const node of tree.categories.keys()) features.add(tree.feature[node]);
  return [...features].sort((a, b) => a - b);
}

/** The objective our own writer noted; a note that makes no sense is passed over. */
function ownSettings(text: string, otherwise: ObjectiveSettings): ObjectiveSettings {
  const fields = new Fields(parseJson(text), `attributes.${settingsAttribute}`);
  const name = fields.string('name');
  if (name === 'quantile') {
    const quantile = fields.number('quantile');
    return quantile > 0 && quantile < 1 ? { name, quantile } : otherwise;
  }
  if (name === 'lambdaMart') return { name, truncation: Math.max(1, fields.count('truncation', 1e6, 30)) };
  if (name === 'custom') return { name, ...(otherwise.link ? { link: otherwise.link } : {}) };
  return otherwise;
}
