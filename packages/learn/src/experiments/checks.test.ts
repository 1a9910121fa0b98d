import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareMeans } from './compare.ts';
import { contrastOf } from './contrast.ts';
import { crossDimensions, interactionTest } from './crossing.ts';
import { evaluateGuardrail } from './guardrail.ts';
import { multipleExposures, preExposureBias } from './health.ts';
import type { Moments } from './moments.ts';
import { benjaminiHochberg, holm } from './multiplicity.ts';
import { requireValue } from './problem.ts';
import { sampleRatio } from './sample-ratio.ts';
import { waldTest } from './wald.ts';

const moments = (mean: number, n = 1000, variance = 1): Moments => ({ n, mean, variance, covariate: null });

describe('sampleRatio', () => {
  // SciPy 1.17: scipy.stats.chisquare; and 1 / exp(dirichlet_multinomial.logpmf - multinomial.logpmf).
  it('is the chi-square test and the Dirichlet-multinomial test', () => {
    const even = requireValue(sampleRatio([4850, 5150], [0.5, 0.5]));
    expect(even.chiSquare).toBeCloseTo(9, 12);
    expect(even.pValue).toBeCloseTo(0.0026997960632601883, 13);
    expect(even.sequentialPValue).toBeCloseTo(0.14902952941159814, 9);
    expect(even.mismatch).toBe(false);
    const third = requireValue(sampleRatio([3400, 3250, 3350], [1 / 3, 1 / 3, 1 / 3]));
    expect(third.pValue).toBeCloseTo(0.17377394345044508, 13);
    expect(third.degreesOfFreedom).toBe(2);
    const broken = requireValue(sampleRatio([3400, 3250, 3350], [0.5, 0.25, 0.25]));
    expect(broken.sequentialPValue / 3.0321655844970704e-112).toBeCloseTo(1, 6);
    expect(broken.mismatch).toBe(true);
    const weak = requireValue(sampleRatio([480, 560], [0.5, 0.5], { concentration: 100 }));
    expect(weak.sequentialPValue).toBeCloseTo(0.20337402955193767, 10);
  });

  it('keeps tiny p-values apart from zero', () => {
    const { pValue } = requireValue(
      sampleRatio(
        [450, 550].map((x) => x * 10),
        [0.5, 0.5],
      ),
    );
    // scipy.stats.chi2.sf(100, 1)
    expect(pValue / 1.5239706048320995e-23).toBeCloseTo(1, 9);
  });

  it('names what cannot be tested and refuses what is no split', () => {
    expect(sampleRatio([0, 0], [0.5, 0.5]).problem?.key).toBe('no_exposure');
    expect(requireValue(sampleRatio([10, 10, 1], [0.5, 0.5, 0])).mismatch).toBe(true);
    expect(() => sampleRatio([1, 1], [0.5, 0.6])).toThrow(/sum to 1, got 1.1/);
    expect(() => sampleRatio([1, -1], [0.5, 0.5])).toThrow(/got -1 at index 1/);
    expect(() => sampleRatio([1], [0.5, 0.5])).toThrow(/one per weight \(2\), got 1/);
  });
});

describe('adjusted p-values', () => {
  // The example of Benjamini and Hochberg's step-up as scipy.stats.false_discovery_control gives it.
  const p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];

  it('Benjamini–Hochberg', () => {
    const expected = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.1057142857142857, 0.216, 0.216, 0.216];
    benjaminiHochberg(p).forEach((q, i) => {
      expect(q).toBeCloseTo(expected[i], 14);
    });
  });

  it("Holm: R's p.adjust(c(.01, .02, .03, .04, .05), 'holm')", () => {
    const expected = [0.05, 0.08, 0.09, 0.09, 0.09];
    holm([0.01, 0.02, 0.03, 0.04, 0.05]).forEach((q, i) => {
      expect(q).toBeCloseTo(expected[i], 14);
    });
  });

  it('keep order and places, leave nulls out, and refuse what is no p-value', () => {
    expect(holm([0.04, null, 0.01])).toEqual([0.04, null, 0.02]);
    expect(benjaminiHochberg([null])).toEqual([null]);
    expect(() => holm([0.1, 1.2])).toThrow(/got 1.2 at index 1/);
    expect(() => holm([Number.NaN])).toThrow(/got NaN/);
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(values, (raw) => {
        for (const adjust of [holm, benjaminiHochberg]) {
          const adjusted = adjust(raw).map((q) => q ?? NaN);
          adjusted.forEach((q, i) => {
            expect(q).toBeGreaterThanOrEqual(raw[i]);
            expect(q).toBeLessThanOrEqual(1);
            for (let j = 0; j < raw.length; j++)
              if (raw[j] < raw[i]) expect(adjusted[j]).toBeLessThanOrEqual(q);
          });
        }
      }),
    );
  });
});

describe('pre-exposure bias and multiple exposures', () => {
  const mean = (sum: number) => ({
    kind: 'mean' as const,
    n: 2000,
    sum,
    sumSquares: 2000 + (sum * sum) / 2000,
  });

  it('flags a metric that differed before the experiment, corrected over all checks', () => {
    const checks = preExposureBias(
      [
        { key: 'orders', statistics: { control: mean(2000), treatment: mean(2010) } },
        { key: 'revenue', statistics: { control: mean(2000), treatment: mean(2500) } },
        { key: 'broken', statistics: { treatment: mean(1) } },
      ],
      'control',
    );
    expect(checks.map((c) => c.biased)).toEqual([false, true, false]);
    expect(checks[2].problem?.key).toBe('missing_variant');
    // Alone this p-value would be flagged; one of three, it is not.
    const one = { key: 'a', statistics: { control: mean(2000), treatment: mean(2250) } };
    const alone = preExposureBias([one], 'control')[0];
    const [first] = preExposureBias([one, { ...one, key: 'b' }, { ...one, key: 'c' }], 'control');
    expect(first.adjustedPValue).toBeCloseTo(3 * (alone.adjustedPValue ?? NaN), 12);
  });

  it('reports the share of customers in several variants', () => {
    expect(multipleExposures(5, 1000)).toEqual({ customers: 5, share: 0.005, flagged: false });
    expect(multipleExposures(50, 1000).flagged).toBe(true);
    expect(multipleExposures(0, 0)).toEqual({ customers: 0, share: null, flagged: false });
    expect(() => multipleExposures(5, 3)).toThrow(/got 5 of 3/);
  });
});

describe('guardrails', () => {
  const rule = { direction: 'increase', margin: 0.02, scale: 'relative' } as const;
  const compare = (treated: number, n: number) =>
    requireValue(compareMeans(contrastOf(moments(10, n), moments(treated, n)), { method: 'fixed' }));

  it('pass when harm beyond the margin is ruled out, fail when harm is certain, else wait', () => {
    expect(evaluateGuardrail(compare(10, 10_000), rule).status).toBe('passed');
    expect(evaluateGuardrail(compare(9.5, 10_000), rule).status).toBe('failed');
    expect(evaluateGuardrail(compare(9.97, 100), rule).status).toBe('undecided');
    // Significantly worse, and the interval from -2.1 % to -0.9 % does not rule the margin out.
    expect(evaluateGuardrail(compare(9.85, 2000), rule).status).toBe('failed');
    expect(evaluateGuardrail(compare(9.95, 100_000), rule).status).toBe('passed');
    const latency = { ...rule, direction: 'decrease' } as const;
    expect(evaluateGuardrail(compare(10.5, 10_000), latency).status).toBe('failed');
    expect(evaluateGuardrail(compare(9.5, 10_000), latency).status).toBe('passed');
    expect(() => evaluateGuardrail(compare(10, 100), { ...rule, margin: -1 })).toThrow(/got -1/);
  });

  it('are undecided, with the problem, where the relative effect is undefined', () => {
    const none = requireValue(compareMeans(contrastOf(moments(0), moments(1)), { method: 'fixed' }));
    const result = evaluateGuardrail(none, rule);
    expect(result.status).toBe('undecided');
    expect(result.problem?.key).toBe('zero_control_mean');
  });
});

describe('crossing', () => {
  it('in a 2 × 2 table is the square of the z statistic of the difference of differences', () => {
    const cells = [
      [moments(1, 500), moments(1.2, 400)],
      [moments(1.1, 450), moments(1.6, 520)],
    ];
    const test = requireValue(interactionTest(cells));
    const z = (1.6 - 1.1 - (1.2 - 1)) / Math.sqrt(1 / 500 + 1 / 400 + 1 / 450 + 1 / 520);
    expect(test.statistic).toBeCloseTo(z * z, 10);
    expect(test.degreesOfFreedom).toBe(1);
  });

  it('does not depend on which variants come first, and finds none in additive tables', () => {
    const table = [
      [1, 2, 3],
      [2, 3, 4.3],
      [3, 4, 5],
    ].map((row, i) => row.map((m, j) => moments(m, 300 + 10 * i + 7 * j)));
    const forward = requireValue(interactionTest(table));
    const backward = requireValue(interactionTest([...table].reverse().map((row) => [...row].reverse())));
    expect(backward.statistic).toBeCloseTo(forward.statistic, 9);
    expect(forward.degreesOfFreedom).toBe(4);
    const additive = [0, 1].map((i) => [0, 5].map((j) => moments(i + j)));
    expect(requireValue(interactionTest(additive)).pValue).toBeCloseTo(1, 6);
  });

  it('separates what an effect depends on', () => {
    const cell = (effect: number) => ({ control: moments(10, 5000), treatment: moments(10 + effect, 5000) });
    const byFirst = requireValue(
      crossDimensions([
        [cell(0.1), cell(0.1)],
        [cell(0.4), cell(0.4)],
      ]),
    );
    expect(byFirst.effects[1][0].value).toBeCloseTo(0.4, 12);
    expect(requireValue(byFirst.first).pValue).toBeLessThan(1e-6);
    expect(requireValue(byFirst.second).pValue).toBeCloseTo(1, 6);
    expect(requireValue(byFirst.interaction).pValue).toBeCloseTo(1, 6);
    expect(requireValue(byFirst.heterogeneity).degreesOfFreedom).toBe(3);
    const crossed = requireValue(
      crossDimensions([
        [cell(0.1), cell(0.4)],
        [cell(0.4), cell(0.1)],
      ]),
    );
    expect(requireValue(crossed.first).pValue).toBeCloseTo(1, 6);
    expect(requireValue(crossed.interaction).pValue).toBeLessThan(1e-6);
  });

  it('names the empty cell and refuses a table that is none', () => {
    const full = { control: moments(1), treatment: moments(2) };
    const empty = { control: moments(1, 1), treatment: moments(2) };
    expect(
      crossDimensions([
        [full, full],
        [full, empty],
      ]).problem,
    ).toEqual({
      key: 'stratum_without_variant',
      parameters: { stratum: '1, 1' },
    });
    expect(() => interactionTest([[moments(1)]])).toThrow(/at least 2 by 2, got rows of \[1\]/);
    expect(() => interactionTest([[moments(1), moments(1)], [moments(1)]])).toThrow(/rows of \[2, 1\]/);
  });

  it('Wald with dependent contrasts or no variance is refused', () => {
    expect(waldTest([1, 2], [0, 0], [[1, -1]]).problem?.key).toBe('no_variance');
    expect(
      waldTest(
        [1, 2],
        [1, 1],
        [
          [1, -1],
          [2, -2],
        ],
      ).problem?.key,
    ).toBe('no_variance');
  });
});
