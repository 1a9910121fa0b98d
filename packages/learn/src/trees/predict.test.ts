import { describe, expect, it } from 'vitest';
import { largestDifference, sample, uniform } from './testing/sample-data.ts';
import { trainTrees } from './train.ts';
import type { Tree } from './tree.ts';
import { emptyTree, nextNode } from './tree.ts';
import { predictTrees, treeModel } from './tree-model.ts';

/** Walks every tree node by node, adding in float32 as the fast way does. */
function slowly(trees: Tree[], values: Float32Array, columns: number, base: number): Float32Array {
  const rows = values.length / columns;
  const sums = new Float32Array(rows).fill(base);
  for (const tree of trees) {
    for (let row = 0; row < rows; row++) {
      let node = 0;
      while (tree.left[node] >= 0) node = nextNode(tree, node, values[row * columns + tree.feature[node]]);
      sums[row] += tree.value[node];
    }
  }
  return sums;
}

describe('predictTrees', () => {
  for (const [name, parameters] of [
    ['shallow trees', { maxDepth: 4 }],
    ['trees too deep for a heap', { growth: 'leafWise', maxLeaves: 200, minChildWeight: 0 }],
  ] as const) {
    it(`gives what walking the nodes gives: ${name}`, () => {
      const { features, signal } = sample(1237, 7, 5, 0.2);
      const { model } = trainTrees({ features, labels: signal }, { iterations: 20, ...parameters });
      const expected = slowly(model.trees, features.values, 7, model.baseMargins[0]);
      expect(largestDifference(predictTrees(model, features), expected)).toBe(0);
    });
  }

  it('agrees with training on every training row', () => {
    const { features, signal } = sample(5000, 6, 8, 0.1);
    const { model, history } = trainTrees(
      { features, labels: signal },
      { iterations: 15, rowSampling: 0.5 },
      { trackTraining: true },
    );
    const predictions = predictTrees(model, features);
    const mean = predictions.reduce((sum, p, row) => sum + (p - signal[row]) ** 2, 0) / 5000;
    expect(Math.sqrt(mean)).toBeCloseTo(history[14].metrics.training.rmse, 6);
  });

  it('compares exactly at thresholds, whichever way missing values go', () => {
    const thresholds = [0, -0, 1, -1, 1e-45, -1e-45, 3.4028234663852886e38, 0.1].map(Math.fround);
    const next = uniform(1);
    for (const threshold of thresholds) {
      for (const defaultLeft of [0, 1]) {
        const tree = emptyTree(3);
        tree.feature[0] = 0;
        tree.left[0] = 1;
        tree.right[0] = 2;
        tree.threshold[0] = threshold;
        tree.defaultLeft[0] = defaultLeft;
        tree.value[1] = -1;
        tree.value[2] = 1;
        const model = treeModel({
          ...{ trees: [tree], outputs: 1, baseMargins: [0], objective: { name: 'squaredError' } },
          ...{ columns: 1, categorical: [], precision: 'float32' },
        });
        const values = Float32Array.of(...thresholds, next() - 0.5, Number.NaN);
        const answers = predictTrees(model, { values, rows: values.length, columns: 1 });
        values.forEach((value, i) => {
          const right = Number.isNaN(value) ? defaultLeft === 0 : value >= threshold;
          expect(answers[i]).toBe(right ? 1 : -1);
        });
      }
    }
  });

  it('uses the first rounds when asked to, and refuses rounds it lacks', () => {
    const { features, signal } = sample(300, 3, 8);
    const short = trainTrees({ features, labels: signal }, { iterations: 4 }).model;
    const long = trainTrees({ features, labels: signal }, { iterations: 9 }).model;
    expect(predictTrees(long, features, { iterations: 4 })).toEqual(predictTrees(short, features));
    expect(() => predictTrees(long, features, { iterations: 10 })).toThrow(/0 to 9, got 10/);
    expect(() => predictTrees(long, { ...features, columns: 2, rows: 450 })).toThrow(
      /takes 3 columns, got 2/,
    );
  });
});
