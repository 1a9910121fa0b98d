import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareMeans, twoSidedNormalPValue } from './compare.ts';
import { mixtureVariance, sequenceCriticalValue, sequencePValue } from './confidence-sequence.ts';
import { contrastOf, relativeEffect, welchDegreesOfFreedom } from './contrast.ts';
import { estimateMoments } from './estimate.ts';
import type { Moments } from './moments.ts';
import { requireValue } from './problem.ts';

// Reference figures: SciPy 1.17, scipy.stats.ttest_ind_from_stats(10.4, 3.1, 120, 9.6, 2.4, 95, equal_var=False).
const treatment: Moments = { n: 120, mean: 10.4, variance: 3.1 ** 2, covariate: null };
const control: Moments = { n: 95, mean: 9.6, variance: 2.4 ** 2, covariate: null };
const contrast = contrastOf(control, treatment);

describe('compareMeans, fixed horizon', () => {
  const result = requireValue(compareMeans(contrast, { method: 'fixed', relativeInterval: 'delta' }));

  it("is Welch's t test", () => {
    expect(result.absolute.value / result.absolute.standardError).toBeCloseTo(2.132651658901194, 11);
    expect(result.pValue).toBeCloseTo(0.03409834689224006, 11);
    expect(welchDegreesOfFreedom(contrast)).toBeCloseTo(212.9060232503862, 9);
    expect(result.absolute.lower).toBeCloseTo(0.06057540674, 9);
    expect(result.absolute.upper).toBeCloseTo(1.53942459326, 9);
    expect(result.significant).toBe(true);
  });

  it('has the delta method as standard error of the lift', () => {
    expect(result.relative?.value).toBeCloseTo(0.08333333333333333, 12);
    expect(result.relative?.standardError).toBeCloseTo(0.040510151236350725, 12);
  });
});

describe('the relative interval', () => {
  const means = fc.double({ min: 0.5, max: 20, noNaN: true });
  const variances = fc.double({ min: 0.01, max: 50, noNaN: true });
  const sizes = fc.integer({ min: 120, max: 5000 });
  const moments = fc
    .tuple(means, variances, sizes)
    .map(([mean, variance, n]): Moments => ({ n, mean, variance, covariate: null }));

  it("excludes zero exactly when the absolute one does (Fieller), and meets the delta method's in large samples", () => {
    fc.assert(
      fc.property(
        moments,
        moments,
        fc.constantFrom('fixed' as const, 'sequential' as const),
        (a, b, method) => {
          const { absolute, relative } = requireValue(compareMeans(contrastOf(a, b), { method }));
          if (relative === null) return;
          expect(relative.lower > 0 || relative.upper < 0).toBe(absolute.lower > 0 || absolute.upper < 0);
          expect(relative.lower).toBeLessThanOrEqual(relative.value);
          expect(relative.upper).toBeGreaterThanOrEqual(relative.value);
        },
      ),
    );
    const large = (mean: number): Moments => ({ n: 1e6, mean, variance: 4, covariate: null });
    const pair = contrastOf(large(5), large(5.1));
    const fieller = requireValue(compareMeans(pair, { method: 'fixed' })).relative;
    const delta = requireValue(compareMeans(pair, { method: 'fixed', relativeInterval: 'delta' })).relative;
    expect(fieller?.lower).toBeCloseTo(delta?.lower ?? NaN, 5);
    expect(fieller?.upper).toBeCloseTo(delta?.upper ?? NaN, 5);
  });

  it('counts the covariance of the two means, by either method', () => {
    const arm = (mean: number) => ({ n: 1e6, mean, squaredError: 0.01 });
    const paired = { control: arm(100), treatment: arm(101), covariance: 0.008 };
    // d(T/C): (s_T^2 - 2 r cov + r^2 s_C^2) / C^2 with r = 1.01.
    const error = Math.sqrt((0.01 - 2 * 1.01 * 0.008 + 1.01 ** 2 * 0.01) / 100 ** 2);
    expect(requireValue(relativeEffect(paired)).standardError).toBeCloseTo(error, 12);
    const { relative } = requireValue(compareMeans(paired, { method: 'fixed' }));
    expect((relative?.upper ?? NaN) - (relative?.lower ?? NaN)).toBeCloseTo(2 * 1.959964 * error, 6);
  });

  it('is null with the reason when the control is or may be zero, and keeps its sign below zero', () => {
    const at = (mean: number): Moments => ({ n: 500, mean, variance: 1, covariate: null });
    expect(requireValue(compareMeans(contrastOf(at(0), at(1)))).relativeProblem?.key).toBe(
      'zero_control_mean',
    );
    expect(requireValue(compareMeans(contrastOf(at(0.01), at(1)))).relativeProblem?.key).toBe(
      'control_mean_near_zero',
    );
    const loss = requireValue(compareMeans(contrastOf(at(-5), at(-4)))).relative;
    expect(loss?.value).toBeCloseTo(0.2, 12);
    expect(loss?.lower).toBeGreaterThan(0);
    expect(relativeEffect(contrastOf(at(-5), at(-4))).value?.value).toBeCloseTo(0.2, 12);
  });
});

describe('the confidence sequence', () => {
  it("has the margin of Waudby-Smith et al.'s normal mixture", () => {
    // sqrt(2 (n r + 1) / (n^2 r) log(sqrt(n r + 1) / a)) x sqrt(n), evaluated in Python.
    expect(sequenceCriticalValue(1000, 0.05, 0.1)).toBeCloseTo(3.273018624234933, 12);
    const rho2 = mixtureVariance({ tightestAt: 5000, alpha: 0.05 });
    expect(sequenceCriticalValue(5000, 0.05, rho2)).toBeCloseTo(3.0352089903762534, 12);
  });

  it('is nearly tightest where it was tuned to be', () => {
    const width = (n: number, tightestAt: number) =>
      sequenceCriticalValue(n, 0.05, mixtureVariance({ tightestAt, alpha: 0.05 }));
    for (const n of [100, 5000, 1e6]) {
      const best = Math.min(...[0.5, 0.7, 0.9, 1.1, 1.4, 2].map((f) => width(n, n * f)));
      expect(width(n, n)).toBeLessThan(best * 1.001);
    }
  });

  it('has a p-value equal to α exactly at the margin', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 1e7 }),
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        (n, alpha) => {
          const rho2 = mixtureVariance({ tightestAt: 5000, alpha });
          expect(sequencePValue(sequenceCriticalValue(n, alpha, rho2), n, rho2)).toBeCloseTo(alpha, 10);
        },
      ),
    );
  });

  it('is wider than the fixed-horizon interval', () => {
    const fixed = requireValue(compareMeans(contrast, { method: 'fixed' })).absolute;
    const always = requireValue(compareMeans(contrast, { minimumPerVariant: 50 })).absolute;
    expect(always.upper - always.lower).toBeGreaterThan(fixed.upper - fixed.lower);
    expect(always.value).toBe(fixed.value);
  });
});

describe('what cannot be compared', () => {
  const of = (n: number, successes: number) =>
    requireValue(estimateMoments({ kind: 'proportion', n, successes }));

  it('is refused by name', () => {
    expect(compareMeans(contrastOf(of(500, 0), of(500, 0))).problem?.key).toBe('no_variance');
    expect(compareMeans(contrastOf(of(50, 5), of(500, 60))).problem).toEqual({
      key: 'too_few_exposures',
      parameters: { n: 50, minimum: 100 },
    });
    expect(compareMeans(contrastOf(of(500, 0), of(500, 20))).value?.pValue).toBeLessThan(0.05);
    const huge: Moments = { n: 500, mean: 1e308, variance: 1, covariate: null };
    expect(compareMeans(contrastOf({ ...huge, mean: -1e308 }, huge)).problem?.key).toBe('overflow');
  });

  it.each([
    [{ alpha: 0 }, /alpha must be 0.001 to 0.5, got 0/],
    [{ alpha: NaN }, /got NaN/],
    [{ tightestAt: 0 }, /tightestAt must be 1 or more, got 0/],
    [{ minimumPerVariant: 1 }, /integer of 2 or more, got 1/],
    [{ method: 'guess' as 'fixed' }, /sequential or fixed, got guess/],
  ])('options %o', (options, message) => {
    expect(() => compareMeans(contrast, options)).toThrow(message);
  });

  it('two-sided normal p-values keep their precision in the tail', () => {
    expect(twoSidedNormalPValue(20) / (2 * 2.7536241186061556e-89)).toBeCloseTo(1, 10);
  });
});
