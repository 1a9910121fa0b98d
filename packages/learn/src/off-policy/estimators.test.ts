import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.ts';
import { denseProbabilities } from './action-probabilities.ts';
import { contextAndAction, crossFit, kFolds, moreRobustWeights } from './cross-fit.ts';
import { empiricalBernstein } from './empirical-bernstein.ts';
import { directMethod } from './estimators/direct-method.ts';
import {
  doublyRobust,
  selfNormalisedDoublyRobust,
  shrunkDoublyRobust,
  switchDoublyRobust,
} from './estimators/doubly-robust.ts';
import { estimateOf, standardErrorOf } from './estimators/estimator.ts';
import {
  clippedInversePropensity,
  inversePropensity,
  selfNormalisedInversePropensity,
} from './estimators/inverse-propensity.ts';
import { type EvaluationSample, evaluationSample } from './evaluation-sample.ts';
import { logisticReward } from './reward-model.ts';
import { contextualWorld } from './testing/contextual-world.ts';
import { tuneLambda } from './tune-lambda.ts';

describe('estimators', () => {
  // Worked by hand: weights 0.5, 2 and 4.
  const sample: EvaluationSample = {
    rewards: Float64Array.of(1, 0, 1),
    weights: Float64Array.of(0.5, 2, 4),
    modelled: { logged: Float64Array.of(0.5, 0.5, 0.25), value: Float64Array.of(0.4, 0.3, 0.2) },
  };
  const of = (estimator: { terms(s: EvaluationSample): Parameters<typeof estimateOf>[0] }) =>
    estimateOf(estimator.terms(sample));

  it('compute their formulas', () => {
    expect(of(inversePropensity)).toBeCloseTo(4.5 / 3, 12);
    expect(of(clippedInversePropensity(1))).toBeCloseTo(1.5 / 3, 12);
    expect(of(selfNormalisedInversePropensity)).toBeCloseTo(4.5 / 6.5, 12);
    expect(of(directMethod)).toBeCloseTo(0.3, 12);
    const residuals = 0.5 * 0.5 + 2 * -0.5 + 4 * 0.75;
    expect(of(doublyRobust)).toBeCloseTo(0.3 + residuals / 3, 12);
    expect(of(selfNormalisedDoublyRobust)).toBeCloseTo(0.3 + residuals / 6.5, 12);
    expect(of(switchDoublyRobust(2))).toBeCloseTo(0.3 + (0.25 - 1) / 3, 12);
    const shrunk = (w: number) => (3 * w) / (w * w + 3);
    expect(of(shrunkDoublyRobust(3))).toBeCloseTo(
      0.3 + (shrunk(0.5) * 0.5 - shrunk(2) * 0.5 + shrunk(4) * 0.75) / 3,
      12,
    );
  });

  it('meet at the ends of lambda', () => {
    expect(of(clippedInversePropensity(Infinity))).toBe(of(inversePropensity));
    expect(of(switchDoublyRobust(0))).toBe(of(directMethod));
    expect(of(switchDoublyRobust(Infinity))).toBe(of(doublyRobust));
    expect(of(shrunkDoublyRobust(0))).toBe(of(directMethod));
    expect(of(shrunkDoublyRobust(Infinity))).toBe(of(doublyRobust));
  });

  it('say so when their reward model is missing', () => {
    expect(() => doublyRobust.terms({ ...sample, modelled: null })).toThrow('dr needs a reward model');
  });
});

describe('in a world with known truth', () => {
  const trials = 40;
  const errors: Record<string, number> = { ips: 0, snips: 0, dr: 0, sndr: 0 };
  let covered = 0;
  const random = new Random(17);
  for (let t = 0; t < trials; t++) {
    const world = contextualWorld(1500, random);
    const plan = { features: world.features, learner: logisticReward(), folds: kFolds(1500, 3, random) };
    const sample = evaluationSample(
      world.feedback,
      world.target,
      crossFit(world.feedback, world.target, plan),
    );
    for (const estimator of [
      inversePropensity,
      selfNormalisedInversePropensity,
      doublyRobust,
      selfNormalisedDoublyRobust,
    ]) {
      errors[estimator.name] += (estimateOf(estimator.terms(sample)) - world.truth) ** 2 / trials;
    }
    const terms = doublyRobust.terms(sample);
    if (Math.abs(estimateOf(terms) - world.truth) < 1.96 * standardErrorOf(terms)) covered++;
  }

  it("DR's root mean squared error is at most half of IPS's", () => {
    expect(Math.sqrt(errors.dr)).toBeLessThanOrEqual(0.5 * Math.sqrt(errors.ips));
  });

  it("DR's standard error covers the truth", () => {
    expect(covered / trials).toBeGreaterThanOrEqual(0.85);
  });
});

describe('tuneLambda', () => {
  const random = new Random(3);
  const world = contextualWorld(4000, random);
  const plan = { features: world.features, learner: logisticReward(), folds: kFolds(4000, 3, random) };
  const sample = evaluationSample(world.feedback, world.target, crossFit(world.feedback, world.target, plan));

  it('costs little against no threshold where none is needed, and gains where weights are wild', () => {
    const generator = new Random(5);
    const squared = { tuned: 0, plain: 0, wildTuned: 0, wildPlain: 0 };
    for (let t = 0; t < 60; t++) {
      const small = contextualWorld(400, generator);
      const s = evaluationSample(small.feedback, small.target);
      squared.tuned += (estimateOf(tuneLambda(clippedInversePropensity, s).terms(s)) - small.truth) ** 2;
      squared.plain += (estimateOf(inversePropensity.terms(s)) - small.truth) ** 2;
      // One action in two thousand is taken by chance, the policy would take it once in ten: weights of 0.9 or 200.
      const weights = Float64Array.from({ length: 400 }, () => (generator.bernoulli(0.0005) ? 200 : 0.9));
      const wild = { rewards: new Float64Array(400).fill(1), weights, modelled: null };
      squared.wildTuned += (estimateOf(tuneLambda(clippedInversePropensity, wild).terms(wild)) - 1) ** 2;
      squared.wildPlain += (estimateOf(inversePropensity.terms(wild)) - 1) ** 2;
    }
    expect(squared.tuned).toBeLessThan(1.25 * squared.plain);
    expect(squared.wildTuned).toBeLessThan(0.6 * squared.wildPlain);
  });

  it('trusts the model where model and rewards agree, and only then', () => {
    const biased: EvaluationSample = {
      ...sample,
      modelled: { logged: sample.rewards.map(() => 0.9), value: sample.rewards.map(() => 0.9) },
    };
    for (const method of ['slope', 'mse'] as const) {
      const good = tuneLambda(shrunkDoublyRobust, sample, { method }).lambda ?? 0;
      const bad = tuneLambda(shrunkDoublyRobust, biased, { method }).lambda ?? 0;
      expect(bad).toBeGreaterThan(good);
    }
  });

  it('refuses thresholds that are not above 0', () => {
    expect(() => tuneLambda(switchDoublyRobust, sample, { candidates: [] })).toThrow('at least one');
    expect(() => tuneLambda(switchDoublyRobust, sample, { candidates: [1, -1] })).toThrow('above 0');
  });
});

describe('empiricalBernstein', () => {
  it('is the bound of Maurer and Pontil', () => {
    const { low, high } = empiricalBernstein(Float64Array.of(0, 1, 1, 0, 1), 1, 0.95);
    const half = Math.sqrt((2 * 0.3 * Math.log(80)) / 5) + (7 * Math.log(80)) / 12;
    expect([low, high]).toEqual([expect.closeTo(0.6 - half, 12), expect.closeTo(0.6 + half, 12)]);
  });

  it('holds at least as often as it says, also for rare rewards', () => {
    const random = new Random(9);
    let covered = 0;
    for (let t = 0; t < 400; t++) {
      const values = Float64Array.from({ length: 300 }, () => (random.bernoulli(0.01) ? 20 : 0));
      const { low, high } = empiricalBernstein(values, 20);
      if (low <= 0.2 && 0.2 <= high) covered++;
    }
    expect(covered / 400).toBeGreaterThanOrEqual(0.95);
  });

  it('refuses a range that the values exceed', () => {
    expect(() => empiricalBernstein(Float64Array.of(0, 5), 1)).toThrow('spread of 5');
  });
});

describe('moreRobustWeights', () => {
  it('are π (1 − p) / p²', () => {
    const feedback = {
      actionCount: 2,
      actions: Int32Array.of(0, 1),
      rewards: Float64Array.of(0, 1),
      propensities: Float64Array.of(0.5, 0.2),
    };
    const policy = denseProbabilities(Float64Array.of(1, 0, 0.25, 0.75), 2);
    const [first, second] = moreRobustWeights(feedback, policy);
    expect(first).toBeCloseTo(2, 12);
    expect(second).toBeCloseTo((0.75 * 0.8) / 0.04, 12);
  });
});

describe('crossFit', () => {
  it('never asks a model about a row it was fitted on', () => {
    const rows = 60;
    const random = new Random(2);
    const folds = kFolds(rows, 3, random);
    const contexts = Float64Array.from({ length: rows }, (_, i) => i);
    const feedback = {
      actionCount: 2,
      actions: new Int32Array(rows),
      rewards: new Float64Array(rows),
      propensities: new Float64Array(rows).fill(0.5),
    };
    let asked = 0;
    crossFit(
      feedback,
      { actionCount: 2, write: (_row, out) => void out.fill(0.5) },
      {
        folds,
        features: contextAndAction(contexts, 1, Float64Array.of(0, 1), 1),
        learner: {
          fit: (features, dimension) => {
            const seen = new Set(
              Array.from({ length: features.length / dimension }, (_, i) => features[i * dimension]),
            );
            return {
              predict: (input) => {
                asked++;
                expect(seen.has(input[0])).toBe(false);
                expect(seen.size).toBe(40);
                return 0;
              },
            };
          },
        },
      },
    );
    expect(asked).toBe(2 * rows);
  });
});
