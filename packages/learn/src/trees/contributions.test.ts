import { describe, expect, it } from 'vitest';
import { treeContributions } from './contributions.ts';
import { readXgboostJson } from './formats/xgboost-reader.ts';
import { writeXgboostJson } from './formats/xgboost-writer.ts';
import { largestDifference, sample, toSparse } from './testing/sample-data.ts';
import { askXgboost, trainWithXgboost } from './testing/xgboost.ts';
import { trainTrees } from './train.ts';
import { predictTrees } from './tree-model.ts';

const { features, signal } = sample(300, 5, 3, 0.1);

describe('treeContributions', () => {
  for (const [name, params, labels] of [
    [
      'logistic, deep enough to meet features again',
      { objective: 'binary:logistic', max_depth: 8, min_child_weight: 0 },
      signal.map((s) => (s > 0 ? 1 : 0)),
    ],
    [
      'softmax',
      { objective: 'multi:softprob', num_class: 3, max_depth: 4 },
      signal.map((s) => (s < -0.5 ? 0 : s < 0.5 ? 1 : 2)),
    ],
    ['squared error', { objective: 'reg:squarederror', max_depth: 6 }, signal],
  ] as [string, Record<string, string | number>, Float32Array][]) {
    it(`equals XGBoost's pred_contribs: ${name}`, () => {
      const theirs = trainWithXgboost({ features, labels }, { tree_method: 'hist', ...params }, 20);
      const model = readXgboostJson(theirs.json);
      expect(largestDifference(treeContributions(model, features), theirs.contributions)).toBeLessThan(1e-5);
      expect(
        largestDifference(treeContributions(model, toSparse(features)), theirs.contributions),
      ).toBeLessThan(1e-5);
    });
  }

  it("equals XGBoost's for a model trained here, categories included", () => {
    const values = features.values.slice();
    for (let row = 0; row < 300; row++) values[row * 5 + 4] = row % 13;
    const own = { ...features, values };
    const { model } = trainTrees(
      { features: own, labels: signal.map((s, row) => s + (row % 13) / 5) },
      { iterations: 20, categorical: [4] },
    );
    const theirs = askXgboost(writeXgboostJson(model), { features: own, types: ['q', 'q', 'q', 'q', 'c'] });
    expect(largestDifference(treeContributions(model, own), theirs.contributions)).toBeLessThan(1e-5);
  });

  it('adds up to the margin', () => {
    const { model } = trainTrees(
      { features, labels: signal },
      { iterations: 30, growth: 'leafWise', maxLeaves: 60, minChildWeight: 0 },
    );
    const contributions = treeContributions(model, features);
    const margins = predictTrees(model, features, { output: 'margin' });
    const sums = margins.map((_, row) =>
      contributions.subarray(row * 6, (row + 1) * 6).reduce((sum, value) => sum + value, 0),
    );
    expect(largestDifference(sums, margins)).toBeLessThan(1e-5);
  });

  it('refuses a model without covers, naming the tree', () => {
    const { model } = trainTrees({ features, labels: signal }, { iterations: 2 });
    model.trees[1].cover.fill(0);
    expect(() => treeContributions(model, features)).toThrow(/tree 1: node 0 has the cover 0/);
  });
});
