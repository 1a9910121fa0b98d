import { makeReference, type Reference } from '../watching/reference.ts';
import type { TrainingSet } from './training-set.ts';

/**
 * How features and scores are distributed in the slates that a model would serve: the rows that it puts among
 * the first `slots` of each test group. The whole matrix would not do: what a ranker shows is never spread as
 * what it chose from.
 * @param scores the model's, one per test row
 */
export function slateReference(
  { parts: { test }, columns }: TrainingSet,
  scores: ArrayLike<number>,
  slots: number,
  source: Reference['source'] = 'training',
): Reference {
  const shown: number[] = [];
  for (const { start, size } of test.groups) {
    const rows = Array.from({ length: size }, (_, i) => start + i);
    rows.sort((a, b) => scores[b] - scores[a] || a - b);
    shown.push(...rows.slice(0, slots));
  }
  const { width, features } = test;
  const matrix = new Float32Array(shown.length * width);
  shown.forEach((row, i) => {
    matrix.set(features.subarray(row * width, (row + 1) * width), i * width);
  });
  return makeReference(
    source,
    columns.names,
    matrix,
    Float64Array.from(shown, (row) => scores[row]),
  );
}
