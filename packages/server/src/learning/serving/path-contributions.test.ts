import {
  predictTrees,
  readXgboostUbjson,
  trainTrees,
  treeContributions,
  writeXgboostUbjson,
} from '@personalize/learn';
import { expect, it } from 'vitest';
import { pathContributions } from './path-contributions.ts';

it('adds up to the margin and agrees with Shapley values on what counts most', () => {
  const [rows, columns] = [2000, 6];
  let seed = 5;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const values = Float32Array.from({ length: rows * columns }, () =>
    random() < 0.1 ? Number.NaN : random(),
  );
  const labels = Float32Array.from({ length: rows }, (_, row) =>
    (values[row * columns] || 0) * 3 - (values[row * columns + 1] || 0) + 0.3 * random() > 1 ? 1 : 0,
  );
  const trained = trainTrees(
    { features: { values, rows, columns }, labels },
    { objective: 'logistic', iterations: 30, maxDepth: 4 },
  ).model;
  const model = readXgboostUbjson(writeXgboostUbjson(trained));
  const quick = pathContributions(model)!;
  let agreed = 0;
  for (let row = 0; row < 200; row++) {
    const one = values.slice(row * columns, (row + 1) * columns);
    const parts = quick(one);
    const matrix = { values: one, rows: 1, columns };
    const [margin] = predictTrees(model, matrix, { output: 'margin' });
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(margin, 4);
    const exact = treeContributions(model, matrix);
    expect(parts[columns]).toBeCloseTo(exact[columns], 4);
    const strongest = (all: Float64Array) =>
      Array.from(all.subarray(0, columns), Math.abs).reduce(
        (best, part, i, list) => (part > list[best] ? i : best),
        0,
      );
    if (strongest(parts) === strongest(exact)) agreed++;
  }
  expect(agreed).toBeGreaterThan(170);
});
