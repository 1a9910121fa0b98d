import type { Document } from './formats/document.ts';
import { Fields } from './formats/document.ts';
import { outputsOf } from './objectives/create-objective.ts';
import type { ObjectiveSettings } from './objectives/objective.ts';
import type { Tree } from './tree.ts';
import { checkTree, emptyTree, nodeCount } from './tree.ts';
import type { TreeModel } from './tree-model.ts';
import { treeModel } from './tree-model.ts';

const format = 'gradient-boosted-trees';
const version = 1;
const maxNodes = 100_000_000;

/** A tree as plain arrays. */
interface TreeJson {
  feature: number[];
  threshold: number[];
  left: number[];
  right: number[];
  defaultLeft: number[];
  value: number[];
  gain: number[];
  cover: number[];
  /** Categorical nodes and the categories that go right. */
  categories: [number, number[]][];
}

/** A model as plain data that survives `JSON.stringify`; `treeModelFromJson` is its inverse. */
export interface TreeModelJson {
  format: typeof format;
  version: typeof version;
  outputs: number;
  columns: number;
  baseMargins: number[];
  objective: ObjectiveSettings;
  featureNames?: string[];
  categorical: number[];
  missing?: number[];
  precision: 'float32' | 'float64';
  trees: TreeJson[];
}

export function treeModelToJson(model: TreeModel): TreeModelJson {
  return {
    format,
    version,
    outputs: model.outputs,
    columns: model.columns,
    baseMargins: [...model.baseMargins],
    objective: { ...model.objective },
    ...(model.featureNames ? { featureNames: [...model.featureNames] } : {}),
    categorical: [...model.categorical],
    ...(model.missing ? { missing: [...model.missing] } : {}),
    precision: model.precision,
    trees: model.trees.map((tree) => ({
      feature: [...tree.feature],
      // JSON has no infinity; nothing finite is told apart by the difference.
      threshold: Array.from(tree.threshold, (value) => Math.min(value, Number.MAX_VALUE)),
      left: [...tree.left],
      right: [...tree.right],
      defaultLeft: [...tree.defaultLeft],
      value: [...tree.value],
      gain: [...tree.gain],
      cover: [...tree.cover],
      categories: [...tree.categories].map(([node, set]) => [node, [...set]]),
    })),
  };
}

/**
 * Reads what `treeModelToJson` wrote, checking all of it: the model may come from anywhere.
 * @throws RangeError naming the field, tree or node at fault
 */
export function treeModelFromJson(json: unknown): TreeModel {
  const fields = new Fields(json as Document, '');
  if (fields.string('format') !== format || fields.number('version') !== version) {
    throw new RangeError(`the model must have the format ${format}, version ${version}`);
  }
  const outputs = fields.count('outputs', 100_000);
  const columns = fields.count('columns', 10_000_000);
  if (outputs < 1 || columns < 1) throw new RangeError('outputs and columns must be at least 1');
  const list = fields.list('trees');
  if (list.length % outputs !== 0) {
    throw new RangeError(`trees must come in rounds of ${outputs}, got ${list.length}`);
  }
  const precision = fields.string('precision');
  if (precision !== 'float32' && precision !== 'float64') {
    throw new RangeError(`precision must be float32 or float64, got ${precision}`);
  }
  const names = fields.has('featureNames') ? fields.strings('featureNames') : undefined;
  if (names && names.length !== columns) {
    throw new RangeError(`featureNames must have ${columns} entries, got ${names.length}`);
  }
  return treeModel({
    trees: list.map((entry, i) => readTree(new Fields(entry, `trees.${i}`), columns)),
    outputs,
    columns,
    baseMargins: Array.from(fields.numbers('baseMargins', outputs), (margin) => {
      if (!Number.isFinite(margin)) throw new RangeError(`baseMargins must be finite, got ${margin}`);
      return margin;
    }),
    objective: readSettings(fields.object('objective'), outputs),
    ...(names ? { featureNames: names } : {}),
    categorical: Array.from(fields.numbers('categorical')),
    ...(fields.has('missing') ? { missing: Uint8Array.from(fields.numbers('missing', columns)) } : {}),
    precision,
  });
}

function readSettings(fields: Fields, outputs: number): ObjectiveSettings {
  const name = fields.string('name');
  const known = [
    'squaredError',
    'logistic',
    'softmax',
    'poisson',
    'quantile',
    'lambdaMart',
    'custom',
  ] as const;
  const found = known.find((candidate) => candidate === name);
  if (!found) throw new RangeError(`objective.name must be one of ${known.join(', ')}, got ${name}`);
  const links = ['identity', 'logistic', 'exponential', 'softmax'] as const;
  const link = fields.has('link')
    ? links.find((candidate) => candidate === fields.string('link'))
    : undefined;
  const settings: ObjectiveSettings = {
    name: found,
    ...(fields.has('classes') ? { classes: fields.count('classes', 100_000) } : {}),
    ...(fields.has('quantile') ? { quantile: fields.number('quantile') } : {}),
    ...(fields.has('truncation') ? { truncation: fields.count('truncation', 1_000_000) } : {}),
    ...(link ? { link } : {}),
  };
  if (outputsOf(settings) !== outputs) {
    throw new RangeError(`objective ${name} has ${outputsOf(settings)} output(s), the model ${outputs}`);
  }
  return settings;
}

function readTree(fields: Fields, columns: number): Tree {
  const feature = fields.numbers('feature');
  const nodes = feature.length;
  if (nodes > maxNodes) throw new RangeError(`${fields.path} has ${nodes} nodes, at most ${maxNodes} fit`);
  const tree = emptyTree(nodes);
  tree.feature.set(feature);
  for (const key of ['threshold', 'left', 'right', 'defaultLeft', 'value', 'gain', 'cover'] as const) {
    tree[key].set(fields.numbers(key, nodes));
  }
  for (const [i, entry] of fields.list('categories').entries()) {
    const pair = new Fields({ pair: entry }, `${fields.path}.categories.${i}`).list('pair');
    const [node] = pair;
    if (typeof node !== 'number' || !(node >= 0 && node < nodeCount(tree))) {
      throw new RangeError(`${fields.path}.categories.${i} must name a node`);
    }
    const set = new Fields({ set: pair[1] ?? null }, `${fields.path}.categories.${i}`).numbers('set');
    tree.categories.set(node, Int32Array.from(set).sort());
  }
  checkTree(tree, columns, fields.path);
  return tree;
}
