/** Names of the objectives that need no code from the caller. */
export type ObjectiveName = 'squaredError' | 'logistic' | 'softmax' | 'poisson' | 'quantile' | 'lambdaMart';

/** An objective with its parameters, as data: it travels to threads and into model files. */
export interface ObjectiveSettings {
  name: ObjectiveName | 'custom';
  /** softmax: count of classes, at least 2; custom: outputs. */
  classes?: number;
  /** custom: how margins become predictions; default 'identity'. */
  link?: 'identity' | 'logistic' | 'exponential' | 'softmax';
  /** quantile: which one, between 0 and 1. */
  quantile?: number;
  /** lambdaMart: only pairs with one member in the first k places push; the k of NDCG@k. */
  truncation?: number;
}

/** What gradients are computed from and written to. Margins and gradients lie output after output. */
export interface TrainingView {
  /** Training rows; `allRows` counts validation rows too and is the step between outputs of `margins`. */
  rows: number;
  allRows: number;
  outputs: number;
  margins: Float32Array;
  labels: Float32Array;
  /** One weight a row. */
  weights: Float32Array;
  gradients: Float32Array;
  hessians: Float32Array;
  /** Row where each group begins, then the row count; of length 1 without groups. */
  groupStart: Int32Array;
  /** Ranking: rows of each group, best score first; kept between calls. */
  order: Int32Array;
}

/** A loss to descend: its first two derivatives by the margin. */
export interface Objective {
  /** Whether `gradients` takes a range of rows or of groups. */
  unit: 'row' | 'group';
  /** Writes weighted gradients and hessians of rows (or groups) begin to end - 1. */
  gradients(view: TrainingView, begin: number, end: number): void;
  /** Constant margins that fit the labels best, one per output. */
  baseMargins(labels: Float32Array, weights: Float32Array, outputs: number): number[];
  /** Throws for a label the loss is not defined for; returns the fault and the remedy, or undefined. */
  labelFault(label: number): string | undefined;
  /** A leaf's value before the learning rate, where the second-order step is not the best one. */
  leafValue?(view: TrainingView, rows: Int32Array, output: number): number;
}

/** Weighted mean of the labels; 0 when all weights are 0. */
export function weightedMean(labels: Float32Array, weights: Float32Array): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    sum += labels[row] * weights[row];
    total += weights[row];
  }
  return total > 0 ? sum / total : 0;
}
