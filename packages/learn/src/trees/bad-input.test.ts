import { describe, expect, it } from 'vitest';
import { sample, uniform } from './testing/sample-data.ts';
import { trainTrees } from './train.ts';
import { predictTrees } from './tree-model.ts';

const { features, signal } = sample(200, 4, 1);
const ones = (count: number) => new Float32Array(count).fill(1);

describe('training on degenerate data', () => {
  it('a constant label trains to the constant', () => {
    const { model } = trainTrees({ features, labels: new Float32Array(200).fill(3.25) }, { iterations: 5 });
    for (const value of predictTrees(model, features)) expect(value).toBeCloseTo(3.25, 5);
  });

  it('one class trains to a constant near certainty', () => {
    const { model } = trainTrees({ features, labels: ones(200) }, { objective: 'logistic', iterations: 5 });
    const predictions = predictTrees(model, features);
    for (const value of predictions) expect(value).toBe(predictions[0]);
    expect(predictions[0]).toBeGreaterThan(0.999);
    expect(predictions[0]).toBeLessThan(1.0000001);
  });

  it('one class of three, counts of zero, equal grades', () => {
    const none = new Float32Array(200);
    const softmax = trainTrees(
      { features, labels: none },
      { objective: 'softmax', classes: 3, iterations: 3 },
    );
    expect(predictTrees(softmax.model, features)[0]).toBeGreaterThan(0.99);
    const poisson = trainTrees({ features, labels: none }, { objective: 'poisson', iterations: 3 });
    expect(predictTrees(poisson.model, features)[0]).toBeLessThan(0.01);
    const ranked = trainTrees(
      { features, labels: none, groups: [100, 100] },
      { objective: 'lambdaMart', iterations: 3 },
    );
    expect(new Set(predictTrees(ranked.model, features)).size).toBe(1);
  });

  it('a column of nothing but missing values, and one of a single value, are left alone', () => {
    const values = features.values.slice();
    for (let row = 0; row < 200; row++) {
      values[row * 4 + 1] = Number.NaN;
      values[row * 4 + 2] = 7;
    }
    const { model } = trainTrees({ features: { values, rows: 200, columns: 4 }, labels: signal });
    const used = new Set(model.trees.flatMap((tree) => [...tree.feature]));
    expect(used.has(1)).toBe(false);
    expect(used.has(2)).toBe(false);
    expect(used.has(0)).toBe(true);
  });

  it('a single row trains to its label', () => {
    const single = { values: Float32Array.of(1, 2), rows: 1, columns: 2 };
    const { model } = trainTrees({ features: single, labels: [4] }, { iterations: 3, minChildWeight: 0 });
    expect(predictTrees(model, single)[0]).toBe(4);
  });

  it('more bins than values, all bins used up, and values a hair apart', () => {
    const values = Float32Array.from({ length: 300 }, (_, i) => Math.fround(1 + i * 2 ** -23));
    const { model } = trainTrees(
      { features: { values, rows: 300, columns: 1 }, labels: values.map((_, i) => (i < 150 ? 0 : 1)) },
      { iterations: 50, learningRate: 0.3, minChildWeight: 0 },
    );
    const predictions = predictTrees(model, { values, rows: 300, columns: 1 });
    expect(predictions[100]).toBeCloseTo(0, 3);
    expect(predictions[200]).toBeCloseTo(1, 3);
  });

  it('groups of one and empty groups rank nothing and break nothing', () => {
    const { model } = trainTrees(
      { features, labels: ones(200), groups: [...new Array<number>(200).fill(1), 0] },
      { objective: 'lambdaMart', iterations: 2 },
    );
    expect(predictTrees(model, features).every((value) => value === 0)).toBe(true);
  });

  it('10,000 features fit', () => {
    const columns = 10_000;
    const values = new Float32Array(60 * columns);
    const next = uniform(3);
    for (let i = 0; i < values.length; i++) values[i] = next();
    const labels = Float32Array.from({ length: 60 }, (_, row) =>
      values[row * columns + 7777] > 0.5 ? 1 : 0,
    );
    const { model } = trainTrees(
      { features: { values, rows: 60, columns }, labels },
      { iterations: 3, learningRate: 1, l2: 0, minChildWeight: 0, maxDepth: 8, threads: 2 },
    );
    expect(model.trees[0].feature[0]).toBe(7777);
    expect(predictTrees(model, { values, rows: 60, columns })[0]).toBeCloseTo(labels[0], 4);
  });
});

describe('input that makes no sense is refused by row, column and remedy', () => {
  const changed = (at: number, value: number) => {
    const values = features.values.slice();
    values[at] = value;
    return { values, rows: 200, columns: 4 };
  };
  const featureNames = ['age', 'income', 'visits', 'value'];

  it('infinities, in training and in scoring', () => {
    expect(() =>
      trainTrees({ features: changed(4 * 12 + 2, Infinity), labels: signal, featureNames }),
    ).toThrow(/row 12, column 2 \(visits\) is infinite/);
    expect(() =>
      trainTrees({ features: changed(4 * 12 + 2, -Infinity), labels: signal }, { threads: 2 }),
    ).toThrow(/row 12, column 2/);
    expect(() =>
      trainTrees(
        { features, labels: signal },
        {},
        {
          validation: { held: { features: changed(4 * 3 + 1, Infinity), labels: signal } },
        },
      ),
    ).toThrow(/held: row 3, column 1/);
    const { model } = trainTrees({ features, labels: signal }, { iterations: 2 });
    expect(() => predictTrees(model, changed(4 * 9 + 1, Infinity))).toThrow(/row 9, column 1 is infinite/);
    const wide = { values: Float64Array.of(1, 2, 1e300, 4), rows: 1, columns: 4 };
    expect(() => predictTrees(model, wide)).toThrow(/row 0, column 2 is infinite or beyond float32/);
  });

  it('labels, weights, groups', () => {
    const labels = signal.slice();
    labels[17] = Number.NaN;
    expect(() => trainTrees({ features, labels })).toThrow(/row 17 has the label NaN/);
    expect(() =>
      trainTrees({ features, labels: signal.map((s) => s + 9) }, { objective: 'logistic' }),
    ).toThrow(/row 0 has the label .* must be from 0 to 1/);
    expect(() =>
      trainTrees({ features, labels: ones(200).fill(3) }, { objective: 'softmax', classes: 3 }),
    ).toThrow(/whole numbers from 0 to 2/);
    expect(() => trainTrees({ features, labels: ones(200).fill(-1) }, { objective: 'poisson' })).toThrow(
      /counts/,
    );
    expect(() => trainTrees({ features, labels: ones(199) })).toThrow(/must hold 200 numbers/);
    const weights = ones(200);
    weights[3] = -1;
    expect(() => trainTrees({ features, labels: signal, weights })).toThrow(/row 3 has the weight -1/);
    expect(() => trainTrees({ features, labels: signal, weights: new Float32Array(200) })).toThrow(/all 0/);
    const ranking = { objective: 'lambdaMart' } as const;
    expect(() => trainTrees({ features, labels: ones(200) }, ranking)).toThrow(/groups are needed/);
    expect(() => trainTrees({ features, labels: ones(200), groups: [5] }, ranking)).toThrow(
      /add up to 5 rows/,
    );
    expect(() => trainTrees({ features, labels: ones(200).fill(0.5), groups: [200] }, ranking)).toThrow(
      /grades/,
    );
  });

  it('categories that are none', () => {
    expect(() => trainTrees({ features, labels: signal }, { categorical: [1] })).toThrow(
      /row 0, column 1 .* a category must be a whole number/,
    );
  });

  it('parameters, naming bounds and value', () => {
    const refuse = (parameters: object, message: RegExp) =>
      expect(() => trainTrees({ features, labels: signal }, parameters)).toThrow(message);
    refuse({ maxBins: 300 }, /maxBins must be a whole number 2 to 256, got 300/);
    refuse({ learningRate: 0 }, /learningRate must be above 0, to 10, got 0/);
    refuse({ rowSampling: 1.5 }, /rowSampling must be above 0, to 1, got 1.5/);
    refuse({ monotone: [1] }, /monotone must have one entry per feature \(4\), got 1/);
    refuse({ objective: 'hinge' }, /objective must be one of .*, got hinge/);
    refuse({ maxDepth: 0 }, /must not both be 0/);
    refuse({ quantile: 1 }, /quantile must be between 0 and 1, got 1/);
    refuse({ baseScore: Number.NaN }, /baseScore must be finite/);
    refuse({ earlyStoppingRounds: 3 }, /needs at least one validation set/);
  });

  it("gradients of the caller's own that are not finite, by row, on any thread", () => {
    for (const threads of [1, 2]) {
      expect(() =>
        trainTrees(
          { features, labels: signal },
          { threads },
          {
            customObjective: {
              gradients(_margins, _labels, gradients, hessians) {
                hessians.fill(1);
                gradients[42] = Number.NaN;
              },
            },
          },
        ),
      ).toThrow(/gradient of row 42 is NaN/);
    }
    expect(() =>
      trainTrees(
        { features, labels: signal },
        {},
        {
          customObjective: { gradients: (_m, _l, _g, hessians) => void hessians.fill(1).fill(-2, 5, 6) },
        },
      ),
    ).toThrow(/hessian of row 5 is -2/);
  });

  it('matrices of the wrong shape', () => {
    expect(() => trainTrees({ features: { ...features, rows: 201 }, labels: signal })).toThrow(
      /201 x 4 = 804/,
    );
    const sparse = {
      rowStart: Int32Array.of(0, 1),
      columnIndex: Int32Array.of(9),
      values: Float32Array.of(1),
      rows: 1,
      columns: 4,
    };
    expect(() => trainTrees({ features: sparse, labels: [1] })).toThrow(/row 0 has column 9, must be 0 to 3/);
  });
});
