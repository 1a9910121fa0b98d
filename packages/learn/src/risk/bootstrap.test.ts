import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.ts';
import { automaticBlockLength } from './block-length.ts';
import { bootstrapRisk } from './bootstrap.ts';
import { incrementalReturns } from './incremental-returns.ts';

function series(n: number, seed: number, persistence = 0): Float64Array {
  const random = new Random(seed);
  const out = new Float64Array(n);
  let previous = 0;
  for (let i = 0; i < n; i++) {
    previous = persistence * previous + random.normal(0, 0.01);
    out[i] = 0.001 + previous;
  }
  return out;
}

describe('bootstrapRisk', () => {
  it('is deterministic by seed and covers the figures of the series', () => {
    const returns = series(250, 1);
    const once = bootstrapRisk({ returns }, new Random(7), { resamples: 400 });
    expect(bootstrapRisk({ returns }, new Random(7), { resamples: 400 })).toEqual(once);
    const { lower, upper } = once.intervals.sharpeRatio;
    expect(lower).toBeLessThan(1.6);
    expect(upper).toBeGreaterThan(1.6);
  });

  it("has the width of the Sharpe ratio's asymptotic standard error for independent returns", () => {
    // Lo, "The statistics of Sharpe ratios", Financial Analysts Journal 58, 2002: se = sqrt((1 + SR^2/2) / n).
    const n = 1000;
    const { intervals } = bootstrapRisk({ returns: series(n, 3) }, new Random(9), {
      blockLength: 1,
      periodsPerYear: 1,
    });
    const { lower, upper } = intervals.sharpeRatio;
    if (lower === null || upper === null) throw new Error('interval expected');
    const width = 2 * 1.96 * Math.sqrt((1 + 0.1 ** 2 / 2) / n);
    expect((upper - lower) / width).toBeGreaterThan(0.88);
    expect((upper - lower) / width).toBeLessThan(1.12);
  });

  it('keeps neighbouring periods together, so that persistent returns widen the interval', () => {
    const returns = series(1000, 4, 0.8);
    const width = (blockLength: number) => {
      const { lower, upper } = bootstrapRisk({ returns }, new Random(2), { blockLength, resamples: 500 })
        .intervals.totalReturn;
      return Math.log1p(upper ?? NaN) - Math.log1p(lower ?? NaN);
    };
    // The mean of an AR(1) of .8 has sqrt((1 + .8) / (1 - .8)) = 3 times the deviation of independent returns.
    expect(width(40) / width(1)).toBeGreaterThan(2);
    expect(width(40) / width(1)).toBeLessThan(4);
  });

  it('gives no interval where most resamples have no value', () => {
    const { intervals } = bootstrapRisk({ returns: [0.1, 0.2, 0.15] }, new Random(1));
    expect(intervals.profitFactor).toEqual({
      lower: null,
      upper: null,
      reason: 'no_losses',
      undefinedShare: 1,
    });
    expect(intervals.sharpeRatio.reason).toBe('mostly_undefined');
    expect(bootstrapRisk({ returns: [] }, new Random(1)).intervals.cagr.reason).toBe('empty');
  });

  it('refuses options out of range', () => {
    const run = (options: object) => () => bootstrapRisk({ returns: [0.1] }, new Random(1), options);
    expect(run({ resamples: 5 })).toThrow(/100 to 100000, got 5/);
    expect(run({ confidence: 95 })).toThrow(/between 0 and 1, got 95/);
    expect(run({ blockLength: 0 })).toThrow(/1 or more, got 0/);
  });
});

describe('automaticBlockLength', () => {
  it('is short for independent returns and grows with persistence', () => {
    const independent = automaticBlockLength(series(2000, 5));
    const persistent = automaticBlockLength(series(2000, 5, 0.8));
    expect(independent).toBeLessThan(8);
    // For an AR(1) of .8 the theoretical optimum is cbrt(n G²/g²) = cbrt(n) (2φ/(1−φ²))^(2/3) = 34.
    expect(persistent).toBeGreaterThan(15);
    expect(persistent).toBeLessThan(70);
    expect(automaticBlockLength(new Float64Array(100))).toBe(1);
  });
});

describe('incrementalReturns', () => {
  it('compares reward per head and names the periods it must skip', () => {
    const { returns, periods, skipped } = incrementalReturns(
      [
        { count: 10, reward: 24 },
        { count: 0, reward: 0 },
        { count: 10, reward: 5 },
        { count: 10, reward: 5 },
        { count: 10, reward: -50 },
      ],
      [
        { count: 100, reward: 200 },
        { count: 100, reward: 200 },
        { count: 0, reward: 0 },
        { count: 100, reward: 0 },
        { count: 100, reward: 200 },
      ],
    );
    expect([...returns]).toEqual([expect.closeTo(0.2, 12)]);
    expect([...periods]).toEqual([0]);
    expect(skipped).toEqual([
      { period: 1, reason: 'no_exposure' },
      { period: 2, reason: 'no_control_exposure' },
      { period: 3, reason: 'no_control_reward' },
      { period: 4, reason: 'loss_above_control' },
    ]);
  });

  it('refuses what it cannot read', () => {
    expect(() => incrementalReturns([], [{ count: 1, reward: 1 }])).toThrow(/same periods, got 0 and 1/);
    expect(() => incrementalReturns([{ count: -1, reward: 1 }], [{ count: 1, reward: 1 }])).toThrow(
      /got count -1/,
    );
  });
});
