import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.ts';
import { choleskyInPlace, solveCholesky } from './cholesky.ts';
import { minimise } from './lbfgs.ts';
import { LogisticRegression } from './logistic-regression.ts';
import { RidgeRegression } from './ridge-regression.ts';

const features = Float64Array.of(
  0.5,
  1,
  1.5,
  -1,
  -0.7,
  0.3,
  2.2,
  0.1,
  -1.1,
  -0.4,
  0.3,
  2.1,
  0.9,
  -1.7,
  -2,
  0.8,
);
const labels = Float64Array.of(0, 1, 0, 1, 0, 1, 1, 0);
const values = Float64Array.of(1.2, 3.4, -0.5, 4.1, -2.2, 0.7, 2.9, -3);
const weights = Float64Array.of(1, 2, 1, 1, 3, 1, 0.5, 1);

function expectClose(
  model: { intercept: number; coefficients: Float64Array },
  expected: number[],
  digits: number,
) {
  const actual = [model.intercept, ...model.coefficients];
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, digits);
}

describe('LogisticRegression', () => {
  it("finds scikit-learn's coefficients", () => {
    // scikit-learn 1.2.1: LogisticRegression(C=1/l2, tol=1e-12, max_iter=10000).fit(X, y, sample_weight)
    const plain = LogisticRegression.fit(features, 2, labels);
    expectClose(plain, [-0.233597854576, 1.130090350631, -0.114873106282], 5);
    const weighted = LogisticRegression.fit(features, 2, labels, weights, { l2: 0.3 });
    expectClose(weighted, [-0.721155865963, 1.992241560169, 0.077860558013], 5);
  });

  it('finds the same optimum by L-BFGS when there are many coefficients', () => {
    const random = new Random(1);
    const rows = 300;
    const width = 210;
    const wide = Float64Array.from({ length: rows * width }, (_, i) =>
      i % width < 200 ? random.normal() : 0,
    );
    const narrow = Float64Array.from(
      { length: rows * 200 },
      (_, i) => wide[Math.floor(i / 200) * width + (i % 200)],
    );
    const y = Float64Array.from({ length: rows }, (_, i) =>
      random.bernoulli(narrow[i * 200] > 0 ? 0.8 : 0.2) ? 1 : 0,
    );
    const byNewton = LogisticRegression.fit(narrow, 200, y);
    const byLbfgs = LogisticRegression.fit(wide, width, y);
    expect(byLbfgs.intercept).toBeCloseTo(byNewton.intercept, 5);
    for (let j = 0; j < 200; j++) expect(byLbfgs.coefficients[j]).toBeCloseTo(byNewton.coefficients[j], 5);
  });

  it.each([474, 543, 1260])('reaches the minimum though rounding hides the last gains (seed %i)', (seed) => {
    const random = new Random(seed);
    const wide = Float64Array.from({ length: 400 }, () => random.normal());
    const y = Float64Array.from({ length: 100 }, (_, i) =>
      random.bernoulli(1 / (1 + Math.exp(1 - wide[i * 4] * 2))) ? 1 : 0,
    );
    const light = LogisticRegression.fit(wide, 4, y, new Float64Array(100).fill(0.002));
    const same = LogisticRegression.fit(wide, 4, y, null, { l2: 500 });
    expectClose(light, [same.intercept, ...same.coefficients], 7);
  });

  it('accepts soft targets: a constant p without features gives the log-odds', () => {
    const model = LogisticRegression.fit(new Float64Array(0), 0, Float64Array.of(0.2, 0.2));
    expect(model.intercept).toBeCloseTo(Math.log(0.25), 10);
  });

  it('survives JSON', () => {
    const model = LogisticRegression.fit(features, 2, labels);
    const copy = LogisticRegression.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(copy.predict(features, 4)).toBe(model.predict(features, 4));
  });

  it('refuses what has no answer', () => {
    expect(() => LogisticRegression.fit(features, 2, new Float64Array(8))).toThrow('must not all be 0');
    expect(() => LogisticRegression.fit(features, 2, new Float64Array(8).fill(1))).toThrow(
      'must not all be 1',
    );
    expect(() => LogisticRegression.fit(features, 3, labels)).toThrow('8 × 3');
    expect(() => LogisticRegression.fit(features.with(5, Number.NaN), 2, labels)).toThrow(
      'NaN at row 2, column 1',
    );
    expect(() => LogisticRegression.fit(features, 2, labels.with(3, 2))).toThrow('got 2 at row 3');
    expect(() => LogisticRegression.fit(features, 2, labels, weights.with(1, -1))).toThrow('got -1 at row 1');
    const separable = Float64Array.of(-1, 1);
    expect(() =>
      LogisticRegression.fit(separable, 1, Float64Array.of(0, 1), null, { l2: 0, tolerance: 1e-300 }),
    ).toThrow('raise l2');
    expect(() => LogisticRegression.fromJSON({ intercept: 0, coefficients: [Number.NaN] })).toThrow('finite');
  });
});

describe('RidgeRegression', () => {
  it("finds scikit-learn's coefficients", () => {
    // scikit-learn 1.2.1: Ridge(alpha=l2).fit(X, y, sample_weight)
    expectClose(
      RidgeRegression.fit(features, 2, values),
      [0.5265129254905404, 1.659250254344, -0.222419842396],
      10,
    );
    expectClose(
      RidgeRegression.fit(features, 2, values, weights, { l2: 0.3 }),
      [0.3168247067493678, 1.869455060734, -0.071656792796],
      10,
    );
  });

  it('survives JSON', () => {
    const model = RidgeRegression.fit(features, 2, values);
    const copy = RidgeRegression.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(copy.predict(features, 4)).toBe(model.predict(features, 4));
  });

  it('refuses a penalty of 0', () => {
    expect(() => RidgeRegression.fit(features, 2, values, null, { l2: 0 })).toThrow(
      'l2 must be above 0, got 0',
    );
  });
});

describe('solvers', () => {
  it('solve A x = b by Cholesky and name the row where A is not positive definite', () => {
    const factor = choleskyInPlace(Float64Array.of(4, 0, 2, 3), 2);
    const x = solveCholesky(factor, 2, Float64Array.of(10, 8));
    expect([4 * x[0] + 2 * x[1], 2 * x[0] + 3 * x[1]]).toEqual([
      expect.closeTo(10, 12),
      expect.closeTo(8, 12),
    ]);
    expect(() => choleskyInPlace(Float64Array.of(1, 0, 2, 1), 2)).toThrow('at row 1');
  });

  it("reach the minimum of Rosenbrock's function at (1, 1)", () => {
    const { x, converged } = minimise(
      (v, g) => {
        const [a, b] = [1 - v[0], v[1] - v[0] * v[0]];
        g[0] = -2 * a - 400 * v[0] * b;
        g[1] = 200 * b;
        return a * a + 100 * b * b;
      },
      Float64Array.of(-1.2, 1),
    );
    expect(converged).toBe(true);
    expect(x[0]).toBeCloseTo(1, 5);
    expect(x[1]).toBeCloseTo(1, 5);
  });
});
