import { describe, expect, it } from 'vitest';
import { bayesianEffect } from './bayesian.ts';
import { betaBinomial } from './beta-binomial.ts';
import { requireValue } from './problem.ts';

// Reference figures by numerical integration with SciPy 1.17 (scipy.integrate.quad, scipy.optimize.brentq).
describe('bayesianEffect', () => {
  it('updates a normal prior', () => {
    const effect = { value: 0.04, standardError: 0.03 };
    const got = bayesianEffect(effect, { prior: { mean: 0, standardDeviation: 0.1 } });
    expect(got.posterior.value).toBeCloseTo(0.03669724770642202, 12);
    expect(got.posterior.standardError).toBeCloseTo(0.02873478855663454, 12);
    expect(got.posterior.lower).toBeCloseTo(-0.01962190296795538, 11);
    expect(got.posterior.upper).toBeCloseTo(0.0930163983807994, 11);
    expect(got.chanceToWin).toBeCloseTo(0.899216830017223, 12);
    expect(got.expectedLoss).toBeCloseTo(0.0013732327122050068, 10);
    expect(got.expectedLossOfControl).toBeCloseTo(0.03807048041862703, 9);
  });

  it('with a flat prior repeats the likelihood, and mirrors for metrics that should fall', () => {
    const up = bayesianEffect({ value: 0.1, standardError: 0.05 });
    const down = bayesianEffect({ value: 0.1, standardError: 0.05 }, { direction: 'decrease' });
    expect(up.posterior.value).toBe(0.1);
    expect(up.chanceToWin + down.chanceToWin).toBeCloseTo(1, 12);
    expect(down.expectedLoss).toBeCloseTo(up.expectedLossOfControl, 12);
  });

  it('refuses a prior without spread', () => {
    const effect = { value: 0, standardError: 1 };
    expect(() => bayesianEffect(effect, { prior: { mean: 0, standardDeviation: 0 } })).toThrow(
      /above 0, got 0 and 0/,
    );
    expect(() => bayesianEffect(effect, { credibility: 95 })).toThrow(/got 95/);
  });
});

describe('betaBinomial', () => {
  it.each([
    [
      { control: { n: 30, successes: 4 }, treatment: { n: 32, successes: 9 } },
      [
        0.9171267433962283, 0.003909598805858297, 0.14177724586468182, -0.05905908646413619,
        0.3327710690777553, -0.23405473473461746, 4.826138971213442,
      ],
    ],
    [
      { control: { n: 1000, successes: 100 }, treatment: { n: 1010, successes: 125 } },
      [
        0.9541836137197833, 0.00026630855467557255, 0.02397383421481774, -0.0038463823397324797,
        0.051337012746740955, -0.033637723802866226, 0.5852501195863247,
      ],
    ],
  ])('%o', (input, [win, loss, gain, lower, upper, liftLower, liftUpper]) => {
    const { absolute, relative } = requireValue(betaBinomial(input));
    expect(absolute.chanceToWin).toBeCloseTo(win, 9);
    expect(absolute.expectedLoss).toBeCloseTo(loss, 9);
    expect(absolute.expectedLossOfControl).toBeCloseTo(gain, 9);
    expect(absolute.posterior.lower).toBeCloseTo(lower, 8);
    expect(absolute.posterior.upper).toBeCloseTo(upper, 8);
    expect(relative?.posterior.lower).toBeCloseTo(liftLower, 7);
    expect(relative?.posterior.upper).toBeCloseTo(liftUpper, 6);
  });

  it('is a coin toss for equal arms, from one customer to ten million', () => {
    for (const [n, successes] of [
      [1, 0],
      [100, 3],
      [10_000_000, 1_234_567],
    ]) {
      const arm = { n, successes };
      const { absolute } = requireValue(betaBinomial({ control: arm, treatment: arm }));
      expect(absolute.chanceToWin).toBeCloseTo(0.5, 8);
      expect(absolute.posterior.lower).toBeCloseTo(-absolute.posterior.upper, 8);
    }
  });

  it("takes Jeffreys' prior with its unbounded density, and gives no lift without control successes", () => {
    const { absolute, relative } = requireValue(
      betaBinomial({
        control: { n: 10, successes: 0 },
        treatment: { n: 12, successes: 3 },
        prior: { alpha: 0.5, beta: 0.5 },
      }),
    );
    expect(relative).toBeNull();
    // P(treatment > control) by scipy.integrate.quad.
    expect(absolute.chanceToWin).toBeCloseTo(0.9641629152581488, 6);
  });

  it('refuses what are no counts', () => {
    const arm = { n: 10, successes: 5 };
    expect(betaBinomial({ control: arm, treatment: { n: 10, successes: 12 } }).problem?.key).toBe(
      'bad_statistics',
    );
    for (const alpha of [0, 0.01, 0.49]) {
      expect(() => betaBinomial({ control: arm, treatment: arm, prior: { alpha, beta: 1 } })).toThrow(
        '0.5 or more',
      );
    }
  });

  it.each([0.5, 1])('holds at the ends, where all or none succeeded, with a prior of %d', (shape) => {
    const arms = [
      { n: 10, successes: 0 },
      { n: 10, successes: 10 },
      { n: 1e6, successes: 0 },
      { n: 1e6, successes: 1e6 },
    ];
    const prior = { alpha: shape, beta: shape };
    for (const control of arms) {
      for (const treatment of arms) {
        const { absolute } = requireValue(betaBinomial({ control, treatment, prior }));
        const { absolute: mirrored } = requireValue(
          betaBinomial({ control: treatment, treatment: control, prior }),
        );
        expect(absolute.chanceToWin + mirrored.chanceToWin).toBeCloseTo(1, 4);
        expect(absolute.expectedLossOfControl - absolute.expectedLoss).toBeCloseTo(
          absolute.posterior.value,
          4,
        );
      }
    }
  });
});
