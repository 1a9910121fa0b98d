import { describe, expect, it } from 'vitest';
import { LogisticRegression } from '../linear/logistic-regression.ts';
import { sigmoid } from '../linear/sigmoid.ts';
import { logLoss } from '../metrics/log-loss.ts';
import { Random } from '../random/random.ts';
import { BetaCalibration } from './beta-calibration.ts';
import { type CalibratorJson, calibratorFromJson } from './calibrator.ts';
import { IsotonicCalibration } from './isotonic-calibration.ts';
import { isotonicRegression } from './pava.ts';
import { PlattCalibration } from './platt-calibration.ts';
import { expectedCalibrationError, reliabilityCurve } from './reliability-curve.ts';

const labels = [0, 0, 1, 1, 0, 1, 0, 1, 1, 0];
const scores = Float64Array.of(0.1, 0.4, 0.35, 0.8, 0.4, 0.9, 0.2, 0.4, 0.6, 0.7);

describe('isotonic', () => {
  it("pools as scikit-learn's IsotonicRegression does", () => {
    // scikit-learn 1.2.1, IsotonicRegression(out_of_bounds='clip').fit(x, y, sample_weight)
    const x = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const { knots, values } = isotonicRegression(
      x,
      [1, 3, 2, 4, 3.5, 3.5, 6, 5],
      Float64Array.of(1, 1, 2, 1, 1, 3, 1, 1),
    );
    const curve = new IsotonicCalibration(knots, values);
    const expected = [1, 2.33333333, 2.33333333, 3.6, 3.6, 3.6, 5.5, 5.5];
    for (const [i, value] of expected.entries()) expect(curve.predict(i + 1)).toBeCloseTo(value, 7);
    expect(curve.predict(0)).toBe(1);
    expect(curve.predict(2.5)).toBeCloseTo(2.33333333, 7);
    expect(curve.predict(6.5)).toBeCloseTo(4.55, 7);
    expect(curve.predict(9)).toBe(5.5);
  });

  it('averages ties before pooling', () => {
    const model = IsotonicCalibration.fit(scores, labels);
    const expected = [0, 0.5, 0.5, 1, 0.5, 1, 0, 0.5, 0.5, 0.5]; // scikit-learn 1.2.1
    for (const [i, value] of expected.entries()) expect(model.predict(scores[i])).toBeCloseTo(value, 12);
  });

  it('pools 200,000 falling labels in linear time', () => {
    const n = 200_000;
    const x = Float64Array.from({ length: n }, (_, i) => i);
    const falling = Array.from({ length: n }, (_, i) => (i < n / 2 ? 1 : 0));
    expect([...isotonicRegression(x, falling, null).values]).toEqual([0.5, 0.5]);
  });
});

describe('platt', () => {
  it("equals scikit-learn's _SigmoidCalibration on log-odds", () => {
    // scikit-learn 1.2.1 gives a = -0.6949068770, b = -0.0479668771 in p = 1 / (1 + exp(a f + b)).
    const model = PlattCalibration.fit(
      scores.map((s) => Math.log(s / (1 - s))),
      labels,
    );
    expect(model.slope).toBeCloseTo(0.694906877, 4);
    expect(model.intercept).toBeCloseTo(0.047966877, 4);
  });

  it('stays finite for separable and for constant scores', () => {
    const separable = PlattCalibration.fit(Float64Array.of(-1, -2, 1, 2), [0, 0, 1, 1]);
    expect(separable.predict(1.5)).toBeGreaterThan(0.6);
    expect(separable.predict(1e9)).toBeLessThanOrEqual(1);
    expect(PlattCalibration.fit(new Float64Array(4), [0, 1, 1, 1]).predict(0)).toBeCloseTo(
      (3 * 0.8 + 1 / 3) / 4,
      6,
    );
  });
});

describe('beta', () => {
  it("equals a logistic regression on ln s and -ln(1 - s), scikit-learn's with C = 1e6", () => {
    const model = BetaCalibration.fit(scores, labels);
    expect(model.a).toBeCloseTo(1.86637834, 4);
    expect(model.b).toBeCloseTo(0.50510357, 4);
    expect(model.c).toBeCloseTo(1.17874641, 4);
    expect(model.predict(0.1)).toBeCloseTo(0.04455169, 5);
  });

  it('never falls, even where the unconstrained fit would', () => {
    const random = new Random(4);
    for (let trial = 0; trial < 20; trial++) {
      const s = Float64Array.from({ length: 30 }, () => random.uniform());
      const y = Array.from({ length: 30 }, (_, i) => (random.bernoulli(1 - s[i]) ? 1 : 0));
      const model = BetaCalibration.fit(s, y);
      for (let p = 0.01; p < 1; p += 0.01)
        expect(model.predict(p)).toBeGreaterThanOrEqual(model.predict(p - 0.01));
    }
  });

  it('drops the term whose coefficient would be negative, and refits the other', () => {
    const s = Float64Array.of(0.001, 0.002, 0.3, 0.5, 0.5, 0.7, 0.9, 0.99, 0.99);
    const y = [1, 0, 0, 0, 0, 0, 1, 1, 1];
    const alone = (feature: (p: number) => number, labels: number[], values: Float64Array) =>
      LogisticRegression.fit(values.map(feature), 1, Float64Array.from(labels), null, { l2: 1e-6 });
    const low = BetaCalibration.fit(s, y);
    const onB = alone((p) => -Math.log1p(-p), y, s);
    expect([low.a, low.b, low.c]).toEqual([0, onB.coefficients[0], onB.intercept]);
    // The mirror image: scores and labels turned around.
    const [t, z] = [s.map((p) => 1 - p), y.map((label) => 1 - label)];
    const high = BetaCalibration.fit(t, z);
    const onA = alone(Math.log, z, t);
    expect([high.a, high.b, high.c]).toEqual([onA.coefficients[0], 0, onA.intercept]);
  });

  it('handles scores of exactly 0 and 1, and refuses others', () => {
    const model = BetaCalibration.fit(Float64Array.of(0, 0.2, 0.8, 1), [0, 1, 0, 1]);
    expect(model.predict(0)).toBeGreaterThanOrEqual(0);
    expect(model.predict(1)).toBeLessThanOrEqual(1);
    expect(() => BetaCalibration.fit(Float64Array.of(0, 1.5), [0, 1])).toThrow('got 1.5 at row 1');
    expect(() => model.predict(-0.1)).toThrow('got -0.1');
  });
});

describe('every calibrator', () => {
  const fits = [IsotonicCalibration, PlattCalibration, BetaCalibration];

  it('mends over-confident probabilities', () => {
    const random = new Random(8);
    const n = 8000;
    const truth = Float64Array.from({ length: n }, () => sigmoid(random.normal(-1, 1)));
    const y = Array.from(truth, (p) => (random.bernoulli(p) ? 1 : 0));
    const confident = truth.map((p) => sigmoid(3 * Math.log(p / (1 - p)) + 1));
    const half = n / 2;
    for (const kind of fits) {
      const model = kind.fit(confident.subarray(0, half), y.slice(0, half));
      const mended = confident.subarray(half).map((p) => model.predict(p));
      const rest = y.slice(half);
      const before = expectedCalibrationError(reliabilityCurve(confident.subarray(half), rest));
      const after = expectedCalibrationError(reliabilityCurve(mended, rest));
      expect(before).toBeGreaterThan(0.1);
      expect(after).toBeLessThan(kind === PlattCalibration ? 0.08 : 0.03);
      expect(logLoss(mended, rest)).toBeLessThan(logLoss(confident.subarray(half), rest));
    }
  });

  it('survives JSON', () => {
    for (const kind of fits) {
      const model = kind.fit(scores, labels);
      const copy = calibratorFromJson(JSON.parse(JSON.stringify(model)));
      expect(copy).toEqual(model);
      for (let s = 0; s <= 1; s += 0.05) expect(copy.predict(s)).toBe(model.predict(s));
    }
  });

  it('refuses one label only, damaged JSON and NaN', () => {
    for (const kind of fits) {
      expect(() => kind.fit(Float64Array.of(0.1, 0.2), [1, 1])).toThrow('both 0 and 1');
      expect(() => kind.fit(Float64Array.of(0.1, Number.NaN), [0, 1])).toThrow('NaN at row 1');
      expect(() => kind.fit(new Float64Array(0), [])).toThrow('empty');
      expect(() => kind.fit(scores, labels).predict(Number.NaN)).toThrow('NaN');
    }
    const bad = (json: unknown) => () => calibratorFromJson(json as CalibratorJson);
    expect(bad({ kind: 'magic' })).toThrow('got "magic"');
    expect(bad({ kind: 'isotonic', knots: [1, 1], values: [0, 1] })).toThrow('rising');
    expect(bad({ kind: 'isotonic', knots: [1, 2], values: [0.5, 0.1] })).toThrow('never fall');
    expect(bad({ kind: 'platt', slope: null, intercept: 0 })).toThrow('finite');
    expect(bad({ kind: 'beta', a: -1, b: 0, c: 0 })).toThrow('0 or more');
  });
});
