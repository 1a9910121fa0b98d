import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.ts';
import { cuped } from './cuped.ts';
import { estimateMoments } from './estimate.ts';
import type { MeanStatistics, MetricStatistics, RatioStatistics } from './metric-statistics.ts';
import { requireValue } from './problem.ts';
import { winsorCap, winsorisedSums } from './winsorise.ts';

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const mean = (a: readonly number[]) => a.reduce((sum, x) => sum + x, 0) / a.length;
const variance = (a: readonly number[]) => a.reduce((sum, x) => sum + (x - mean(a)) ** 2, 0) / (a.length - 1);
const ones = (a: readonly number[]) => a.map(() => 1);

function ratioOf(y: number[], d: number[], x: number[]): RatioStatistics {
  return {
    kind: 'ratio',
    n: y.length,
    sum: dot(y, ones(y)),
    sumSquares: dot(y, y),
    denominatorSum: dot(d, ones(d)),
    denominatorSumSquares: dot(d, d),
    crossSum: dot(y, d),
    covariate: {
      sum: dot(x, ones(x)),
      sumSquares: dot(x, x),
      crossSum: dot(x, y),
      denominatorCrossSum: dot(x, d),
    },
  };
}

/** A ratio of these sums, whether or not any rows have them. */
function ratioOfSums(n: number, v: readonly number[]): RatioStatistics {
  return {
    kind: 'ratio',
    n,
    sum: v[0],
    sumSquares: v[1],
    denominatorSum: v[2],
    denominatorSumSquares: v[3],
    crossSum: v[4],
    covariate: { sum: v[5], sumSquares: v[6], crossSum: v[7], denominatorCrossSum: v[0] },
  };
}

/** Amounts of a billionth and more: squares of what is near the smallest double are no longer exact. */
const value = fc.double({ min: -100, max: 100, noNaN: true }).map((x) => Math.round(x * 1e9) / 1e9);
const rows = fc.array(fc.tuple(value, fc.double({ min: 0.1, max: 10, noNaN: true }), value), {
  minLength: 3,
  maxLength: 40,
});

describe('estimateMoments', () => {
  it('gives the mean and variance of raw rows, from sums alone', () => {
    fc.assert(
      fc.property(rows, (r) => {
        const y = r.map((row) => row[0]);
        const got = requireValue(
          estimateMoments({ kind: 'mean', n: y.length, sum: dot(y, ones(y)), sumSquares: dot(y, y) }),
        );
        expect(got.mean).toBeCloseTo(mean(y), 9);
        expect(Math.abs(got.variance - variance(y))).toBeLessThan(1e-9 * (1 + dot(y, y)));
      }),
    );
  });

  it('linearises a ratio by the delta method, covariate included', () => {
    fc.assert(
      fc.property(rows, (r) => {
        const [y, d, x] = [0, 1, 2].map((k) => r.map((row) => row[k]));
        const got = requireValue(estimateMoments(ratioOf(y, d, x)));
        const ratio = mean(y) / mean(d);
        const linear = y.map((v, i) => (v - ratio * d[i]) / mean(d));
        const scale = 1 + dot(linear, linear) + dot(x, x) + ratio ** 2 * 100;
        expect(Math.abs(got.mean - ratio)).toBeLessThan(1e-9 * scale);
        expect(Math.abs(got.variance - variance(linear))).toBeLessThan(1e-8 * scale);
        const covariance = (variance(linear.map((v, i) => v + x[i])) - variance(linear) - variance(x)) / 2;
        expect(Math.abs((got.covariate?.covariance ?? NaN) - covariance)).toBeLessThan(1e-8 * scale);
      }),
    );
  });

  it('counts a proportion, a retention and a funnel step', () => {
    const share = requireValue(estimateMoments({ kind: 'proportion', n: 200, successes: 30 }));
    expect(share.mean).toBe(0.15);
    expect(share.variance).toBeCloseTo((0.15 * 0.85 * 200) / 199, 12);
    expect(requireValue(estimateMoments({ kind: 'retention', n: 200, successes: 30 }))).toEqual(share);
    // Of the customers who entered, 25 % completed; binomial variance p(1-p)/entered, the delta method adds nothing
    // but the factor n/(n-1), since entering and completing-given-entering are uncorrelated.
    const step = requireValue(estimateMoments({ kind: 'funnelStep', n: 1000, entered: 400, completed: 100 }));
    expect(step.mean).toBe(0.25);
    expect(step.variance / step.n).toBeCloseTo(((0.25 * 0.75) / 400) * (1000 / 999), 12);
  });

  it.each<[MetricStatistics, string]>([
    [{ kind: 'proportion', n: 0, successes: 0 }, 'no_exposure'],
    [{ kind: 'proportion', n: 1, successes: 1 }, 'one_exposure'],
    [{ kind: 'proportion', n: 10, successes: 11 }, 'bad_statistics'],
    [{ kind: 'proportion', n: -5, successes: 0 }, 'bad_statistics'],
    [{ kind: 'proportion', n: 10.5, successes: 1 }, 'bad_statistics'],
    [{ kind: 'mean', n: 10, sum: Number.NaN, sumSquares: 1 }, 'bad_statistics'],
    [{ kind: 'mean', n: 10, sum: 1, sumSquares: Infinity }, 'bad_statistics'],
    [{ kind: 'mean', n: 10, sum: 100, sumSquares: 10 }, 'negative_variance'],
    [{ kind: 'mean', n: 10, sum: 100, sumSquares: -10 }, 'bad_statistics'],
    [{ kind: 'funnelStep', n: 10, entered: 11, completed: 1 }, 'bad_statistics'],
    [{ kind: 'funnelStep', n: 10, entered: 5, completed: 6 }, 'bad_statistics'],
    [{ kind: 'funnelStep', n: 10, entered: 0, completed: 0 }, 'zero_denominator'],
    [{ ...ratioOf([1, 2], [1, 2], [1, 2]), crossSum: 500 }, 'negative_variance'],
    [
      { kind: 'mean', n: 10, sum: 0, sumSquares: 10, covariate: { sum: 0, sumSquares: 10, crossSum: 50 } },
      'bad_statistics',
    ],
  ])('refuses %o by name', (statistics, key) => {
    const { value: none, problem } = estimateMoments(statistics);
    expect(none).toBeNull();
    expect(problem?.key).toBe(key);
  });

  it('takes a covariate that is the same for everybody', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.array(value, { minLength: 2, maxLength: 50 }),
        (cents, y) => {
          const same = y.map(() => cents / 100);
          const got = requireValue(
            estimateMoments({
              kind: 'mean',
              n: y.length,
              sum: dot(y, ones(y)),
              sumSquares: dot(y, y),
              covariate: { sum: dot(same, ones(y)), sumSquares: dot(same, same), crossSum: dot(same, y) },
            }),
          );
          expect(got.covariate?.variance).toBe(0);
          expect(Math.abs(got.covariate?.covariance ?? NaN)).toBe(0);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('has no figure where the covariance of finite sums overflows', () => {
    const sums = [0, 1.2e-193, -3.1e-162, 5e-324, 0, 0, 7.2e177, 2.8e146];
    expect(estimateMoments(ratioOfSums(2, sums)).problem?.key).toBe('overflow');
  });

  it('never answers NaN or Infinity, whatever the numbers', () => {
    const anything = fc.double();
    fc.assert(
      fc.property(
        fc.integer({ min: -1, max: 5 }),
        fc.array(anything, { minLength: 8, maxLength: 8 }),
        (n, v) => {
          const { value: got } = estimateMoments(ratioOfSums(n, v));
          if (got === null) return;
          const numbers = [got.mean, got.variance, got.covariate?.mean, got.covariate?.covariance];
          for (const x of numbers) expect(Number.isFinite(x)).toBe(true);
          expect(got.variance).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('cuped', () => {
  const random = new Random(11);
  const draw = (n: number, correlation: number, lift: number): MeanStatistics => {
    const sums = { sum: 0, sumSquares: 0, x: 0, xx: 0, xy: 0 };
    for (let i = 0; i < n; i++) {
      const x = random.normal(50, 10);
      const y = 20 + correlation * (x - 50) + Math.sqrt(1 - correlation ** 2) * random.normal(0, 10) + lift;
      sums.sum += y;
      sums.sumSquares += y * y;
      sums.x += x;
      sums.xx += x * x;
      sums.xy += x * y;
    }
    const covariate = { sum: sums.x, sumSquares: sums.xx, crossSum: sums.xy };
    return { kind: 'mean', n, sum: sums.sum, sumSquares: sums.sumSquares, covariate };
  };

  it('halves the variance at a correlation of .71 and keeps the effect', () => {
    const raw = [draw(40_000, 0.71, 0), draw(40_000, 0.71, 1)].map((s) => requireValue(estimateMoments(s)));
    const [control, treatment] = requireValue(cuped(raw));
    expect(control.variance / raw[0].variance).toBeCloseTo(1 - 0.71 ** 2, 1);
    expect(treatment.variance / raw[1].variance).toBeLessThan(0.52);
    expect(treatment.mean - control.mean).toBeCloseTo(1, 0);
    expect((control.mean + treatment.mean) / 2).toBeCloseTo((raw[0].mean + raw[1].mean) / 2, 6);
  });

  it('moves each mean by the pooled slope times how far its covariate strayed', () => {
    // Pooled slope (9 × 2 + 19 × 1) / (9 × 4 + 19 × 2) = 1/2; pooled covariate mean (10 × 5 + 20 × 8) / 30 = 7.
    const control = { n: 10, mean: 100, variance: 3, covariate: { mean: 5, variance: 4, covariance: 2 } };
    const treatment = { n: 20, mean: 110, variance: 5, covariate: { mean: 8, variance: 2, covariance: 1 } };
    const [a, b] = requireValue(cuped([control, treatment]));
    expect(a).toEqual({ n: 10, mean: 101, variance: 2, covariate: null });
    expect(b).toEqual({ n: 20, mean: 109.5, variance: 4.5, covariate: null });
  });

  it('names a missing or constant covariate', () => {
    const plain = requireValue(estimateMoments({ kind: 'mean', n: 5, sum: 5, sumSquares: 9 }));
    expect(cuped([plain]).problem?.key).toBe('missing_covariate');
    const constant = { ...plain, covariate: { mean: 1, variance: 0, covariance: 0 } };
    expect(cuped([constant, constant]).problem?.key).toBe('no_covariate_variance');
  });
});

describe('winsorising', () => {
  it('caps at the order statistic of the share and sums what is left', () => {
    const values = [5, 1, 1000, 3, 2, 4, 6, 7, 8, 9];
    expect(winsorCap(values, 0.9)).toBe(9);
    expect(winsorCap(values, 1)).toBe(1000);
    expect(winsorCap(values, 0.05)).toBe(1);
    expect(winsorisedSums(values, 9)).toEqual({ sum: 54, sumSquares: 366 });
    expect(() => winsorCap([], 0.5)).toThrow(/not be empty/);
    expect(() => winsorCap([1, NaN], 0.5)).toThrow(/got NaN at index 1/);
    expect(() => winsorCap([1], 99)).toThrow(/got 99/);
  });
});
