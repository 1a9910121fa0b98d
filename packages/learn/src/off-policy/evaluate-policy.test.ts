import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.ts';
import { denseProbabilities, uniformProbabilities } from './action-probabilities.ts';
import { kFolds } from './cross-fit.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import type { LoggedFeedback } from './logged-feedback.ts';
import { OffPolicyError, type OffPolicyProblem } from './off-policy-error.ts';
import { logisticReward } from './reward-model.ts';
import { rewardsByDecision } from './rewards-by-decision.ts';
import { contextualWorld } from './testing/contextual-world.ts';

function refusal(run: () => unknown): { problem: OffPolicyProblem; figure: number | null; message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof OffPolicyError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('evaluatePolicy', () => {
  const single = (rows: number, propensity: number): LoggedFeedback => ({
    ...{ actionCount: 2, actions: Int32Array.from({ length: rows }, (_, i) => i % 2) },
    ...{ rewards: new Float64Array(rows).fill(1), propensities: new Float64Array(rows).fill(propensity) },
  });

  it('keeps the ends of an interval in order where propensities are far too small', () => {
    const half = { random: new Random(1), resamples: 100 };
    const { diagnostics, estimates } = evaluatePolicy(single(4000, 0.25), uniformProbabilities(2), half);
    expect(diagnostics.warnings).toContain('mean-weight-off');
    for (const { bernstein } of estimates) {
      if (bernstein !== null) expect(bernstein.low).toBeLessThanOrEqual(bernstein.high);
    }
  });

  it('takes a resample without any weight for one that earned nothing', () => {
    const rows = 300;
    const clusters = Array.from({ length: rows }, (_, i) => Math.floor(i / 100));
    const target = {
      actionCount: 2,
      write: (row: number, out: Float64Array) => void out.set(row < 100 ? [1, 0] : row % 2 ? [1, 0] : [0, 1]),
    };
    const { estimates } = evaluatePolicy(single(rows, 0.5), target, {
      ...{ random: new Random(1), clusters, resamples: 200, estimators: ['snips'] },
    });
    expect(estimates[0].value).toBe(1);
    expect(estimates[0].bootstrap.low).toBeGreaterThanOrEqual(0);
  });

  it('gives every estimator with both intervals around the truth', () => {
    const random = new Random(21);
    const rows = 4000;
    const world = contextualWorld(rows, random, 6);
    const { diagnostics, estimates } = evaluatePolicy(world.feedback, world.target, {
      random,
      model: { features: world.features, learner: logisticReward(), folds: kFolds(rows, 3, random) },
      resamples: 300,
      loggingPolicy: world.logging,
    });
    expect(diagnostics.warnings).not.toContain('mean-weight-off');
    expect(Math.abs(diagnostics.meanWeight - 1)).toBeLessThan(4 * diagnostics.meanWeightStandardError);
    expect(estimates.map((e) => e.estimator)).toEqual([
      'ips',
      'clipped-ips',
      'snips',
      'dm',
      'dr',
      'sndr',
      'switch-dr',
      'dr-os',
      'mrdr',
    ]);
    for (const e of estimates) {
      expect(Math.abs(e.value - world.truth)).toBeLessThan(0.12);
      expect(e.bootstrap.low).toBeLessThan(e.value);
      expect(e.bootstrap.high).toBeGreaterThan(e.value);
      expect(e.bernstein === null).toBe(e.estimator === 'snips' || e.estimator === 'sndr');
      if (e.bernstein !== null) {
        expect(e.bernstein.high - e.bernstein.low).toBeGreaterThan(e.bootstrap.high - e.bootstrap.low);
      }
    }
    const dr = estimates.find((e) => e.estimator === 'dr');
    expect(dr && dr.bootstrap.low < world.truth && world.truth < dr.bootstrap.high).toBe(true);
  });

  it('gives the logged mean for the logging policy itself', () => {
    const world = contextualWorld(500, new Random(2));
    const { diagnostics, estimates } = evaluatePolicy(world.feedback, world.logging, {
      random: new Random(1),
    });
    for (const e of estimates) expect(e.value).toBeCloseTo(diagnostics.loggedMean, 12);
    expect(diagnostics.effectiveRows).toBeCloseTo(500, 6);
    expect(diagnostics.warnings).toEqual([]);
  });

  it('notices propensities that cannot be right', () => {
    const world = contextualWorld(2000, new Random(4));
    const halved = { ...world.feedback, propensities: world.feedback.propensities.map((p) => p / 2) };
    const { diagnostics } = evaluatePolicy(halved, world.logging, { random: new Random(1), resamples: 100 });
    expect(diagnostics.warnings).toContain('mean-weight-off');
  });
});

describe('refusals', () => {
  const rows = 200;
  const good: LoggedFeedback = {
    actionCount: 3,
    actions: Int32Array.from({ length: rows }, (_, i) => i % 2),
    rewards: Float64Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? 1 : 0)),
    propensities: new Float64Array(rows).fill(0.5),
  };
  const never3 = denseProbabilities(
    Float64Array.from({ length: rows * 3 }, (_, i) => [0.5, 0.5, 0][i % 3]),
    3,
  );
  const evaluate = (feedback: LoggedFeedback, policy = never3) =>
    evaluatePolicy(feedback, policy, { random: new Random(1), resamples: 100 });

  it('accepts what is sound', () => {
    expect(evaluate(good).estimates).toHaveLength(3);
  });

  it('names the share of choices that were never logged', () => {
    const { problem, figure, message } = refusal(() => evaluate(good, uniformProbabilities(3)));
    expect(problem).toBe('no-support');
    expect(figure).toBeCloseTo(1 / 3, 12);
    expect(message).toContain('33.33 % of the policy');
    expect(message).toContain('action 2 at position 0');
  });

  it('names the rows that remain in effect', () => {
    const one = Float64Array.from({ length: rows * 3 }, (_, i) => (i % 3 === (i < 3 ? 0 : 1) ? 1 : 0));
    const feedback = { ...good, actions: new Int32Array(rows).with(5, 1).with(9, 1) };
    const { problem, figure } = refusal(() => evaluate(feedback, denseProbabilities(one, 3)));
    expect(problem).toBe('too-few-effective-rows');
    expect(figure).toBeCloseTo(3, 12);
  });

  it.each<[OffPolicyProblem, Partial<LoggedFeedback>, string]>([
    ['empty', { actions: new Int32Array(0) }, 'at least one row'],
    ['propensity-not-positive', { propensities: good.propensities.with(7, 0) }, 'got 0 at row 7'],
    ['propensity-not-positive', { propensities: good.propensities.with(7, -0.1) }, 'got -0.1 at row 7'],
    ['propensity-not-positive', { propensities: good.propensities.with(7, Number.NaN) }, 'got NaN at row 7'],
    ['propensity-above-one', { propensities: good.propensities.with(7, 1.5) }, 'got 1.5 at row 7'],
    ['reward-not-finite', { rewards: good.rewards.with(3, Infinity) }, 'got Infinity at row 3'],
    ['action-unknown', { actions: good.actions.with(1, 3) }, 'got 3 at row 1'],
    ['position-unknown', { positions: new Int32Array(rows).with(2, -1) }, 'got -1 at row 2'],
    ['lengths-differ', { rewards: new Float64Array(3) }, 'rewards must number 200'],
    [
      'duplicate-decision',
      { decisionIds: Array.from({ length: rows }, (_, i) => Math.min(i, 198)) },
      '"198" occurs again at row 199',
    ],
    [
      'reward-before-decision',
      {
        decidedAt: new Float64Array(rows).fill(10),
        rewardedAt: new Float64Array(rows).fill(Number.NaN).with(4, 9),
      },
      'in row 4',
    ],
  ])('%s', (expected, change, words) => {
    const { problem, message } = refusal(() => evaluate({ ...good, ...change }));
    expect(problem).toBe(expected);
    expect(message).toContain(words);
  });

  it('allows the same decision at several positions', () => {
    const positions = Int32Array.from({ length: rows }, (_, i) => Math.floor(i / 2) % 2);
    const decisionIds = Array.from({ length: rows }, (_, i) => (i % 2) + 2 * Math.floor(i / 4));
    expect(evaluate({ ...good, positions, decisionIds }).estimates).toHaveLength(3);
  });

  it('probabilities that are negative or do not sum to one', () => {
    const values = Float64Array.from({ length: rows * 3 }, (_, i) => [0.5, 0.5, 0][i % 3]);
    const wrongSum = refusal(() => evaluate(good, denseProbabilities(values.with(30, 0.2), 3)));
    expect(wrongSum.problem).toBe('probabilities-invalid');
    expect(wrongSum.message).toContain('must sum to 1, got 0.7 in row 10');
    const negative = refusal(() => evaluate(good, denseProbabilities(values.with(32, -0.2), 3)));
    expect(negative.message).toContain('got -0.2 for action 2 in row 10');
  });

  it('propensities that the logging policy contradicts', () => {
    const world = contextualWorld(300, new Random(2));
    const wrong = { ...world.feedback, propensities: world.feedback.propensities.with(12, 0.001) };
    const options = { random: new Random(1), loggingPolicy: world.logging, resamples: 100 };
    expect(evaluatePolicy(world.feedback, world.logging, options).diagnostics.unsupportedShare).toBe(0);
    const { problem, message } = refusal(() => evaluatePolicy(wrong, world.logging, options));
    expect(problem).toBe('propensity-disagrees');
    expect(message).toContain('row 12 was logged with propensity 0.001');
  });

  it('rewards outside their range, and estimators without the model they need', () => {
    expect(() => evaluate({ ...good, rewards: good.rewards.with(2, 7) })).toThrow('got 7 at row 2');
    const missing = refusal(() =>
      evaluatePolicy(good, never3, { random: new Random(1), estimators: ['dr'] }),
    );
    expect(missing.problem).toBe('model-missing');
  });
});

describe('rewardsByDecision', () => {
  const ids = ['a', 'b'];
  const times = Float64Array.of(10, 20);

  it('sums what came within the window and counts the rest', () => {
    const joined = rewardsByDecision(
      ids,
      times,
      [
        { decisionId: 'a', rewardId: '1', value: 2, at: 11 },
        { decisionId: 'a', rewardId: '2', value: 3, at: 15 },
        { decisionId: 'b', rewardId: '3', value: 4, at: 31 },
        { decisionId: 'z', rewardId: '4', value: 5, at: 31 },
      ],
      10,
    );
    expect(joined).toEqual({ rewards: Float64Array.of(5, 0), late: 1, unmatched: 1 });
  });

  it('refuses repeated rewards, rewards before their decision and rewards that are no number', () => {
    const record = { decisionId: 'a', rewardId: '1', value: 1, at: 11 };
    expect(refusal(() => rewardsByDecision(ids, times, [record, record])).problem).toBe('duplicate-reward');
    expect(refusal(() => rewardsByDecision(ids, times, [{ ...record, at: 9 }])).problem).toBe(
      'reward-before-decision',
    );
    expect(refusal(() => rewardsByDecision(ids, times, [{ ...record, value: Number.NaN }])).problem).toBe(
      'reward-not-finite',
    );
    expect(refusal(() => rewardsByDecision(['a', 'a'], times, [])).problem).toBe('duplicate-decision');
  });
});
