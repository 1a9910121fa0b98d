import { describe, expect, it } from 'vitest';
import { readXgboostJson } from './formats/xgboost-reader.ts';
import { permutationImportance, splitImportance } from './importance.ts';
import { partialDependence, quantileGrid } from './partial-dependence.ts';
import { sample } from './testing/sample-data.ts';
import { trainWithXgboost } from './testing/xgboost.ts';
import { trainTrees } from './train.ts';

const { features, signal } = sample(800, 5, 4);

describe('splitImportance', () => {
  it("equals XGBoost's get_score", () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const theirs = trainWithXgboost({ features, labels: signal, names }, { tree_method: 'hist' }, 10);
    const ours = splitImportance(readXgboostJson(theirs.json));
    names.forEach((name, feature) => {
      expect(ours.weight[feature]).toBe(theirs.scores.weight[name] ?? 0);
      expect(ours.gain[feature] / (theirs.scores.gain[name] ?? 1)).toBeCloseTo(1, 5);
      expect(ours.totalGain[feature] / (theirs.scores.total_gain[name] ?? 1)).toBeCloseTo(1, 5);
      expect(ours.cover[feature] / (theirs.scores.cover[name] ?? 1)).toBeCloseTo(1, 5);
    });
  });
});

describe('permutationImportance', () => {
  it('finds the features that matter, with the same numbers for the same seed', () => {
    const { model } = trainTrees({ features, labels: signal }, { iterations: 50 });
    const score = (predictions: Float64Array) =>
      -Math.sqrt(predictions.reduce((sum, p, row) => sum + (p - signal[row]) ** 2, 0) / 800);
    const importance = permutationImportance(model, features, score, { seed: 3 });
    expect(importance.mean[0]).toBeGreaterThan(0.3);
    expect(importance.mean[1]).toBeGreaterThan(0.3);
    expect(importance.mean[2]).toBeGreaterThan(importance.mean[4] * 2);
    expect(permutationImportance(model, features, score, { seed: 3 }).mean).toEqual(importance.mean);
    expect(permutationImportance(model, features, score, { seed: 4 }).mean).not.toEqual(importance.mean);
  });
});

describe('partialDependence', () => {
  it('follows the curve that the labels were made from', () => {
    const { model } = trainTrees({ features, labels: signal }, { iterations: 100, maxDepth: 4 });
    const { mean } = partialDependence(model, features, 0, [-0.8, 0, 0.8]);
    expect(mean[0]).toBeLessThan(mean[1] - 0.5);
    expect(mean[2]).toBeGreaterThan(mean[1] + 0.5);
  });

  it('takes quantiles for a grid when given none', () => {
    const grid = quantileGrid(features, 1, 5);
    expect(grid.length).toBe(5);
    expect([...grid]).toEqual([...grid].sort((a, b) => a - b));
    const { model } = trainTrees({ features, labels: signal }, { iterations: 2 });
    expect(partialDependence(model, features, 1).grid.length).toBe(20);
    expect(() => partialDependence(model, features, 9)).toThrow(/0 to 4, got 9/);
  });
});
