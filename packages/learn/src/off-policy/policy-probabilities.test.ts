import { describe, expect, it } from 'vitest';
import { EpsilonGreedyPolicy } from '../policies/epsilon-greedy-policy.ts';
import { GreedyPolicy } from '../policies/greedy-policy.ts';
import { SoftmaxPolicy } from '../policies/softmax-policy.ts';
import { Random } from '../random/random.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import { policyProbabilities, policySlateTarget } from './policy-probabilities.ts';
import { evaluateSlates } from './slate/evaluate-slates.ts';

const arms = ['a', 'b', 'c', 'd'];
const rates = [0.1, 0.5, 0.3, 0.2];

describe('a policy on the log of another', () => {
  it('is judged as it would have fared', () => {
    const random = new Random(3);
    const rows = 6000;
    const logger = new SoftmaxPolicy({ temperature: 0.5 });
    const better = new EpsilonGreedyPolicy({ epsilon: 0.2 });
    const feedback = {
      actionCount: 4,
      actions: new Int32Array(rows),
      rewards: new Float64Array(rows),
      propensities: new Float64Array(rows),
    };
    for (let row = 0; row < rows; row++) {
      const [pick] = logger.choose({ arms, size: 1, scores: Float64Array.of(0.3, 0, 0.2, 0.1) }, random);
      feedback.actions[row] = pick.index;
      feedback.propensities[row] = pick.propensity;
      feedback.rewards[row] = random.bernoulli(rates[pick.index]) ? 1 : 0;
    }
    const policy = policyProbabilities(
      better,
      () => ({ arms, size: 1, scores: Float64Array.from(rates) }),
      4,
      random,
    );
    const { estimates } = evaluatePolicy(feedback, policy, { random, resamples: 200 });
    const truth = 0.8 * 0.5 + 0.2 * 0.275;
    for (const e of estimates) expect(Math.abs(e.value - truth)).toBeLessThan(4 * e.standardError);
  });

  it('judges slates, too', () => {
    const random = new Random(4);
    const slates = 4000;
    const size = 2;
    const logger = new EpsilonGreedyPolicy({ epsilon: 0.7 });
    const better = new GreedyPolicy({ uniformShare: 0.3 });
    const feedback = {
      actionCount: 4,
      size,
      actions: new Int32Array(slates * size),
      rewards: new Float64Array(slates * size),
      prefixPropensities: new Float64Array(slates * size),
      marginalPropensities: new Float64Array(slates * size),
    };
    for (let s = 0; s < slates; s++) {
      for (const pick of logger.choose({ arms, size, scores: Float64Array.of(0.3, 0, 0.2, 0.1) }, random)) {
        const at = s * size + pick.rank;
        feedback.actions[at] = pick.index;
        feedback.prefixPropensities[at] = pick.prefixPropensity;
        feedback.marginalPropensities[at] = pick.propensity;
        feedback.rewards[at] = random.bernoulli(rates[pick.index]) ? 1 : 0;
      }
    }
    const scores = Float64Array.from(rates);
    const target = policySlateTarget(better, () => ({ arms, size, scores }), feedback, random);
    const truth = 0.7 * (0.5 + 0.3) + 0.3 * 2 * 0.275;
    for (const e of evaluateSlates(feedback, target, { random, resamples: 100 })) {
      expect(Math.abs(e.value - truth)).toBeLessThan(4 * e.standardError);
    }
  });

  it('is judged with honest intervals when customers return: their rows are resampled together', () => {
    const random = new Random(5);
    const rows = 2000;
    // Each of 100 customers clicks always or never, and comes 20 times.
    const taste = Array.from({ length: 100 }, () => (random.bernoulli(0.5) ? 1 : 0));
    const clusters = Int32Array.from({ length: rows }, (_, i) => i % 100);
    const feedback = {
      actionCount: 1,
      actions: new Int32Array(rows),
      rewards: Float64Array.from(clusters, (c) => taste[c]),
      propensities: new Float64Array(rows).fill(1),
    };
    const policy = { actionCount: 1, write: (_row: number, out: Float64Array) => void out.fill(1) };
    const evaluate = (options: { clusters?: Int32Array }) =>
      evaluatePolicy(feedback, policy, { random, estimators: ['ips'], ...options }).estimates[0];
    const naive = evaluate({});
    const clustered = evaluate({ clusters });
    expect(naive.standardError).toBeCloseTo(0.5 / Math.sqrt(rows), 3);
    expect(clustered.standardError).toBeCloseTo(0.5 / Math.sqrt(100), 2);
    expect(clustered.bootstrap.high - clustered.bootstrap.low).toBeGreaterThan(
      3 * (naive.bootstrap.high - naive.bootstrap.low),
    );
    expect(clustered.bernstein).toBeNull();
  });

  it('takes random blocks in place of rows where there are very many, with the same interval', () => {
    const random = new Random(6);
    const rows = 25_000;
    const rewards = Float64Array.from({ length: rows }, () => (random.bernoulli(0.1) ? 1 : 0));
    const feedback = {
      actionCount: 1,
      actions: new Int32Array(rows),
      rewards,
      propensities: new Float64Array(rows).fill(1),
    };
    const policy = { actionCount: 1, write: (_row: number, out: Float64Array) => void out.fill(1) };
    const [ips] = evaluatePolicy(feedback, policy, { random, estimators: ['ips'] }).estimates;
    const width = (2 * 1.96 * 0.3) / Math.sqrt(rows);
    expect((ips.bootstrap.high - ips.bootstrap.low) / width).toBeGreaterThan(0.9);
    expect((ips.bootstrap.high - ips.bootstrap.low) / width).toBeLessThan(1.1);
    expect(ips.standardError / (0.3 / Math.sqrt(rows))).toBeCloseTo(1, 1);
  });
});
