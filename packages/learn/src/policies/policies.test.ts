import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.ts';
import { BetaThompsonPolicy } from './beta-thompson-policy.ts';
import { BootstrappedPolicy, bootstrapWeights } from './bootstrapped-policy.ts';
import { EpsilonGreedyPolicy } from './epsilon-greedy-policy.ts';
import { GaussianThompsonPolicy } from './gaussian-thompson-policy.ts';
import { GreedyPolicy } from './greedy-policy.ts';
import { LinearThompsonPolicy, LinUcbPolicy } from './linear-policies.ts';
import { LinearPosterior, type LinearPosteriorJson } from './linear-posterior.ts';
import type { Policy } from './policy.ts';
import { type PolicyJson, policyFromJson } from './policy-json.ts';
import type { Slate } from './slate.ts';
import { SoftmaxPolicy } from './softmax-policy.ts';

const arms = ['a', 'b', 'c', 'd'];
const slate: Slate = {
  arms,
  size: 2,
  scores: Float64Array.of(0.1, 0.4, 0.2, 0.3),
  features: Float64Array.of(1, 0, 0, 1, 1, 1, -1, 0.5),
};

function ensemble(): BootstrappedPolicy {
  const members = Array.from({ length: 8 }, () => new LinearPosterior(2, 1, null)).map((posterior) =>
    member(posterior),
  );
  return new BootstrappedPolicy(members, new Random(1), { dimension: 2, uniformShare: 0.1 });
}

function member(posterior: LinearPosterior) {
  return {
    predict: (features: Float64Array, offset: number) => posterior.predict(features, offset),
    update: (features: Float64Array, reward: number, weight: number) =>
      posterior.add(features, reward, weight, undefined),
    toJSON: () => posterior.toJSON(),
  };
}

const restoreMember = (json: unknown) => member(LinearPosterior.fromJSON(json as LinearPosteriorJson, null));

const makers: [string, () => Policy][] = [
  ['greedy', () => new GreedyPolicy({ uniformShare: 0.1 })],
  ['epsilonGreedy', () => new EpsilonGreedyPolicy({ epsilon: 0.2 })],
  ['softmax', () => new SoftmaxPolicy({ temperature: 0.2, uniformShare: 0.1 })],
  ['betaThompson', () => new BetaThompsonPolicy({ uniformShare: 0.1, halfLife: 100, maxNodes: 48 })],
  [
    'gaussianThompson',
    () => new GaussianThompsonPolicy({ uniformShare: 0.1, halfLife: 100, noise: 0.5, maxNodes: 48 }),
  ],
  ['betaThompson', () => new BetaThompsonPolicy({ uniformShare: 0.1, draws: 32 })],
  ['gaussianThompson', () => new GaussianThompsonPolicy({ uniformShare: 0.1, draws: 32 })],
  ['linUcb', () => new LinUcbPolicy({ dimension: 2, uniformShare: 0.1, halfLife: 100 })],
  ['linearThompson', () => new LinearThompsonPolicy({ dimension: 2, uniformShare: 0.1, draws: 16 })],
  ['bootstrapped', ensemble],
];

function teach(policy: Policy, random: Random, steps: number): void {
  for (let t = 0; t < steps; t++) {
    for (const pick of policy.choose({ ...slate, at: t }, random)) {
      policy.update({
        arm: pick.arm,
        rank: pick.rank,
        reward: random.bernoulli(pick.arm === 'c' ? 0.8 : 0.2) ? 1 : 0,
        features: slate.features?.slice(2 * pick.index, 2 * pick.index + 2),
        at: t,
      });
    }
  }
}

describe.each(makers)('%s', (kind, make) => {
  it('fills each rank with another candidate and gives its propensities', () => {
    const policy = make();
    const random = new Random(2);
    teach(policy, random, 20);
    for (let t = 0; t < 50; t++) {
      const picks = policy.choose({ ...slate, at: 20 }, random);
      expect(new Set(picks.map((p) => p.arm)).size).toBe(2);
      for (const p of picks) {
        expect(p.propensity).toBeGreaterThan(0);
        expect(p.propensity).toBeLessThanOrEqual(1 + 1e-12);
        expect(p.prefixPropensity).toBeLessThanOrEqual(p.propensity + p.propensityError + 1e-6);
        expect(p.arm).toBe(arms[p.index]);
      }
      expect(picks[0].prefixPropensity).toBeCloseTo(picks[0].propensity, 3);
    }
  });

  it('keeps its floor under every propensity', () => {
    const policy = make();
    const random = new Random(3);
    teach(policy, random, 200);
    const floor = kind === 'epsilonGreedy' ? 0.2 / 4 : 0.1 / 4;
    for (let t = 0; t < 200; t++) {
      expect(policy.choose({ ...slate, at: 200 }, random)[0].propensity).toBeGreaterThanOrEqual(
        floor - 1e-12,
      );
    }
  });

  it('weighs to one: the mean of 1 / propensity over a pick is the number of its chances', () => {
    const policy = make();
    const random = new Random(4);
    teach(policy, random, 60);
    const sums = new Float64Array(4);
    const n = kind.endsWith('Thompson') ? 3000 : 20_000;
    for (let t = 0; t < n; t++) {
      const [first] = policy.choose({ ...slate, size: 1, at: 60 }, random);
      sums[first.index] += 1 / first.propensity / n;
    }
    for (const sum of sums) expect(Math.abs(sum - 1)).toBeLessThan(n === 3000 ? 0.45 : 0.3);
  });

  it('survives JSON: the same choices, the same learning', () => {
    const policy = make();
    const random = new Random(5);
    teach(policy, random, 30);
    const json = JSON.parse(JSON.stringify(policy));
    const copy =
      kind === 'bootstrapped'
        ? BootstrappedPolicy.fromJSON(json, restoreMember)
        : policyFromJson(json as PolicyJson);
    expect(copy.kind).toBe(kind);
    const [one, other] = [new Random(9), new Random(9)];
    teach(policy, one, 10);
    teach(copy, other, 10);
    expect(copy.choose({ ...slate, at: 40 }, other)).toEqual(policy.choose({ ...slate, at: 40 }, one));
    expect(JSON.stringify(copy)).toBe(JSON.stringify(policy));
  });

  it('refuses slates it cannot fill', () => {
    const policy = make();
    const random = new Random(1);
    expect(() => policy.choose({ ...slate, size: 0 }, random)).toThrow(
      'size must be 1 to the 4 candidates, got 0',
    );
    expect(() => policy.choose({ ...slate, size: 5 }, random)).toThrow('got 5');
    expect(() => policy.choose({ ...slate, arms: [] }, random)).toThrow('must not be empty');
    expect(() => policy.choose({ ...slate, arms: ['a', 'b', 'b', 'c'] }, random)).toThrow('got "b" twice');
  });
});

describe('what they learn', () => {
  it.each(makers.slice(3))('%s comes to prefer the arm that pays', (_kind, make) => {
    const policy = make();
    const random = new Random(6);
    teach(policy, random, 600);
    let chosen = 0;
    for (let t = 0; t < 200; t++)
      if (policy.choose({ ...slate, size: 1, at: 600 }, random)[0].arm === 'c') chosen++;
    expect(chosen).toBeGreaterThan(130);
  });

  it('beta posteriors count rewards and failures', () => {
    const policy = new BetaThompsonPolicy({ alpha: 2, beta: 3 });
    for (const reward of [1, 0, 0, 0.5]) policy.update({ arm: 'x', reward });
    expect(policy.posterior('x')).toEqual({ alpha: 3.5, beta: 5.5 });
    expect(policy.posterior('never seen')).toEqual({ alpha: 2, beta: 3 });
  });

  it('arms can be listed and forgotten', () => {
    for (const policy of [new BetaThompsonPolicy(), new GaussianThompsonPolicy()]) {
      const prior = policy.posterior('x');
      policy.update({ arm: 'x', reward: 1 });
      policy.update({ arm: 'y', reward: 1 });
      expect(policy.arms()).toEqual(['x', 'y']);
      policy.forget('x');
      expect(policy.arms()).toEqual(['y']);
      expect(policy.posterior('x')).toEqual(prior);
    }
  });

  it('Gaussian posteriors weigh prior and rewards by their precision', () => {
    const policy = new GaussianThompsonPolicy({ priorMean: 1, priorDeviation: 2, noise: 3 });
    for (const reward of [4, 6]) policy.update({ arm: 'x', reward });
    const precision = 1 / 4 + 2 / 9;
    const { mean, deviation } = policy.posterior('x');
    expect(mean).toBeCloseTo((1 / 4 + 10 / 9) / precision, 12);
    expect(deviation).toBeCloseTo(1 / Math.sqrt(precision), 12);
  });

  it('linear policies solve ridge regression', () => {
    const policy = new LinUcbPolicy({ dimension: 2, ridge: 0.5 });
    policy.update({ arm: 'x', reward: 1, features: Float64Array.of(1, 2) });
    policy.update({ arm: 'y', reward: 3, features: Float64Array.of(0, 1) });
    // (I/2 + X'X) θ = X'r with X'X = [[1, 2], [2, 5]], X'r = [1, 5].
    const [a, b] = policy.coefficients();
    expect(1.5 * a + 2 * b).toBeCloseTo(1, 12);
    expect(2 * a + 5.5 * b).toBeCloseTo(5, 12);
  });

  it('linear posteriors draw with the covariance of their inverse precision', () => {
    const posterior = new LinearPosterior(2, 1, null);
    posterior.add(Float64Array.of(1, 1), 1, 3, undefined);
    posterior.add(Float64Array.of(1, 0), 0, 2, undefined);
    // A = [[6, 3], [3, 4]], so A⁻¹ = [[4, −3], [−3, 6]] / 15 and A⁻¹ b = [3, 9] / 15.
    const random = new Random(14);
    const n = 40_000;
    const sums = [0, 0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const [x, y] = posterior.draw(random, 2);
      const [dx, dy] = [x - 0.2, y - 0.6];
      for (const [j, v] of [x, y, dx * dx, dx * dy, dy * dy].entries()) sums[j] += v / n;
    }
    for (const [j, v] of [0.2, 0.6, 16 / 15, -12 / 15, 24 / 15].entries())
      expect(Math.abs(sums[j] - v)).toBeLessThan(0.04);
    expect(posterior.width(Float64Array.of(1, -1))).toBeCloseTo(Math.sqrt(16 / 15), 12);
  });

  it('a half-life halves what was seen, towards the prior, late rewards included', () => {
    const policy = new BetaThompsonPolicy({ halfLife: 10 });
    policy.update({ arm: 'x', reward: 1, at: 0 });
    expect(policy.posterior('x', 10)).toEqual({ alpha: 1.5, beta: 1 });
    policy.update({ arm: 'x', reward: 0, at: 10 });
    policy.update({ arm: 'x', reward: 1, at: 0 });
    expect(policy.posterior('x', 10)).toEqual({ alpha: 2, beta: 2 });
    expect(policy.posterior('x', 1e6)).toEqual({ alpha: 1, beta: 1 });
    expect(() => policy.update({ arm: 'x', reward: 1 })).toThrow('at must be a time');
    const linear = new LinUcbPolicy({ dimension: 1, ridge: 1, halfLife: 10 });
    linear.update({ arm: 'x', reward: 1, features: Float64Array.of(1), at: 0 });
    linear.choose({ arms: ['x'], size: 1, features: Float64Array.of(1), at: 10 }, new Random(1));
    expect(linear.coefficients()[0]).toBeCloseTo(0.5 / 1.5, 12);
  });

  it('a half-life follows an arm that turns bad', () => {
    const random = new Random(12);
    const share = (halfLife: number | null) => {
      const policy = new BetaThompsonPolicy({ halfLife, draws: 1 });
      let good = 0;
      for (let t = 0; t < 3000; t++) {
        const best = t < 1500 ? 'a' : 'b';
        const [pick] = policy.choose({ arms: ['a', 'b'], size: 1, at: t }, random);
        if (t >= 2000 && pick.arm === best) good++;
        policy.update({
          arm: pick.arm,
          reward: random.bernoulli(pick.arm === best ? 0.6 : 0.2) ? 1 : 0,
          at: t,
        });
      }
      return good / 1000;
    };
    expect(share(100)).toBeGreaterThan(0.75);
    expect(share(null)).toBeLessThan(share(100) - 0.2);
  });

  it('position effects are taken out: an arm shown low is not taken for a bad one', () => {
    const random = new Random(13);
    const beta = new BetaThompsonPolicy({ examination: [1, 0.3] });
    const gauss = new GaussianThompsonPolicy({ examination: [1, 0.3], priorDeviation: 10, noise: 0.5 });
    const linear = new LinUcbPolicy({ dimension: 1, examination: [1, 0.3], ridge: 1e-6 });
    for (let t = 0; t < 20_000; t++) {
      const reward = random.bernoulli(0.5 * 0.3) ? 1 : 0;
      for (const policy of [beta, gauss, linear])
        policy.update({ arm: 'low', rank: 1, reward, features: Float64Array.of(1) });
    }
    const { alpha, beta: failures } = beta.posterior('low');
    expect(alpha / (alpha + failures)).toBeCloseTo(0.5, 1);
    expect(gauss.posterior('low').mean).toBeCloseTo(0.5, 1);
    expect(linear.coefficients()[0]).toBeCloseTo(0.5, 1);
  });

  it('a late reward corrects what was said, as if it had come in time', () => {
    const x = Float64Array.of(1, 0.5);
    const inTime = { arm: 'x', rank: 1, reward: 1, features: x };
    const makers = [
      () => new BetaThompsonPolicy({ examination: [1, 0.5] }),
      () => new GaussianThompsonPolicy({ examination: [1, 0.5] }),
      () => new LinUcbPolicy({ dimension: 2, examination: [1, 0.5] }),
      () => new LinearThompsonPolicy({ dimension: 2, examination: [1, 0.5] }),
    ];
    for (const make of makers) {
      const [prompt, late] = [make(), make()];
      prompt.update(inTime);
      late.update({ ...inTime, reward: 0 });
      late.update({ ...inTime, correction: true });
      expect(late.toJSON()).toEqual(prompt.toJSON());
    }
    expect(() => ensemble().update({ ...inTime, correction: true })).toThrow('refit the members');
  });

  it('bootstrap weights are Poisson(1)', () => {
    const [weights] = bootstrapWeights(50_000, 1, new Random(1));
    const share = (k: number) => weights.filter((w) => w === k).length / weights.length;
    expect(share(0)).toBeCloseTo(Math.exp(-1), 2);
    expect(share(1)).toBeCloseTo(Math.exp(-1), 2);
    expect(share(3)).toBeCloseTo(Math.exp(-1) / 6, 2);
  });
});

describe('bad input', () => {
  const random = new Random(1);

  it('is refused with the value', () => {
    expect(() => new GreedyPolicy({ uniformShare: 2 })).toThrow('got 2');
    expect(() => new EpsilonGreedyPolicy({ epsilon: -0.1 })).toThrow('got -0.1');
    expect(() => new SoftmaxPolicy({ temperature: 0 })).toThrow('got 0');
    expect(() => new BetaThompsonPolicy({ alpha: 0 })).toThrow('got 0');
    expect(() => new BetaThompsonPolicy({ halfLife: -1 })).toThrow('got -1');
    expect(() => new BetaThompsonPolicy({ examination: [0] })).toThrow('got 0');
    expect(() => new LinUcbPolicy({ dimension: 0 })).toThrow('got 0');
    expect(() => new LinearThompsonPolicy({ dimension: 2, draws: 0 })).toThrow('got 0');
    expect(() => new BootstrappedPolicy([], random, { dimension: 1 })).toThrow('empty');
    expect(() => new BetaThompsonPolicy().update({ arm: 'x', reward: 2 })).toThrow('got 2 for "x"');
    expect(() => new BetaThompsonPolicy().update({ arm: 'x', reward: 1, rank: -1 })).toThrow('got -1');
    expect(() => new GaussianThompsonPolicy().update({ arm: 'x', reward: Number.NaN })).toThrow(
      'got NaN for "x"',
    );
    const greedy = new GreedyPolicy();
    expect(() => greedy.choose({ arms, size: 1 }, random)).toThrow('scores are needed');
    expect(() =>
      greedy.choose({ arms, size: 1, scores: Float64Array.of(1, 2, Number.NaN, 4) }, random),
    ).toThrow('for "c"');
    const linear = new LinUcbPolicy({ dimension: 2 });
    expect(() => linear.choose({ arms, size: 1, features: new Float64Array(3) }, random)).toThrow('4 × 2');
    expect(() => linear.update({ arm: 'x', reward: 1 })).toThrow('features are needed');
    expect(() => linear.update({ arm: 'x', reward: 1, features: new Float64Array(3) })).toThrow('got 3');
    expect(() => policyFromJson({ kind: 'magic' } as unknown as PolicyJson)).toThrow('got "magic"');
    const damaged = {
      ...new BetaThompsonPolicy().toJSON(),
      arms: { x: [-1, 0, 0] as [number, number, number] },
    };
    expect(() => policyFromJson(damaged)).toThrow('arm "x"');
  });
});
