import type { FeatureMatrix } from '../data/feature-matrix.ts';
import { isSparse } from '../data/feature-matrix.ts';
import { hashUniform } from '../data/row-sample.ts';
import { nodeCount } from './tree.ts';
import type { TreeModel } from './tree-model.ts';
import { predictTrees } from './tree-model.ts';

/** Per feature: splits, their mean and total gain, and their mean and total cover, as XGBoost's `get_score`. */
export interface SplitImportance {
  weight: Float64Array;
  gain: Float64Array;
  totalGain: Float64Array;
  cover: Float64Array;
  totalCover: Float64Array;
}

/** Importance of each feature in the model's own splits; 0 for a feature that is never split. */
export function splitImportance(model: TreeModel): SplitImportance {
  const { columns } = model;
  const [weight, totalGain, totalCover] = [0, 1, 2].map(() => new Float64Array(columns));
  for (const tree of model.trees) {
    for (let node = 0; node < nodeCount(tree); node++) {
      if (tree.left[node] < 0) continue;
      const feature = tree.feature[node];
      weight[feature]++;
      totalGain[feature] += tree.gain[node];
      totalCover[feature] += tree.cover[node];
    }
  }
  const mean = (total: Float64Array) =>
    total.map((sum, feature) => (weight[feature] > 0 ? sum / weight[feature] : 0));
  return { weight, gain: mean(totalGain), totalGain, cover: mean(totalCover), totalCover };
}

export interface PermutationOptions {
  /** How often each feature is shuffled; default 5. */
  repeats?: number;
  /** Default 0. */
  seed?: number;
}

export interface PermutationImportance {
  score: number;
  /** Per feature: mean and standard deviation, over the repeats, of how much worse the score gets. */
  mean: Float64Array;
  deviation: Float64Array;
}

/**
 * How much a score suffers when one feature's values are shuffled among the rows (Breiman 2001; Fisher et
 * al., JMLR 2019).
 * @param features dense rows
 * @param score judges predictions (rows x outputs); higher is better
 */
export function permutationImportance(
  model: TreeModel,
  features: FeatureMatrix,
  score: (predictions: Float64Array) => number,
  { repeats = 5, seed = 0 }: PermutationOptions = {},
): PermutationImportance {
  if (isSparse(features)) throw new RangeError('permutationImportance takes dense rows');
  if (!(Number.isInteger(repeats) && repeats >= 1)) {
    throw new RangeError(`repeats must be a whole number of at least 1, got ${repeats}`);
  }
  const { rows, columns } = features;
  const values = features.values.slice();
  const base = score(predictTrees(model, features));
  const mean = new Float64Array(columns);
  const deviation = new Float64Array(columns);
  for (let feature = 0; feature < columns; feature++) {
    const losses: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      shuffleColumn(values, rows, columns, feature, seed, feature * repeats + repeat);
      losses.push(base - score(predictTrees(model, { values, rows, columns })));
    }
    for (let row = 0; row < rows; row++) {
      values[row * columns + feature] = features.values[row * columns + feature];
    }
    mean[feature] = losses.reduce((sum, loss) => sum + loss, 0) / repeats;
    const squares = losses.reduce((sum, loss) => sum + (loss - mean[feature]) ** 2, 0);
    deviation[feature] = repeats > 1 ? Math.sqrt(squares / (repeats - 1)) : 0;
  }
  return { score: base, mean, deviation };
}

/** Fisher and Yates, from the last row down. */
function shuffleColumn(
  values: Float32Array | Float64Array,
  rows: number,
  columns: number,
  feature: number,
  seed: number,
  stream: number,
): void {
  for (let row = rows - 1; row > 0; row--) {
    const other = Math.floor(hashUniform(seed, stream, row) * (row + 1));
    const [a, b] = [row * columns + feature, other * columns + feature];
    const kept = values[a];
    values[a] = values[b];
    values[b] = kept;
  }
}
