import { describe, expect, it } from 'vitest';
import { readXgboostJson } from './formats/xgboost-reader.ts';
import { treeModelToJson } from './model-json.ts';
import type { TreeParameters } from './parameters.ts';
import { sample, uniform } from './testing/sample-data.ts';
import { trainWithXgboost } from './testing/xgboost.ts';
import { trainTrees } from './train.ts';
import { predictTrees, rounds } from './tree-model.ts';

const { features, signal } = sample(3000, 10, 21, 0.1);
const binary = signal.map((s) => (s > 0 ? 1 : 0));
const grades = signal.map((s) => Math.max(0, Math.min(4, Math.floor(s + 1))));
const groups = new Array<number>(150).fill(20);

const rmse = (predictions: ArrayLike<number>, labels: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += (predictions[i] - labels[i]) ** 2;
  return Math.sqrt(sum / labels.length);
};

describe('the same trees for any number of threads', () => {
  const cases: [string, TreeParameters, Float32Array][] = [
    ['depth-wise', { objective: 'logistic' }, binary],
    ['leaf-wise', { objective: 'squaredError', growth: 'leafWise', maxLeaves: 50 }, signal],
    [
      'sampled rows and columns',
      {
        rowSampling: 0.6,
        columnSamplingByTree: 0.8,
        columnSamplingByLevel: 0.8,
        columnSamplingByNode: 0.7,
        seed: 5,
      },
      signal,
    ],
    ['ranking', { objective: 'lambdaMart' }, grades],
    ['softmax', { objective: 'softmax', classes: 5 }, grades],
    ['quantile', { objective: 'quantile', quantile: 0.3 }, signal],
  ];
  for (const [name, parameters, labels] of cases) {
    it(name, () => {
      const big = sample(40_000, 10, 33, 0.05);
      // Enough rows for several chunks where one thread would otherwise do everything.
      const large = name === 'depth-wise';
      const data = large
        ? { features: big.features, labels: big.signal.map((s) => (s > 0 ? 1 : 0)) }
        : { features, labels, ...(parameters.objective === 'lambdaMart' ? { groups } : {}) };
      const models = [1, 2, 3].map(
        (threads) => trainTrees(data, { iterations: 8, ...parameters, threads }).model,
      );
      const [one, two, three] = models.map((model) => JSON.stringify(treeModelToJson(model)));
      expect(two).toBe(one);
      expect(three).toBe(one);
    });
  }
});

describe('learns as well as XGBoost', () => {
  it('squared error and logistic, on rows it has not seen', () => {
    const unseen = sample(3000, 10, 22, 0.1);
    const theirs = trainWithXgboost(
      { features, labels: signal },
      { objective: 'reg:squarederror', tree_method: 'hist', max_depth: 5, eta: 0.1, base_score: 0 },
      80,
    );
    const { model } = trainTrees({ features, labels: signal }, { iterations: 80, maxDepth: 5, baseScore: 0 });
    const ours = rmse(predictTrees(model, unseen.features), unseen.signal);
    const reference = rmse(predictTrees(readXgboostJson(theirs.json), unseen.features), unseen.signal);
    expect(ours).toBeLessThan(reference * 1.02);
  });
});

describe('histograms', () => {
  it('of packed and of wide entries give nearly the same model', () => {
    const [packed, wide] = (['packed', 'wide'] as const).map((histogram) =>
      predictTrees(
        trainTrees({ features, labels: binary }, { objective: 'logistic', histogram, iterations: 20 }).model,
        features,
      ),
    );
    const differing = packed.filter((value, i) => Math.abs(value - wide[i]) > 0.02).length;
    expect(differing).toBeLessThan(packed.length * 0.02);
  });

  it('keep small gradients apart when one label is enormous', () => {
    const labels = signal.slice();
    labels[7] = 1e7;
    const weights = new Float32Array(3000).fill(1);
    weights[7] = 1e-6;
    const { model } = trainTrees(
      { features, labels, weights },
      { iterations: 60, baseScore: 0, minChildWeight: 0 },
    );
    const predictions = predictTrees(model, features);
    const error = rmse(
      predictions.filter((_, i) => i !== 7),
      signal.filter((_, i) => i !== 7),
    );
    expect(error).toBeLessThan(0.7);
  });
});

describe('missing values', () => {
  it('go where the labels say', () => {
    const values = Float32Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? Number.NaN : i % 7));
    const labels = Float32Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 5 : 0));
    const { model } = trainTrees(
      { features: { values, rows: 400, columns: 1 }, labels },
      { iterations: 60, learningRate: 0.3, maxDepth: 2 },
    );
    const [missing, present] = predictTrees(model, {
      values: Float32Array.of(Number.NaN, 3),
      rows: 2,
      columns: 1,
    });
    expect(missing).toBeCloseTo(5, 2);
    expect(present).toBeCloseTo(0, 2);
  });
});

describe('constraints and regularisation', () => {
  it('monotone features never push the other way', () => {
    const { model } = trainTrees(
      { features, labels: signal },
      { iterations: 60, maxDepth: 5, monotone: [0, 1, 0, -1, 0, 0, 0, 0, 0, 0], minChildWeight: 0 },
    );
    const next = uniform(4);
    for (let trial = 0; trial < 200; trial++) {
      const row = Math.floor(next() * 3000);
      const base = features.values.slice(row * 10, row * 10 + 10);
      for (const [feature, direction] of [
        [1, 1],
        [3, -1],
      ]) {
        const values = new Float32Array(40 * 10);
        for (let i = 0; i < 40; i++) {
          values.set(base, i * 10);
          values[i * 10 + feature] = -4 + i * 0.2;
        }
        const answers = predictTrees(model, { values, rows: 40, columns: 10 });
        for (let i = 1; i < 40; i++) {
          expect((answers[i] - answers[i - 1]) * direction).toBeGreaterThanOrEqual(-1e-6);
        }
      }
    }
  });

  it('gamma, L1, child weight and leaf limits make smaller trees', () => {
    const nodes = (parameters: TreeParameters) =>
      trainTrees({ features, labels: signal }, { iterations: 5, ...parameters }).model.trees.reduce(
        (sum, tree) => sum + tree.feature.length,
        0,
      );
    const free = nodes({});
    expect(nodes({ minSplitGain: 20 })).toBeLessThan(free);
    expect(nodes({ l1: 50 })).toBeLessThan(free);
    expect(nodes({ minChildWeight: 200 })).toBeLessThan(free);
    expect(nodes({ minSamplesLeaf: 200 })).toBeLessThan(free);
    expect(nodes({ maxLeaves: 7 })).toBeLessThanOrEqual(5 * 13);
    expect(nodes({ growth: 'leafWise', maxLeaves: 9 })).toBe(5 * 17);
  });

  it('every leaf keeps the child weight asked for', () => {
    const { model } = trainTrees({ features, labels: signal }, { iterations: 10, minChildWeight: 40 });
    for (const tree of model.trees) {
      tree.left.forEach((left, node) => {
        if (left < 0) expect(tree.cover[node]).toBeGreaterThanOrEqual(39.99);
      });
    }
  });
});

describe('categories', () => {
  it('with no order are told apart, and unseen ones go somewhere', () => {
    const next = uniform(8);
    const effect = Float32Array.from({ length: 60 }, () => next() * 4 - 2);
    const codes = Float32Array.from({ length: 4000 }, () => Math.floor(next() * 60));
    const labels = codes.map((code) => effect[code]);
    const data = { features: { values: codes, rows: 4000, columns: 1 }, labels };
    const settings: TreeParameters = { iterations: 30, maxDepth: 3, learningRate: 0.3 };
    const asCategory = trainTrees(data, { ...settings, categorical: [0] }).model;
    const asNumber = trainTrees(data, settings).model;
    const error = rmse(predictTrees(asCategory, data.features), labels);
    expect(error).toBeLessThan(0.15);
    expect(error).toBeLessThan(rmse(predictTrees(asNumber, data.features), labels) / 2);
    const unseen = predictTrees(asCategory, { values: Float32Array.of(9999), rows: 1, columns: 1 });
    expect(Number.isFinite(unseen[0])).toBe(true);
  });

  it('beyond the bins share one, and train as they predict', () => {
    const next = uniform(3);
    const codes = Float32Array.from({ length: 5000 }, () => Math.floor(next() ** 2 * 900));
    const labels = codes.map((code) => (code % 2) + code / 900);
    const data = { features: { values: codes, rows: 5000, columns: 1 }, labels };
    const { model, history } = trainTrees(
      data,
      { iterations: 20, categorical: [0] },
      { trackTraining: true },
    );
    const error = rmse(predictTrees(model, data.features), labels);
    expect(error).toBeCloseTo(history[19].metrics.training.rmse, 5);
  });
});

describe('weights', () => {
  it('of whole numbers act as repeated rows', () => {
    const count = 500;
    const values = features.values.subarray(0, count * 10);
    const weights = Float32Array.from({ length: count }, (_, i) => 1 + (i % 3));
    const repeated: number[] = [];
    const labels: number[] = [];
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < weights[i]; k++) {
        repeated.push(...values.subarray(i * 10, i * 10 + 10));
        labels.push(signal[i]);
      }
    }
    const settings: TreeParameters = { iterations: 10, maxDepth: 4, histogram: 'wide' };
    const own = { values, rows: count, columns: 10 };
    const weighted = trainTrees(
      { features: own, labels: signal.subarray(0, count), weights },
      settings,
    ).model;
    const copied = trainTrees(
      { features: { values: Float32Array.from(repeated), rows: labels.length, columns: 10 }, labels },
      settings,
    ).model;
    const difference = predictTrees(weighted, own).map((v, i) => Math.abs(v - predictTrees(copied, own)[i]));
    expect(difference.reduce((sum, d) => sum + d, 0) / count).toBeLessThan(0.02);
  });

  it('of a class shift its probability, and balanced ones level the classes', () => {
    const mean = (parameters: TreeParameters) => {
      const rare = signal.map((s) => (s > 1.5 ? 1 : 0));
      const { model } = trainTrees(
        { features, labels: rare },
        { objective: 'logistic', iterations: 3, ...parameters },
      );
      return predictTrees(model, features).reduce((sum, p) => sum + p, 0) / 3000;
    };
    const plain = mean({});
    expect(mean({ classWeights: [1, 5] })).toBeGreaterThan(plain * 2);
    expect(mean({ classWeights: 'balanced' })).toBeGreaterThan(0.35);
  });
});

describe('the course of training', () => {
  const halves = {
    first: {
      features: { ...features, values: features.values.subarray(0, 15000), rows: 1500 },
      labels: binary.subarray(0, 1500),
    },
    second: {
      features: { ...features, values: features.values.subarray(15000), rows: 1500 },
      labels: binary.subarray(1500),
    },
  };

  it('stops early, keeps the best round, and reports it as it is', () => {
    const { model, history, bestIteration, stopped } = trainTrees(
      halves.first,
      { objective: 'logistic', iterations: 500, learningRate: 0.3, earlyStoppingRounds: 10 },
      { validation: { held: halves.second }, metrics: ['logLoss', 'auc'] },
    );
    expect(stopped).toBe('early');
    expect(history.length).toBe(bestIteration + 10);
    expect(rounds(model)).toBe(bestIteration);
    const losses = history.map((report) => report.metrics.held.logLoss);
    expect(losses.indexOf(Math.min(...losses))).toBe(bestIteration - 1);
    const p = predictTrees(model, halves.second.features);
    const loss =
      halves.second.labels.reduce((sum, label, i) => sum - Math.log(label === 1 ? p[i] : 1 - p[i]), 0) / 1500;
    expect(loss).toBeCloseTo(losses[bestIteration - 1], 5);
  });

  it('continues a model as if it had never stopped', () => {
    const settings: TreeParameters = {
      objective: 'logistic',
      rowSampling: 0.7,
      columnSamplingByTree: 0.6,
      seed: 9,
    };
    const whole = trainTrees(halves.first, { ...settings, iterations: 12 }).model;
    const part = trainTrees(halves.first, { ...settings, iterations: 5 }).model;
    const rest = trainTrees(halves.first, { ...settings, iterations: 7 }, { initialModel: part }).model;
    expect(JSON.stringify(treeModelToJson(rest))).toBe(JSON.stringify(treeModelToJson(whole)));
  });

  it('ends when the caller says so, with the model so far', () => {
    const seen: number[] = [];
    const { model, stopped } = trainTrees(
      halves.first,
      { objective: 'logistic' },
      {
        onIteration({ iteration }) {
          seen.push(iteration);
          return iteration < 4;
        },
      },
    );
    expect(stopped).toBe('caller');
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(rounds(model)).toBe(4);
  });

  it("watches a metric of the caller's own", () => {
    const { history } = trainTrees(
      halves.first,
      { objective: 'logistic', iterations: 3 },
      {
        trackTraining: true,
        metrics: [{ name: 'mean', higherIsBetter: true, evaluate: ({ predictions }) => predictions[0] }],
      },
    );
    expect(history.map((report) => typeof report.metrics.training.mean)).toEqual([
      'number',
      'number',
      'number',
    ]);
  });
});
