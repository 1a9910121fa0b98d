import { describe, expect, it } from 'vitest';
import { brierDecomposition, brierScore } from './brier-score.ts';
import { expectedCalibrationError, maximumCalibrationError, reliabilityCurve } from './reliability-curve.ts';

const labels = [0, 0, 1, 1, 0, 1, 0, 1, 1, 0];
const scores = [0.1, 0.4, 0.35, 0.8, 0.4, 0.9, 0.2, 0.4, 0.6, 0.7];

describe('reliabilityCurve', () => {
  it("bins as scikit-learn's calibration_curve does", () => {
    // scikit-learn 1.2.1: calibration_curve(y, p, n_bins=3, strategy='quantile')
    const curve = reliabilityCurve(scores, labels, { bins: 3, strategy: 'quantile' });
    expect(curve.map((b) => b.count)).toEqual([3, 3, 4]);
    for (const [i, rate] of [1 / 3, 1 / 3, 0.75].entries())
      expect(curve[i].observedRate).toBeCloseTo(rate, 12);
    for (const [i, p] of [0.21666667, 0.4, 0.75].entries()) expect(curve[i].meanPredicted).toBeCloseTo(p, 7);
  });

  it('counts every row once, edges included, and leaves empty bins out', () => {
    const curve = reliabilityCurve([0, 0.5, 1], [0, 1, 1], { bins: 4 });
    expect(curve.map((b) => [b.lower, b.upper, b.count])).toEqual([
      [0, 0.25, 1],
      [0.5, 0.75, 1],
      [0.75, 1, 1],
    ]);
  });

  it("surrounds the observed rate by Wilson's interval", () => {
    // 5 of 10 at 95 %: (0.2366, 0.7634), e.g. in Brown, Cai and DasGupta (2001) and R's prop.test(correct = FALSE).
    const [bin] = reliabilityCurve(new Array(10).fill(0.5), [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], { bins: 1 });
    expect(bin.observedLow).toBeCloseTo(0.2366, 4);
    expect(bin.observedHigh).toBeCloseTo(0.7634, 4);
  });

  it('gives the expected and the maximum calibration error', () => {
    const curve = reliabilityCurve([0.2, 0.2, 0.8, 0.8], [0, 0, 1, 0], { bins: 2 });
    expect(expectedCalibrationError(curve)).toBeCloseTo((0.2 + 0.3) / 2, 12);
    expect(() => expectedCalibrationError([])).toThrow('must not be empty');
    expect(maximumCalibrationError(curve)).toBeCloseTo(0.3, 12);
  });

  it('keeps constant probabilities in one quantile bin', () => {
    expect(reliabilityCurve([0, 0, 0], [0, 1, 0], { strategy: 'quantile' })).toHaveLength(1);
    expect(reliabilityCurve([1, 1, 1], [0, 1, 0], { strategy: 'quantile' })).toHaveLength(1);
  });

  it('refuses bad input', () => {
    expect(() => reliabilityCurve([0.5], [1], { bins: 0 })).toThrow('got 0');
    expect(() => reliabilityCurve([1.5], [1])).toThrow('got 1.5');
    expect(() => reliabilityCurve([], [])).toThrow('empty');
  });
});

describe('brier', () => {
  it("equals scikit-learn's brier_score_loss", () => {
    expect(brierScore(scores, labels)).toBeCloseTo(0.18525, 12);
    expect(brierScore(scores, labels, [1, 2, 0.5, 1, 1, 3, 1, 1, 2, 1])).toBeCloseTo(0.14675925925925928, 12);
  });

  it('splits into reliability, resolution and uncertainty exactly', () => {
    const d = brierDecomposition(scores, labels);
    expect(d.reliability - d.resolution + d.uncertainty).toBeCloseTo(d.brier, 12);
    expect(d.withinBins).toBe(0);
    const binned = brierDecomposition(scores, labels, 3);
    expect(binned.reliability - binned.resolution + binned.uncertainty + binned.withinBins).toBeCloseTo(
      binned.brier,
      12,
    );
    expect(binned.withinBins).not.toBe(0);
  });

  it('knows the two extremes', () => {
    expect(brierDecomposition([0, 1], [0, 1])).toMatchObject({ brier: 0, reliability: 0, resolution: 0.25 });
    expect(brierDecomposition([0.5, 0.5], [0, 1])).toMatchObject({
      brier: 0.25,
      resolution: 0,
      uncertainty: 0.25,
    });
  });
});
