import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { riskMeasures, riskPerformance } from './performance.ts';

// The returns are the "mixed" series of empyrical's own tests (Quantopian, empyrical/tests/test_stats.py).
const mixed = [0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1];

describe('riskPerformance on the reference series', () => {
  const result = riskPerformance({ returns: mixed }, { periodsPerYear: 252 });

  it('gives the reference figures to the last digit', () => {
    expect(result.sharpeRatio).toBe(1.7238613961706857);
    expect(result.sortinoRatio).toBe(2.6055312516736917);
    expect(result.maxDrawdown).toBeCloseTo(0.1, 15);
    expect(result.cagr).toBe(2.330292797300439);
    expect(result.calmarRatio).toBe(23.302927973004394);
    expect(result.winRate).toBe(0.75);
    expect(result.profitFactor).toBe(1.357142857142857);
    expect(result.valueAtRisk95).toBe(-0.079);
    expect(result.expectedShortfall95).toBe(-0.1);
    expect(result.reasons).toEqual({});
  });

  it("agrees with empyrical's published volatility and total return", () => {
    expect(result.volatility).toBeCloseTo(0.9136465399704637, 14);
    expect(result.totalReturn).toBeCloseTo(0.03893, 5);
  });

  it('gives the same from values as from returns', () => {
    const values = [250];
    for (const r of mixed) values.push(values[values.length - 1] * (1 + r));
    const fromValues = riskPerformance({ values });
    for (const measure of riskMeasures) expect(fromValues[measure]).toBeCloseTo(result[measure] ?? NaN, 10);
  });

  it('locates the deepest drawdown and draws it', () => {
    expect(result.deepestDrawdown).toEqual({ peak: 7, trough: 8, recovery: null });
    expect(result.curve.equity).toHaveLength(9);
    expect(result.curve.underwater[3]).toBeCloseTo(-0.04, 12);
    expect(riskPerformance({ returns: [-0.5, 1.5] }).deepestDrawdown).toEqual({
      peak: 0,
      trough: 1,
      recovery: 2,
    });
  });

  it('counts the start as a maximum', () => {
    expect(riskPerformance({ returns: [-0.25, 0.1] }).maxDrawdown).toBeCloseTo(0.25, 15);
  });

  it('takes Sharpe over the benchmark and Sortino over the target', () => {
    const withRate = riskPerformance({ returns: mixed }, { riskFree: 0.002 });
    const shifted = riskPerformance({ returns: mixed.map((r) => r - 0.002) });
    expect(withRate.sharpeRatio).toBeCloseTo(shifted.sharpeRatio ?? NaN, 12);
    expect(withRate.sortinoRatio).toBeCloseTo(shifted.sortinoRatio ?? NaN, 12);
    expect(withRate.volatility).toBe(result.volatility);
    expect(riskPerformance({ returns: mixed }, { riskFree: 0.002, target: 0 }).sortinoRatio).toBe(
      result.sortinoRatio,
    );
    expect(riskPerformance({ returns: mixed }, { riskFree: mixed.map(() => 0.002) }).sharpeRatio).toBe(
      withRate.sharpeRatio,
    );
  });

  it('annualises by the root of the periods for the ratios', () => {
    const weekly = riskPerformance({ returns: mixed }, { periodsPerYear: 52 });
    expect(weekly.sharpeRatio).toBeCloseTo(1.7238613961706857 * Math.sqrt(52 / 252), 14);
  });
});

describe('undefined figures', () => {
  it('are null with the reason when there are no returns', () => {
    const empty = riskPerformance({ returns: [] });
    for (const measure of riskMeasures) {
      expect(empty[measure]).toBeNull();
      expect(empty.reasons[measure]).toBe('empty');
    }
    expect(riskPerformance({ values: [100] }).reasons.cagr).toBe('empty');
  });

  it('name a constant series, a series without losses, and one without movement', () => {
    const constant = riskPerformance({ returns: [0.1, 0.1, 0.1] });
    expect([constant.sharpeRatio, constant.reasons.sharpeRatio]).toEqual([null, 'no_variance']);
    expect([constant.sortinoRatio, constant.reasons.sortinoRatio]).toEqual([null, 'no_downside']);
    expect([constant.profitFactor, constant.reasons.profitFactor]).toEqual([null, 'no_losses']);
    expect([constant.calmarRatio, constant.reasons.calmarRatio]).toEqual([null, 'no_drawdown']);
    expect(constant.maxDrawdown).toBe(0);
    expect(riskPerformance({ returns: [0, 0] }).reasons.profitFactor).toBe('no_gains_or_losses');
    expect(riskPerformance({ returns: [0.1] }).reasons.sharpeRatio).toBe('one_period');
  });

  it('name growth beyond the range of doubles', () => {
    expect(riskPerformance({ returns: [9, 9, -0.5] }, { periodsPerYear: 1000 }).reasons.cagr).toBe(
      'overflow',
    );
  });

  it('report a total loss as it is', () => {
    const lost = riskPerformance({ returns: [0.1, -1, 0.5] });
    expect(lost.maxDrawdown).toBe(1);
    expect(lost.cagr).toBe(-1);
  });

  it('are never NaN or Infinity, whatever the returns', () => {
    const rate = fc.double({ min: -1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(rate, { maxLength: 40 }),
        fc.double({ min: 0.5, max: 8760, noNaN: true }),
        (returns, periodsPerYear) => {
          const result = riskPerformance({ returns }, { periodsPerYear });
          for (const measure of riskMeasures) {
            const value = result[measure];
            if (value === null) expect(result.reasons[measure]).toBeDefined();
            else expect(Number.isFinite(value)).toBe(true);
          }
          if (result.expectedShortfall95 !== null && result.valueAtRisk95 !== null) {
            expect(result.expectedShortfall95).toBeLessThanOrEqual(result.valueAtRisk95 + 1e-9);
          }
          if (result.maxDrawdown !== null) {
            expect(result.maxDrawdown).toBeGreaterThanOrEqual(0);
            expect(result.maxDrawdown).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});

describe('bad input is refused by name', () => {
  it.each([
    [{ returns: [0.1, Number.NaN] }, /returns must be finite numbers, got NaN at index 1/],
    [{ returns: [-1.2] }, /-1 \(everything lost\) or more, got -1.2 at index 0/],
    [{ values: [1, 0, 2] }, /got 0 at index 1/],
    [{ values: [1, -3] }, /got -3 at index 1/],
    [{ values: [1e-300, 1e300] }, /beyond the range of doubles/],
    [{ returns: Array.from({ length: 400 }, () => 10) }, /beyond the range of doubles at index/],
    [{} as { returns: number[] }, /either returns or values/],
  ])('%o', (input, message) => {
    expect(() => riskPerformance(input)).toThrow(message);
  });

  it('options', () => {
    expect(() => riskPerformance({ returns: mixed }, { periodsPerYear: 0 })).toThrow(
      /positive number, got 0/,
    );
    expect(() => riskPerformance({ returns: mixed }, { riskFree: [0.1] })).toThrow(
      /each of 8 returns, got 1/,
    );
    expect(() => riskPerformance({ returns: mixed }, { riskFree: Infinity })).toThrow(/got Infinity/);
    expect(() => riskPerformance({ returns: mixed }, { target: NaN })).toThrow(/target must be/);
  });
});
