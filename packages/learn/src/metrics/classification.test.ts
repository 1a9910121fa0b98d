import { describe, expect, it } from 'vitest';
import { auc } from './auc.ts';
import { averagePrecision } from './average-precision.ts';
import { logLoss } from './log-loss.ts';
import { precisionRecallCurve, rocCurve, thresholdCurve } from './threshold-curve.ts';

// Reference values: scikit-learn 1.2.1 on these rows (roc_auc_score, average_precision_score, log_loss).
const labels = [0, 0, 1, 1, 0, 1, 0, 1, 1, 0];
const scores = [0.1, 0.4, 0.35, 0.8, 0.4, 0.9, 0.2, 0.4, 0.6, 0.7];
const weights = [1, 2, 0.5, 1, 1, 3, 1, 1, 2, 1];

describe('auc', () => {
  it("equals scikit-learn's, with ties and weights", () => {
    expect(auc(scores, labels)).toBeCloseTo(0.76, 12);
    expect(auc(scores, labels, weights)).toBeCloseTo(0.8555555555555556, 12);
  });

  it('is 1/2 for constant scores and turns around with the scores', () => {
    expect(
      auc(
        scores.map(() => 3),
        labels,
      ),
    ).toBe(0.5);
    expect(
      auc(
        scores.map((s) => -s),
        labels,
      ),
    ).toBeCloseTo(1 - 0.76, 12);
  });

  it('accepts infinite scores', () => {
    expect(auc([-Infinity, 0, Infinity], [0, 0, 1])).toBe(1);
  });

  it('refuses what has no answer', () => {
    expect(() => auc([1, 2], [1, 1])).toThrow('both 0 and 1');
    expect(() => auc([], [])).toThrow('empty');
    expect(() => auc([1, Number.NaN], [0, 1])).toThrow('NaN at row 1');
    expect(() => auc([1, 2], [0, 2])).toThrow('got 2 at row 1');
    expect(() => auc([1, 2], [0])).toThrow('number 2, got 1');
    expect(() => auc([1, 2], [0, 1], [1, -1])).toThrow('got -1 at row 1');
  });
});

describe('averagePrecision', () => {
  it("equals scikit-learn's, with ties and weights", () => {
    expect(averagePrecision(scores, labels)).toBeCloseTo(0.7892857142857144, 12);
    expect(averagePrecision(scores, labels, weights)).toBeCloseTo(0.8902315076228119, 12);
  });

  it('refuses labels without a 1', () => {
    expect(() => averagePrecision([1, 2], [0, 0])).toThrow('must contain a 1');
  });
});

describe('logLoss', () => {
  it("equals scikit-learn's, with weights", () => {
    expect(logLoss(scores, labels)).toBeCloseTo(0.5359570665940814, 12);
    expect(logLoss(scores, labels, weights)).toBeCloseTo(0.449409769076971, 12);
  });

  it('stays finite for sure but wrong probabilities', () => {
    expect(logLoss([0], [1])).toBeCloseTo(52 * Math.LN2, 10);
    expect(logLoss([0], [0])).toBeCloseTo(0, 12);
  });

  it('refuses what is no probability', () => {
    expect(() => logLoss([1.2], [1])).toThrow('got 1.2 at row 0');
  });
});

describe('curves', () => {
  it('join at one point per distinct score', () => {
    const roc = rocCurve(thresholdCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]));
    // The example of scikit-learn's roc_curve, with drop_intermediate=False.
    expect([...roc.x]).toEqual([0, 0, 0.5, 0.5, 1]);
    expect([...roc.y]).toEqual([0, 0.5, 0.5, 1, 1]);
    expect([...roc.thresholds]).toEqual([Infinity, 0.8, 0.4, 0.35, 0.1]);
    const pr = precisionRecallCurve(thresholdCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]));
    expect([...pr.y]).toEqual([1, 0.5, 2 / 3, 0.5]);
    expect([...pr.x]).toEqual([0.5, 0.5, 1, 1]);
  });
});
