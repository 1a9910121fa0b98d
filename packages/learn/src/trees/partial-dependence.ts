import type { FeatureMatrix } from '../data/feature-matrix.ts';
import { isSparse } from '../data/feature-matrix.ts';
import type { PredictOptions, TreeModel } from './tree-model.ts';
import { predictTrees } from './tree-model.ts';

export interface PartialDependence {
  /** The feature's values at which the prediction was averaged. */
  grid: Float64Array;
  /** Mean prediction per grid value and output: entry `i * outputs + output`. */
  mean: Float64Array;
}

/** Distinct quantiles of a column's present values, at most `points` of them. */
export function quantileGrid(features: FeatureMatrix, feature: number, points: number): Float64Array {
  if (isSparse(features)) throw new RangeError('quantileGrid takes dense rows');
  const { values, rows, columns } = features;
  const present = new Float64Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const value = values[row * columns + feature];
    if (!Number.isNaN(value)) present[count++] = value;
  }
  const sorted = present.subarray(0, count).sort();
  const grid: number[] = [];
  for (let i = 0; i < points && count > 0; i++) {
    const value = sorted[Math.round((i / Math.max(1, points - 1)) * (count - 1))];
    if (grid[grid.length - 1] !== value) grid.push(value);
  }
  return Float64Array.from(grid);
}

/**
 * Mean prediction over the rows when one feature is set to each value of a grid (Friedman 2001, section 8.2).
 * @param features dense rows to average over
 * @param grid default: 20 quantiles of the feature
 */
export function partialDependence(
  model: TreeModel,
  features: FeatureMatrix,
  feature: number,
  grid: ArrayLike<number> = quantileGrid(features, feature, 20),
  options: PredictOptions = {},
): PartialDependence {
  if (isSparse(features)) throw new RangeError('partialDependence takes dense rows');
  const { rows, columns } = features;
  if (!(Number.isInteger(feature) && feature >= 0 && feature < columns)) {
    throw new RangeError(`feature must be a whole number 0 to ${columns - 1}, got ${feature}`);
  }
  if (rows === 0) throw new RangeError('partialDependence needs at least 1 row');
  const values = features.values.slice();
  const mean = new Float64Array(grid.length * model.outputs);
  for (let i = 0; i < grid.length; i++) {
    for (let row = 0; row < rows; row++) values[row * columns + feature] = grid[i];
    const predictions = predictTrees(model, { values, rows, columns }, options);
    for (let k = 0; k < predictions.length; k++) {
      mean[i * model.outputs + (k % model.outputs)] += predictions[k] / rows;
    }
  }
  return { grid: Float64Array.from(grid), mean };
}
