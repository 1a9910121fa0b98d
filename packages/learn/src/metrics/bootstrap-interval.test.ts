import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.ts';
import { bootstrapInterval, bootstrapMean } from './bootstrap-interval.ts';

// The "A" column of the spatial test data, Efron and Tibshirani (1993), table 14.1.
const spatial = [
  48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41,
];

function plugInVariance(rows: Int32Array): number {
  let mean = 0;
  for (const row of rows) mean += spatial[row] / rows.length;
  let sum = 0;
  for (const row of rows) sum += (spatial[row] - mean) ** 2 / rows.length;
  return sum;
}

describe('bootstrapInterval', () => {
  it("gives Efron and Tibshirani's intervals for the variance of the spatial data", () => {
    const options = { random: new Random(1), level: 0.9, resamples: 20_000 };
    // Their table 14.2: percentile (100.8, 233.9), BCa (115.8, 259.6), each from 2,000 resamples.
    const percentile = bootstrapInterval(26, plugInVariance, { ...options, method: 'percentile' });
    expect(percentile.estimate).toBeCloseTo(171.5, 1);
    expect(Math.abs(percentile.low - 100.8)).toBeLessThan(4);
    expect(Math.abs(percentile.high - 233.9)).toBeLessThan(4);
    const bca = bootstrapInterval(26, plugInVariance, { ...options, method: 'bca' });
    expect(Math.abs(bca.low - 115.8)).toBeLessThan(4);
    expect(Math.abs(bca.high - 259.6)).toBeLessThan(8);
  });

  it('covers the mean of skewed groups about as often as it says', () => {
    const random = new Random(2);
    let covered = 0;
    for (let trial = 0; trial < 300; trial++) {
      const values = Float64Array.from({ length: 60 }, () => random.exponential());
      const { low, high } = bootstrapMean(values, { random, resamples: 400 });
      if (low <= 1 && 1 <= high) covered++;
    }
    expect(covered / 300).toBeGreaterThan(0.89);
    expect(covered / 300).toBeLessThan(0.985);
  });

  it('takes the acceleration from blocks where units are many, with the same interval', () => {
    const random = new Random(7);
    const values = Float64Array.from({ length: 2500 }, () => random.exponential() ** 3);
    const mean = (rows: Int32Array) => rows.reduce((sum, row) => sum + values[row], 0) / rows.length;
    const byBlocks = bootstrapInterval(2500, mean, { random: new Random(1), resamples: 500 });
    const byInfluence = bootstrapMean(values, { random: new Random(1), resamples: 500 });
    expect(byBlocks.low / byInfluence.low).toBeCloseTo(1, 1);
    expect(byBlocks.high / byInfluence.high).toBeCloseTo(1, 1);
  });

  it('is the same for the same seed, and a point for constant values', () => {
    const values = Float64Array.of(1, 2, 3, 4);
    expect(bootstrapMean(values, { random: new Random(5) })).toEqual(
      bootstrapMean(values, { random: new Random(5) }),
    );
    const constant = bootstrapMean(new Float64Array(5).fill(2), { random: new Random(1) });
    expect([constant.low, constant.high]).toEqual([2, 2]);
  });

  it('refuses what has no answer', () => {
    const random = new Random(1);
    expect(() => bootstrapMean(Float64Array.of(1), { random })).toThrow('from 2, got 1');
    expect(() => bootstrapMean(Float64Array.of(1, Number.NaN), { random })).toThrow('finite');
    expect(() => bootstrapMean(Float64Array.of(1, 2), { random, level: 1 })).toThrow('got 1');
    expect(() => bootstrapMean(Float64Array.of(1, 2), { random, resamples: 5 })).toThrow('got 5');
  });
});
