import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.ts';
import { mixtureVariance, sequenceCriticalValue } from './confidence-sequence.ts';
import { daysToReach, duration } from './duration.ts';
import { crossingProbabilities } from './group-sequential.ts';
import { minimumDetectableEffect, type PowerDesign, powerOf, sampleSize } from './power.ts';

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const even = (looks: number, criticalValue: (k: number) => number) =>
  Array.from({ length: looks }, (_, i) => ({
    information: (i + 1) / looks,
    criticalValue: criticalValue((i + 1) / looks),
  }));

describe('crossingProbabilities', () => {
  // Armitage, McPherson and Rowe (1969), table 2: repeated tests at nominal 5 %.
  it.each([
    [1, 0.05],
    [2, 0.083],
    [3, 0.107],
    [4, 0.126],
    [5, 0.142],
    [10, 0.193],
    [20, 0.248],
    [50, 0.32],
  ])('%i looks at |z| > 1.96 give %d', (looks, expected) => {
    const rate = sum(
      crossingProbabilities(
        even(looks, () => 1.959964),
        0,
      ),
    );
    expect(Math.abs(rate - expected)).toBeLessThan(0.0006);
  });

  it("meets Pocock's and O'Brien and Fleming's constants for five looks", () => {
    // Jennison and Turnbull, Group Sequential Methods, tables 2.1 and 2.3.
    expect(
      sum(
        crossingProbabilities(
          even(5, () => 2.413),
          0,
        ),
      ),
    ).toBeCloseTo(0.05, 3);
    expect(
      sum(
        crossingProbabilities(
          even(5, (t) => 2.04 / Math.sqrt(t)),
          0,
        ),
      ),
    ).toBeCloseTo(0.05, 3);
  });

  it('keeps the confidence sequence below α however often one looks', () => {
    const rho2 = mixtureVariance({ tightestAt: 0.5, alpha: 0.05 });
    const rates = [7, 28, 200].map((looks) =>
      sum(
        crossingProbabilities(
          even(looks, (t) => sequenceCriticalValue(t, 0.05, rho2)),
          0,
        ),
      ),
    );
    expect(rates[0]).toBeLessThan(rates[1]);
    expect(rates[1]).toBeLessThan(rates[2]);
    expect(rates[2]).toBeLessThan(0.05);
  });

  it('refuses looks out of order', () => {
    const look = { information: 1, criticalValue: 2 };
    expect(() => crossingProbabilities([look, look], 0)).toThrow(/must rise/);
    expect(() => crossingProbabilities([{ ...look, criticalValue: 0 }], 0)).toThrow(/above 0, got 0/);
    expect(() => crossingProbabilities([], 0)).toThrow(/1 to 400, got 0/);
  });
});

describe('sampleSize', () => {
  it('at a fixed horizon is the textbook formula', () => {
    // (z.975 + z.8)^2 (p1 q1 + p2 q2) / d^2, by scipy.stats.norm.ppf; the two-sided test's other tail adds nothing here.
    const shares: PowerDesign = { baseline: { proportion: 0.2 }, method: 'fixed' };
    expect(sampleSize(shares, 0.25).control).toBe(Math.ceil(1090.994283074523));
    const means: PowerDesign = {
      baseline: { mean: 100, standardDeviation: 10 },
      method: 'fixed',
      power: 0.9,
    };
    expect(sampleSize(means, 0.02)).toEqual({
      control: 526,
      treatment: 526,
      total: 1052,
      expectedTotal: 1052,
      power: 0.9,
    });
  });

  it.each(['fixed', 'sequential'] as const)(
    'agrees with powerOf and minimumDetectableEffect, %s',
    (method) => {
      const design: PowerDesign = { baseline: { proportion: 0.1 }, method, treatmentShare: 0.3, power: 0.85 };
      const { total, control, treatment } = sampleSize(design, 0.08);
      expect(treatment / (control + treatment)).toBeCloseTo(0.3, 3);
      expect(powerOf(design, 0.08, total)).toBeCloseTo(0.85, 3);
      expect(minimumDetectableEffect(design, total)).toBeCloseTo(0.08, 4);
    },
  );

  it('sequential costs more at the end but stops earlier on average when the effect is real', () => {
    const baseline = { proportion: 0.1 };
    const fixed = sampleSize({ baseline, method: 'fixed' }, 0.1);
    const sequential = sampleSize({ baseline }, 0.1);
    expect(sequential.total / fixed.total).toBeGreaterThan(1.3);
    expect(sequential.total / fixed.total).toBeLessThan(2);
    expect(sequential.expectedTotal).toBeLessThan(0.75 * sequential.total);
  });

  it('sequential power is what simulation finds', () => {
    const random = new Random(5);
    const looks = 10;
    const design: PowerDesign = { baseline: { mean: 1, standardDeviation: 1 }, looks };
    const { total } = sampleSize(design, 0.1);
    const drift = 0.1 * Math.sqrt(total / 4);
    const rho2 = mixtureVariance({ tightestAt: 1, alpha: 0.05 });
    let found = 0;
    const runs = 20_000;
    for (let r = 0; r < runs; r++) {
      let score = 0;
      for (let k = 1; k <= looks; k++) {
        score += random.normal(drift / looks, Math.sqrt(1 / looks));
        const t = k / looks;
        if (Math.abs(score) / Math.sqrt(t) >= sequenceCriticalValue(t, 0.05, rho2)) {
          found++;
          break;
        }
      }
    }
    expect(Math.abs(found / runs - 0.8)).toBeLessThan(4 * Math.sqrt(0.16 / runs));
  });

  it('shrinks with CUPED and grows with the number of tests', () => {
    const baseline = { mean: 10, standardDeviation: 20 };
    const plain = sampleSize({ baseline }, 0.05).total;
    expect(sampleSize({ baseline, varianceReduction: 0.5 }, 0.05).total / plain).toBeCloseTo(0.5, 3);
    expect(sampleSize({ baseline, comparisons: 4 }, 0.05).total).toBeGreaterThan(plain * 1.2);
  });

  it.each<[Partial<PowerDesign>, number, RegExp]>([
    [{}, 0, /effect must be a finite number other than 0/],
    [{}, Infinity, /got Infinity/],
    [{ baseline: { proportion: 0.6 } }, 1, /proportion between 0 and 1, got 1.2/],
    [{ baseline: { proportion: 0 } }, 0.1, /baseline proportion must be between 0 and 1, got 0/],
    [{ baseline: { mean: 0, standardDeviation: 1 } }, 0.1, /not 0, got 0/],
    [{ baseline: { mean: 1, standardDeviation: -1 } }, 0.1, /got -1/],
    [{ power: 0.01 }, 0.1, /power must be between 0.05/],
    [{ alpha: 0.9 }, 0.1, /alpha must be between 0 and 0.5, got 0.9/],
    [{ treatmentShare: 1 }, 0.1, /treatmentShare/],
    [{ comparisons: 1.5 }, 0.1, /comparisons must be an integer/],
    [{ looks: 5000 }, 0.1, /looks must be an integer from 1 to 100, got 5000/],
    [{ varianceReduction: 1 }, 0.1, /varianceReduction must be 0 to below 1, got 1/],
  ])('refuses %o with effect %d', (change, effect, message) => {
    expect(() => sampleSize({ baseline: { proportion: 0.1 }, ...change }, effect)).toThrow(message);
  });

  it('says when no effect can be detected', () => {
    expect(minimumDetectableEffect({ baseline: { proportion: 0.5 } }, 6)).toBeNull();
  });
});

describe('duration', () => {
  const design: PowerDesign = { baseline: { proportion: 0.2 }, method: 'fixed' };

  it('turns a sample into days, whole weeks unless told otherwise', () => {
    const traffic = { newCustomersPerDay: 300, wholeWeeks: false };
    expect(duration(design, 0.25, traffic).days).toBe(Math.ceil(2182 / 300));
    expect(duration(design, 0.25, { newCustomersPerDay: 300 }).days).toBe(14);
    expect(duration(design, 0.25, { ...traffic, coverage: 0.5, comparedShare: 0.5 }).days).toBe(
      Math.ceil(2182 / 75),
    );
  });

  it('follows a forecast and says null when traffic never gets there', () => {
    expect(daysToReach(100, { newCustomersPerDay: [50, 30, 10] })).toBe(4);
    expect(daysToReach(0, { newCustomersPerDay: 0 })).toBe(0);
    expect(daysToReach(1, { newCustomersPerDay: 0 })).toBeNull();
    expect(() => daysToReach(1, { newCustomersPerDay: -1 })).toThrow(/got -1 on day 0/);
    expect(() => daysToReach(1, { newCustomersPerDay: 1, coverage: 2 })).toThrow(
      /coverage must be 0 to 1, got 2/,
    );
  });
});
