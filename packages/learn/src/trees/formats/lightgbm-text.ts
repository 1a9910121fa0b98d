import { missingKind } from '../missing-kind.ts';
import type { Tree } from '../tree.ts';
import { checkTree, emptyTree } from '../tree.ts';
import type { TreeModel } from '../tree-model.ts';
import { treeModel } from '../tree-model.ts';
import { readLightgbmObjective } from './lightgbm-objective.ts';
import { type Section, sectionsOf } from './lightgbm-sections.ts';

const maxFeatures = 10_000_000;
const maxClasses = 100_000;
const maxLeaves = 50_000_000;

/** Bits of a node's `decision_type`. */
const isCategorical = 1;
const defaultLeft = 2;
/** Missing type as LightGBM numbers it in bits 2 and 3. */
const missingOf = [missingKind.none, missingKind.zero, missingKind.nan];

const scratch = new DataView(new ArrayBuffer(8));

/** The next float64 above: LightGBM sends x <= t left, our trees x < t. */
function numberAbove(value: number): number {
  if (value === Number.POSITIVE_INFINITY) return value;
  if (value === 0) return 5e-324;
  scratch.setFloat64(0, value);
  scratch.setBigInt64(0, scratch.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return scratch.getFloat64(0);
}

/**
 * Reads a model in LightGBM's text format (`save_model`), versions 2 to 4, with its categorical splits and
 * its three ways to see missing values. Linear trees are not supported.
 * @throws RangeError naming the line, tree or node at fault
 */
export function readLightgbmText(text: string): TreeModel {
  const sections = sectionsOf(text);
  const head = sections[0];
  if (head?.name !== 'tree') throw new RangeError('a LightGBM model starts with the line "tree"');
  const columns = head.count('max_feature_idx', maxFeatures) + 1;
  const outputs = head.count('num_tree_per_iteration', maxClasses, 1);
  if (outputs < 1) throw new RangeError('num_tree_per_iteration must be at least 1');
  const { settings, scale } = readLightgbmObjective(head.text('objective', ''), outputs);
  const names = head.text('feature_names', '').split(' ').filter(Boolean);
  if (names.length > 0 && names.length !== columns) {
    throw new RangeError(`feature_names must have ${columns} entries, got ${names.length}`);
  }
  const missing = new Uint8Array(columns).fill(255);
  const bodies = sections.slice(1);
  if (bodies.length % outputs !== 0) {
    throw new RangeError(
      `the model has ${bodies.length} trees, which do not divide among ${outputs} classes`,
    );
  }
  const rounds = bodies.length / outputs;
  const factor = head.has('average_output') ? scale / Math.max(1, rounds) : scale;
  const trees = bodies.map((section) => readTree(section, columns, missing, factor));
  const categorical = new Set<number>();
  for (const tree of trees) for (const node of tree.categories.keys()) categorical.add(tree.feature[node]);
  for (const feature of categorical) missing[feature] = missingKind.nan;
  return treeModel({
    trees,
    outputs,
    baseMargins: new Array<number>(outputs).fill(0),
    objective: settings,
    columns,
    ...(names.length > 0 ? { featureNames: names } : {}),
    categorical: [...categorical].sort((a, b) => a - b),
    missing: missing.map((kind) => (kind === 255 ? missingKind.nan : kind)),
    precision: 'float64',
  });
}

function readTree(section: Section, columns: number, missing: Uint8Array, factor: number): Tree {
  const leaves = section.count('num_leaves', maxLeaves);
  if (leaves < 1) throw new RangeError(`${section.where} must have at least 1 leaf`);
  if (section.has('is_linear') && section.count('is_linear', 1) === 1) {
    throw new RangeError(`${section.where} is a linear tree; these are not supported`);
  }
  const values = section.numbers('leaf_value', leaves);
  const inner = leaves - 1;
  if (inner === 0) {
    const single = emptyTree(1);
    single.value[0] = values[0] * factor;
    single.cover[0] = 1;
    checkTree(single, columns, section.where);
    return single;
  }
  const features = section.numbers('split_feature', inner);
  const thresholds = section.numbers('threshold', inner);
  const left = section.numbers('left_child', inner);
  const right = section.numbers('right_child', inner);
  const types = section.has('decision_type')
    ? section.numbers('decision_type', inner)
    : new Float64Array(inner);
  const gains = section.numbers('split_gain', inner);
  const leafCounts = section.has('leaf_count') ? section.numbers('leaf_count', leaves) : undefined;
  const innerCounts = section.has('internal_count') ? section.numbers('internal_count', inner) : undefined;
  const tree = emptyTree(inner + leaves);
  // Inner nodes keep their numbers, leaf k becomes node inner + k; LightGBM writes it as -k - 1.
  const nodeOf = (child: number, node: number) => {
    const at = child >= 0 ? child : inner - child - 1;
    if (!(Number.isInteger(at) && at < inner + leaves)) {
      throw new RangeError(`${section.where}: node ${node} has child ${child}, beyond its ${leaves} leaves`);
    }
    return at;
  };
  const sets = section.count('num_cat', maxLeaves, 0) > 0 ? readSets(section) : [];
  for (let node = 0; node < inner; node++) {
    const type = types[node];
    tree.feature[node] = features[node];
    tree.left[node] = nodeOf(left[node], node);
    tree.right[node] = nodeOf(right[node], node);
    tree.gain[node] = gains[node];
    tree.cover[node] = innerCounts?.[node] ?? 0;
    tree.defaultLeft[node] = type & defaultLeft ? 1 : 0;
    if (type & isCategorical) {
      const set = sets[thresholds[node]];
      if (!set) throw new RangeError(`${section.where}: node ${node} has no categories`);
      tree.categories.set(node, set);
      // LightGBM sends the set left and all others, missing ones too, right.
      [tree.left[node], tree.right[node]] = [tree.right[node], tree.left[node]];
      tree.defaultLeft[node] = 1;
      continue;
    }
    tree.threshold[node] = numberAbove(thresholds[node]);
    noteMissing(missing, features[node], (type >> 2) & 3, section.where);
  }
  for (let leaf = 0; leaf < leaves; leaf++) {
    tree.value[inner + leaf] = values[leaf] * factor;
    tree.cover[inner + leaf] = leafCounts?.[leaf] ?? 0;
  }
  checkTree(tree, columns, section.where);
  return tree;
}

/** LightGBM sees a feature's missing values one way in all trees. */
function noteMissing(missing: Uint8Array, feature: number, type: number, where: string): void {
  const kind = missingOf[type];
  if (kind === undefined)
    throw new RangeError(`${where}: missing type ${type} is unknown, must be 0, 1 or 2`);
  if (feature >= missing.length) return;
  if (missing[feature] !== 255 && missing[feature] !== kind) {
    throw new RangeError(`${where}: feature ${feature} has two missing types`);
  }
  missing[feature] = kind;
}

/** Category sets from their bit fields of 32-bit words. */
function readSets(section: Section): Int32Array[] {
  const count = section.count('num_cat', maxLeaves);
  const boundaries = section.numbers('cat_boundaries', count + 1);
  const words = section.numbers('cat_threshold');
  return Array.from({ length: count }, (_, i) => {
    const [begin, end] = [boundaries[i], boundaries[i + 1]];
    if (
      !(Number.isInteger(begin) && begin >= 0 && Number.isInteger(end) && end >= begin && end <= words.length)
    ) {
      throw new RangeError(
        `${section.where}: cat_boundaries ${begin} to ${end} exceed the ${words.length} words of cat_threshold`,
      );
    }
    const set: number[] = [];
    for (let word = begin; word < end; word++) {
      for (let bit = 0; bit < 32; bit++) {
        if ((words[word] >>> bit) & 1) set.push((word - begin) * 32 + bit);
      }
    }
    return Int32Array.from(set);
  });
}
