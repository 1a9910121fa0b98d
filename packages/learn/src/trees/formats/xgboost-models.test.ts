import { describe, expect, it } from 'vitest';
import type { TreeParameters } from '../parameters.ts';
import { largestDifference, sample, toSparse, uniform } from '../testing/sample-data.ts';
import { askXgboost, trainWithXgboost } from '../testing/xgboost.ts';
import { trainTrees } from '../train.ts';
import { predictTrees } from '../tree-model.ts';
import { readXgboostJson, readXgboostUbjson } from './xgboost-reader.ts';
import { writeXgboostJson, writeXgboostUbjson } from './xgboost-writer.ts';

const { features, signal } = sample(600, 8, 11, 0.15);
const labelsOf = {
  binary: signal.map((s) => (s > 0 ? 1 : 0)),
  value: signal,
  classes: signal.map((s) => (s < -0.5 ? 0 : s < 0.5 ? 1 : 2)),
  counts: signal.map((s) => Math.max(0, Math.round(s + 1))),
};
const groups = new Array<number>(60).fill(10);

const reference: {
  name: string;
  params: Record<string, string | number>;
  labels: Float32Array;
  ranking?: boolean;
}[] = [
  { name: 'logistic', params: { objective: 'binary:logistic', base_score: 0.3 }, labels: labelsOf.binary },
  {
    name: 'squared error, exact',
    params: { objective: 'reg:squarederror', tree_method: 'exact' },
    labels: signal,
  },
  { name: 'softmax', params: { objective: 'multi:softprob', num_class: 3 }, labels: labelsOf.classes },
  {
    name: 'forests of several trees a round',
    params: { objective: 'multi:softprob', num_class: 3, num_parallel_tree: 2, subsample: 0.7 },
    labels: labelsOf.classes,
  },
  { name: 'poisson', params: { objective: 'count:poisson', base_score: 1.7 }, labels: labelsOf.counts },
  { name: 'gamma', params: { objective: 'reg:gamma' }, labels: labelsOf.counts.map((c) => c + 1) },
  {
    name: 'raw log-odds',
    params: { objective: 'binary:logitraw', base_score: 0.2 },
    labels: labelsOf.binary,
  },
  { name: 'rank:ndcg', params: { objective: 'rank:ndcg' }, labels: labelsOf.counts, ranking: true },
  {
    name: 'dart',
    params: { objective: 'binary:logistic', booster: 'dart', rate_drop: 0.3 },
    labels: labelsOf.binary,
  },
  {
    name: 'leaf-wise and deep',
    params: {
      objective: 'binary:logistic',
      tree_method: 'hist',
      grow_policy: 'lossguide',
      max_leaves: 60,
      max_depth: 0,
    },
    labels: labelsOf.binary,
  },
];

describe("XGBoost's models predict here as they do there", () => {
  for (const { name, params, labels, ranking } of reference) {
    it(`${name}: JSON and UBJSON, dense and sparse, missing values too`, () => {
      const theirs = trainWithXgboost(
        { features, labels, ...(ranking ? { groups } : {}) },
        { max_depth: 5, eta: 0.3, tree_method: 'hist', ...params },
        20,
      );
      for (const model of [readXgboostJson(theirs.json), readXgboostUbjson(theirs.ubjson)]) {
        const margins = predictTrees(model, features, { output: 'margin' });
        expect(largestDifference(margins, theirs.margins)).toBe(0);
        expect(largestDifference(predictTrees(model, features), theirs.predictions)).toBeLessThan(1e-6);
        const sparse = predictTrees(model, toSparse(features), { output: 'margin' });
        expect(largestDifference(sparse, theirs.margins)).toBe(0);
      }
    });
  }

  it('categorical splits, one-hot and by partition', () => {
    const next = uniform(5);
    const withCategory = { ...features, values: features.values.slice() };
    const labels = new Float32Array(600);
    for (let row = 0; row < 600; row++) {
      const category = Math.floor(next() * 12);
      withCategory.values[row * 8 + 3] = next() < 0.1 ? Number.NaN : category;
      labels[row] = signal[row] + (category % 3) > 0.8 ? 1 : 0;
    }
    const types = ['q', 'q', 'q', 'c', 'q', 'q', 'q', 'q'];
    for (const max_cat_to_onehot of [2, 20]) {
      const theirs = trainWithXgboost(
        { features: withCategory, labels, types },
        { objective: 'binary:logistic', tree_method: 'hist', max_depth: 5, max_cat_to_onehot },
        15,
      );
      const model = readXgboostJson(theirs.json);
      expect(model.categorical).toEqual([3]);
      const margins = predictTrees(model, withCategory, { output: 'margin' });
      expect(largestDifference(margins, theirs.margins)).toBe(0);
    }
  });
});

const ours: { name: string; parameters: TreeParameters; labels: Float32Array; ranking?: boolean }[] = [
  { name: 'logistic', parameters: { objective: 'logistic' }, labels: labelsOf.binary },
  {
    name: 'one class only, whose base margin float32 probabilities cannot say',
    parameters: { objective: 'logistic' },
    labels: new Float32Array(600).fill(1),
  },
  { name: 'squared error', parameters: { objective: 'squaredError' }, labels: signal },
  { name: 'softmax', parameters: { objective: 'softmax', classes: 3 }, labels: labelsOf.classes },
  { name: 'poisson', parameters: { objective: 'poisson' }, labels: labelsOf.counts },
  { name: 'quantile', parameters: { objective: 'quantile', quantile: 0.8 }, labels: signal },
  { name: 'lambdaMart', parameters: { objective: 'lambdaMart' }, labels: labelsOf.counts, ranking: true },
  {
    name: 'leaf-wise',
    parameters: { objective: 'logistic', growth: 'leafWise', maxLeaves: 40 },
    labels: labelsOf.binary,
  },
  {
    name: 'categorical',
    parameters: { objective: 'squaredError', categorical: [3] },
    labels: signal,
  },
];

describe('models trained here predict in XGBoost as they do here', () => {
  for (const { name, parameters, labels, ranking } of ours) {
    it(`${name}: JSON and UBJSON, dense and sparse, and back again`, () => {
      const own = { ...features, values: features.values.slice() };
      if (parameters.categorical) {
        const next = uniform(9);
        for (let row = 0; row < 600; row++) own.values[row * 8 + 3] = Math.floor(next() * 30);
      }
      const { model } = trainTrees(
        { features: own, labels, ...(ranking ? { groups } : {}) },
        { iterations: 20, ...parameters },
      );
      const margins = predictTrees(model, own, { output: 'margin' });
      const predictions = predictTrees(model, own);
      const types = parameters.categorical ? own.values.slice(0, 8) : undefined;
      const asked = {
        ...(types ? { types: Array.from(types, (_, f) => (f === 3 ? 'c' : 'q')) } : {}),
      };
      for (const file of [writeXgboostJson(model), writeXgboostUbjson(model)]) {
        for (const data of types ? [own] : [own, toSparse(own)]) {
          const theirs = askXgboost(file, { features: data, ...asked });
          expect(largestDifference(theirs.margins, margins)).toBeLessThan(2e-6);
          expect(largestDifference(theirs.predictions, predictions)).toBeLessThan(1e-6);
        }
        const again = typeof file === 'string' ? readXgboostJson(file) : readXgboostUbjson(file);
        expect(largestDifference(predictTrees(again, own, { output: 'margin' }), margins)).toBeLessThan(2e-6);
        expect(again.objective).toEqual(model.objective);
      }
    });
  }
});
