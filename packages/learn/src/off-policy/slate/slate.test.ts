import { describe, expect, it } from 'vitest';
import { sigmoid } from '../../linear/sigmoid.ts';
import { SoftmaxPolicy } from '../../policies/softmax-policy.ts';
import { Random } from '../../random/random.ts';
import { kFolds } from '../cross-fit.ts';
import { estimateOf } from '../estimators/estimator.ts';
import { OffPolicyError } from '../off-policy-error.ts';
import { ridgeReward } from '../reward-model.ts';
import { cascadeFit } from './cascade-model.ts';
import { evaluateSlates } from './evaluate-slates.ts';
import { type SlateEstimatorName, slateSample, slateTerms } from './slate-estimators.ts';
import type { SlateFeedback } from './slate-feedback.ts';
import { plackettLuceTarget, type SlateTarget } from './slate-target.ts';

const actionCount = 5;
const size = 3;
const arms = Array.from({ length: actionCount }, (_, i) => `item ${i}`);

/** A click depends on the item and, with `interaction`, on how alike the item just above is. */
function clickRate(action: number, above: number | null, interaction: number): number {
  return sigmoid(
    -1.5 + 0.5 * action - (above === null ? 0 : interaction * (Math.abs(above - action) === 1 ? 1 : 0)),
  );
}

function world(
  slates: number,
  interaction: number,
  random: Random,
): { feedback: SlateFeedback; target: SlateTarget } {
  const logging = new SoftmaxPolicy({ temperature: 1 });
  const loggingScores = Float64Array.of(0.5, 0.4, 0.2, 0, 0);
  const actions = new Int32Array(slates * size);
  const rewards = new Float64Array(slates * size);
  const prefixPropensities = new Float64Array(slates * size);
  const marginalPropensities = new Float64Array(slates * size);
  for (let s = 0; s < slates; s++) {
    let above: number | null = null;
    for (const pick of logging.choose({ arms, size, scores: loggingScores }, random)) {
      const at = s * size + pick.rank;
      actions[at] = pick.index;
      prefixPropensities[at] = pick.prefixPropensity;
      marginalPropensities[at] = pick.propensity;
      rewards[at] = random.bernoulli(clickRate(pick.index, above, interaction)) ? 1 : 0;
      above = pick.index;
    }
  }
  const feedback = { actionCount, size, actions, rewards, prefixPropensities, marginalPropensities };
  const scores = Float64Array.from({ length: slates * actionCount }, (_, i) => 0.5 * (i % actionCount));
  return { feedback, target: plackettLuceTarget(feedback, scores) };
}

/** The target's true value, by summing over all slates. */
function truth(interaction: number): number {
  const weights = Array.from({ length: actionCount }, (_, a) => Math.exp(0.5 * a));
  const walk = (taken: number[], chance: number): number => {
    if (taken.length === size) return 0;
    const left = weights.reduce((sum, w, a) => sum + (taken.includes(a) ? 0 : w), 0);
    return weights.reduce((sum, w, a) => {
      if (taken.includes(a)) return sum;
      const p = (chance * w) / left;
      return sum + p * clickRate(a, taken.at(-1) ?? null, interaction) + walk([...taken, a], p);
    }, 0);
  };
  return walk([], 1);
}

const features = (feedback: SlateFeedback) => ({
  dimension: 2 * actionCount,
  write: (slate: number, rank: number, action: number, out: Float64Array, offset: number) => {
    out.fill(0, offset, offset + 2 * actionCount);
    out[offset + action] = 1;
    if (rank > 0) out[offset + actionCount + feedback.actions[slate * size + rank - 1]] = 1;
  },
});

describe('slate estimators', () => {
  const interaction = 1.5;
  const errors: Record<SlateEstimatorName, number[]> = {
    sips: [],
    iips: [],
    'cascade-ips': [],
    'cascade-dr': [],
  };
  const random = new Random(31);
  for (let trial = 0; trial < 30; trial++) {
    const { feedback, target } = world(800, interaction, random);
    const plan = { features: features(feedback), learner: ridgeReward(), folds: kFolds(800, 2, random) };
    const rankWeights = Float64Array.of(1, 1, 1);
    const sample = slateSample(feedback, target, 800, rankWeights, cascadeFit(feedback, target, plan));
    for (const name of Object.keys(errors) as SlateEstimatorName[]) {
      errors[name].push(estimateOf(slateTerms(name, sample)) - truth(interaction));
    }
  }
  const mean = (e: number[]) => e.reduce((s, v) => s + v / e.length, 0);
  const rmse = (e: number[]) => Math.sqrt(e.reduce((s, v) => s + (v * v) / e.length, 0));
  const unbiased = (e: number[]) => Math.abs(mean(e)) < (3.5 * rmse(e)) / Math.sqrt(e.length);

  it('standard, cascade and cascade DR are unbiased when a click depends on the item above', () => {
    expect(unbiased(errors.sips)).toBe(true);
    expect(unbiased(errors['cascade-ips'])).toBe(true);
    expect(unbiased(errors['cascade-dr'])).toBe(true);
  });

  it('each further assumption that holds lowers the error', () => {
    expect(rmse(errors['cascade-ips'])).toBeLessThan(rmse(errors.sips));
    expect(rmse(errors['cascade-dr'])).toBeLessThan(0.9 * rmse(errors['cascade-ips']));
  });

  it('the cascade model knows at each rank what the ranks from there on earn', () => {
    const { feedback, target } = world(4000, interaction, random);
    const plan = { features: features(feedback), learner: ridgeReward(), folds: kFolds(4000, 2, random) };
    const { value } = cascadeFit(feedback, target, plan);
    const meanAt = (rank: number) =>
      mean(Array.from({ length: 4000 }, (_, slate) => value[slate * size + rank]));
    expect(Math.abs(meanAt(0) - truth(interaction))).toBeLessThan(0.1);
    expect(meanAt(0)).toBeGreaterThan(2 * meanAt(2));
  });

  it('independent IPS is unbiased when clicks are independent', () => {
    const off: number[] = [];
    for (let trial = 0; trial < 20; trial++) {
      const { feedback, target } = world(800, 0, random);
      const sample = slateSample(feedback, target, 800, Float64Array.of(1, 1, 1));
      off.push(estimateOf(slateTerms('iips', sample)) - truth(0));
    }
    expect(unbiased(off)).toBe(true);
  });

  it('all agree with the log for the policy that made it', () => {
    const { feedback } = world(300, 1, random);
    const scores = Float64Array.from(
      { length: 300 * actionCount },
      (_, i) => [0.5, 0.4, 0.2, 0, 0][i % actionCount],
    );
    const rankWeights = Float64Array.of(1, 0.5, 0.25);
    const logged = feedback.rewards.reduce((sum, r, i) => sum + (r * rankWeights[i % size]) / 300, 0);
    const estimates = evaluateSlates(feedback, plackettLuceTarget(feedback, scores), {
      random,
      rankWeights,
      resamples: 100,
    });
    expect(estimates.map((e) => e.estimator)).toEqual(['sips', 'iips', 'cascade-ips']);
    for (const e of estimates) {
      expect(e.value).toBeCloseTo(logged, 3);
      expect(e.effectiveSlates).toBeCloseTo(300, 1);
    }
  });
});

describe('evaluateSlates', () => {
  it('gives intervals and diagnostics for every estimator', () => {
    const random = new Random(8);
    const { feedback, target } = world(1500, 1.5, random);
    const estimates = evaluateSlates(feedback, target, {
      random,
      resamples: 200,
      model: { features: features(feedback), learner: ridgeReward(), folds: kFolds(1500, 2, random) },
    });
    expect(estimates.map((e) => e.estimator)).toEqual(['sips', 'iips', 'cascade-ips', 'cascade-dr']);
    for (const e of estimates) {
      expect(e.bootstrap.low).toBeLessThan(e.value);
      const width = (interval: { low: number; high: number } | null) =>
        interval ? interval.high - interval.low : 0;
      expect(width(e.bernstein)).toBeGreaterThan(width(e.bootstrap));
      expect(Math.abs(e.meanWeight - 1)).toBeLessThan(0.2);
    }
  });

  it('refuses by name', () => {
    const random = new Random(8);
    const { feedback, target } = world(50, 0, random);
    const problem = (change: Partial<SlateFeedback>) => {
      try {
        evaluateSlates({ ...feedback, ...change }, target, { random });
      } catch (error) {
        if (error instanceof OffPolicyError) return error.problem;
        throw error;
      }
      return null;
    };
    expect(problem({ prefixPropensities: feedback.prefixPropensities.with(4, 0) })).toBe(
      'propensity-not-positive',
    );
    expect(problem({ prefixPropensities: feedback.prefixPropensities.with(4, 0.99) })).toBe(
      'probabilities-invalid',
    );
    expect(problem({ rewards: feedback.rewards.with(0, Number.NaN) })).toBe('reward-not-finite');
    expect(problem({ actions: feedback.actions.with(0, 9) })).toBe('action-unknown');
    expect(problem({ decisionIds: new Array(50).fill('same') })).toBe('duplicate-decision');
    expect(problem({ actions: new Int32Array(0) })).toBe('empty');
    expect(problem({ actions: feedback.actions.subarray(0, 6) })).toBe('lengths-differ');
    const never = { prefix: (_s: number, out: Float64Array) => void out.fill(0) };
    expect(() => evaluateSlates(feedback, never, { random })).toThrow('worth 0.0 slates');
  });
});
