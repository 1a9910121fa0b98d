import { describe, expect, it } from 'vitest';
import type { TreeParameters } from '../parameters.ts';
import { largestDifference, sample } from '../testing/sample-data.ts';
import { trainTrees } from '../train.ts';
import { predictTrees } from '../tree-model.ts';

const { features, signal } = sample(3000, 10, 21, 0.1);
const binary = signal.map((s) => (s > 0 ? 1 : 0));
const grades = signal.map((s) => Math.max(0, Math.min(4, Math.floor(s + 1))));
const groups = new Array<number>(150).fill(20);

const rmse = (predictions: ArrayLike<number>, labels: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += (predictions[i] - labels[i]) ** 2;
  return Math.sqrt(sum / labels.length);
};

describe('objectives', () => {
  it('quantile covers its share', () => {
    for (const quantile of [0.1, 0.9]) {
      const { model } = trainTrees(
        { features, labels: signal },
        { objective: 'quantile', quantile, iterations: 100, maxDepth: 3 },
      );
      const predictions = predictTrees(model, features);
      const below = signal.filter((label, i) => label <= predictions[i]).length / 3000;
      expect(Math.abs(below - quantile)).toBeLessThan(0.03);
    }
  });

  it('poisson predicts means of counts', () => {
    const counts = signal.map((s) => Math.max(0, Math.round(2 * s + 2)));
    const { model } = trainTrees({ features, labels: counts }, { objective: 'poisson', iterations: 60 });
    const predictions = predictTrees(model, features);
    const total = predictions.reduce((sum, p) => sum + p, 0);
    expect(total / counts.reduce((sum, c) => sum + c, 0)).toBeCloseTo(1, 1);
    expect(rmse(predictions, counts)).toBeLessThan(1.2);
  });

  it('softmax gives probabilities that find the class', () => {
    const { model } = trainTrees(
      { features, labels: grades },
      { objective: 'softmax', classes: 5, iterations: 40 },
    );
    const p = predictTrees(model, features);
    let right = 0;
    for (let row = 0; row < 3000; row++) {
      const own = Array.from(p.subarray(row * 5, row * 5 + 5));
      expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
      if (own.indexOf(Math.max(...own)) === grades[row]) right++;
    }
    expect(right / 3000).toBeGreaterThan(0.75);
  });

  it('lambdaMart raises NDCG', () => {
    const unseen = sample(3000, 10, 23, 0.1);
    const labels = unseen.signal.map((s) => Math.max(0, Math.min(4, Math.floor(s + 1))));
    const { history } = trainTrees(
      { features, labels: grades, groups },
      { objective: 'lambdaMart', ndcgAt: 10, iterations: 40 },
      { validation: { unseen: { features: unseen.features, labels, groups } }, metrics: ['ndcg@10'] },
    );
    expect(history[39].metrics.unseen['ndcg@10']).toBeGreaterThan(0.87);
    expect(history[39].metrics.unseen['ndcg@10']).toBeGreaterThan(
      history[0].metrics.unseen['ndcg@10'] + 0.03,
    );
  });

  it('logistic takes the steps of its formula', () => {
    const one: TreeParameters = {
      iterations: 1,
      maxDepth: 3,
      learningRate: 1,
      baseScore: 0.3,
      histogram: 'wide',
    };
    const base = Math.log(0.3 / 0.7);
    const builtIn = trainTrees({ features, labels: binary }, { ...one, objective: 'logistic' }).model;
    const own = trainTrees(
      { features, labels: binary },
      { ...one, baseScore: base },
      {
        customObjective: {
          gradients(margins, labels, gradients, hessians) {
            for (let i = 0; i < labels.length; i++) {
              const p = 1 / (1 + Math.exp(-margins[i]));
              gradients[i] = p - labels[i];
              hessians[i] = p * (1 - p);
            }
          },
        },
      },
    ).model;
    const margins = predictTrees(builtIn, features, { output: 'margin' });
    expect(largestDifference(margins, predictTrees(own, features))).toBeLessThan(1e-5);
  });

  it("the caller's own does what the built-in one does", () => {
    const settings: TreeParameters = { iterations: 10, baseScore: 0 };
    const own = trainTrees({ features, labels: signal }, settings, {
      customObjective: {
        gradients(margins, labels, gradients, hessians) {
          for (let i = 0; i < labels.length; i++) gradients[i] = margins[i] - labels[i];
          hessians.fill(1);
        },
      },
    }).model;
    const builtIn = trainTrees({ features, labels: signal }, settings).model;
    expect(largestDifference(predictTrees(own, features), predictTrees(builtIn, features))).toBe(0);
  });
});
