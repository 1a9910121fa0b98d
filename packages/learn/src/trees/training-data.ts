import type { FeatureMatrix } from '../data/feature-matrix.ts';
import { checkMatrix } from '../data/feature-matrix.ts';
import type { Objective } from './objectives/objective.ts';

/** Rows to learn from, or to be judged on. */
export interface TrainingData {
  features: FeatureMatrix;
  /** One per row: value, 0/1, class, count or grade. */
  labels: ArrayLike<number>;
  /** One per row, not negative; default 1. */
  weights?: ArrayLike<number>;
  /** Ranking: how many rows each group has; rows of a group are adjacent. */
  groups?: ArrayLike<number>;
  featureNames?: readonly string[];
}

/** Training data in the form that the session copies. */
export interface CheckedData {
  features: FeatureMatrix;
  labels: Float32Array;
  weights: Float32Array;
  weighted: boolean;
  /** Row where each group begins, then the row count; [0] without groups. */
  groupStart: Int32Array;
}

/**
 * Copies and checks labels, weights and groups.
 * @param name how messages call the data
 * @throws RangeError naming the row at fault
 */
export function checkData(
  data: TrainingData,
  objective: Objective,
  ranking: boolean,
  name: string,
): CheckedData {
  checkMatrix(data.features, `${name}.features`);
  const { rows } = data.features;
  if (rows === 0) throw new RangeError(`${name} has no rows; at least 1 is needed`);
  if (data.labels.length !== rows) {
    throw new RangeError(`${name}.labels must hold ${rows} numbers, one per row, got ${data.labels.length}`);
  }
  const labels = Float32Array.from(data.labels);
  for (let row = 0; row < rows; row++) {
    const fault = Number.isFinite(labels[row]) ? objective.labelFault(labels[row]) : 'labels must be finite';
    if (fault !== undefined) {
      throw new RangeError(`${name}: row ${row} has the label ${data.labels[row]}; ${fault}`);
    }
  }
  return {
    features: data.features,
    labels,
    weights: checkWeights(data, rows, name),
    weighted: data.weights !== undefined,
    groupStart: checkGroups(data, rows, ranking, name),
  };
}

function checkWeights(data: TrainingData, rows: number, name: string): Float32Array {
  if (data.weights === undefined) return new Float32Array(rows).fill(1);
  if (data.weights.length !== rows) {
    throw new RangeError(
      `${name}.weights must hold ${rows} numbers, one per row, got ${data.weights.length}`,
    );
  }
  const weights = Float32Array.from(data.weights);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    if (!(weights[row] >= 0 && weights[row] < Infinity)) {
      throw new RangeError(
        `${name}: row ${row} has the weight ${data.weights[row]}; weights must be finite and not negative`,
      );
    }
    total += weights[row];
  }
  if (!(total > 0)) throw new RangeError(`${name}.weights are all 0; at least one row must count`);
  return weights;
}

function checkGroups(data: TrainingData, rows: number, ranking: boolean, name: string): Int32Array {
  if (data.groups === undefined) {
    if (ranking)
      throw new RangeError(`${name}.groups are needed to rank: the row count of each group, in order`);
    return new Int32Array(1);
  }
  const start = new Int32Array(data.groups.length + 1);
  for (let group = 0; group < data.groups.length; group++) {
    const size = data.groups[group];
    if (!(Number.isInteger(size) && size >= 0)) {
      throw new RangeError(`${name}: group ${group} has ${size} rows, must be a count`);
    }
    start[group + 1] = start[group] + size;
  }
  if (start[data.groups.length] !== rows) {
    throw new RangeError(`${name}.groups add up to ${start[data.groups.length]} rows, but there are ${rows}`);
  }
  return start;
}

/** Multiplies row weights by their class's weight; 'balanced' gives every class the same total. */
export function applyClassWeights(
  data: CheckedData,
  classWeights: readonly number[] | 'balanced',
  classes: number,
): void {
  const { labels, weights } = data;
  let byClass: ArrayLike<number>;
  if (classWeights === 'balanced') {
    const mass = new Float64Array(classes);
    let total = 0;
    labels.forEach((label, row) => {
      mass[label] += weights[row];
      total += weights[row];
    });
    byClass = mass.map((m) => (m > 0 ? total / (classes * m) : 0));
  } else {
    if (classWeights.length !== classes) {
      throw new RangeError(
        `classWeights must hold ${classes} weights, one per class, got ${classWeights.length}`,
      );
    }
    for (const [label, weight] of classWeights.entries()) {
      if (!(weight >= 0 && weight < Infinity)) {
        throw new RangeError(
          `classWeights must be finite and not negative, got ${weight} for class ${label}`,
        );
      }
    }
    byClass = classWeights;
  }
  for (let row = 0; row < labels.length; row++) {
    if (!Number.isInteger(labels[row])) {
      throw new RangeError(`classWeights need whole labels, but row ${row} has ${labels[row]}`);
    }
    weights[row] *= byClass[labels[row]];
  }
}
