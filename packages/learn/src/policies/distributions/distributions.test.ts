import { fileURLToPath } from 'node:url';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { describe, expect, it } from 'vitest';
import { readBtsDistribution, readBtsPriors } from '../../off-policy/testing/open-bandit.ts';
import { Random } from '../../random/random.ts';
import { BetaThompsonPolicy } from '../beta-thompson-policy.ts';
import { EpsilonGreedyOrders } from './epsilon-greedy-orders.ts';
import { IndependentDraws, type ScoreDistribution } from './independent-draws.ts';
import { PlackettLuce } from './plackett-luce.ts';
import { SampledOrders } from './sampled-orders.ts';
import { type SlateDistribution, UniformMixture } from './slate-distribution.ts';
import { topK } from './top-k.ts';

function normal(mean: number, deviation: number): ScoreDistribution {
  return {
    mean,
    deviation,
    draw: (r) => r.normal(mean, deviation),
    cdf: (x) => normalCdf(x, mean, deviation),
  };
}

/** All ordered slates of `size` out of n candidates. */
function orders(n: number, size: number, start: number[] = []): number[][] {
  if (start.length === size) return [start];
  return Array.from({ length: n }, (_, i) => i)
    .filter((i) => !start.includes(i))
    .flatMap((i) => orders(n, size, [...start, i]));
}

const cases: [string, SlateDistribution][] = [
  ['ε-greedy', new EpsilonGreedyOrders(Int32Array.of(2, 0, 3, 1, 4), 3, 0.4)],
  ['Plackett–Luce', new PlackettLuce(Float64Array.of(1, 0.2, -0.5, 2, 0), 3, 512)],
  [
    'independent normal draws',
    new IndependentDraws(
      [normal(0, 1), normal(0.5, 0.2), normal(1, 2), normal(-1, 1), normal(0.6, 0.01)],
      3,
      512,
    ),
  ],
  [
    'uniform mixture',
    new UniformMixture(new EpsilonGreedyOrders(Int32Array.of(2, 0, 3, 1, 4), 3, 0.1), 5, 3, 0.5),
  ],
  [
    'sampled orders',
    new SampledOrders([Int32Array.of(0, 1, 2), Int32Array.of(0, 2, 1), Int32Array.of(4, 1, 2)]),
  ],
];

describe.each(cases)('%s', (_name, distribution) => {
  const all = orders(5, 3).map((order) => ({ order, ...distribution.propensities(Int32Array.from(order)) }));

  it("gives all slates' propensities, which sum to one", () => {
    expect(all.reduce((sum, o) => sum + o.prefix[2], 0)).toBeCloseTo(1, 3);
    for (let rank = 0; rank < 3; rank++) {
      const byCandidate = new Map(all.map((o) => [o.order[rank], o.marginal[rank]]));
      expect([...byCandidate.values()].reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 3);
    }
  });

  it('has marginals and prefixes that follow from the slates', () => {
    for (const { order, marginal, prefix } of all) {
      for (let rank = 0; rank < 3; rank++) {
        const sameHere = all.filter((o) => o.order[rank] === order[rank]);
        expect(sameHere.reduce((sum, o) => sum + o.prefix[2], 0)).toBeCloseTo(marginal[rank], 3);
        const sameUntil = all.filter((o) =>
          order.slice(0, rank + 1).every((index, r) => o.order[r] === index),
        );
        expect(sameUntil.reduce((sum, o) => sum + o.prefix[2], 0)).toBeCloseTo(prefix[rank], 3);
      }
    }
  });

  it('draws as it says', () => {
    const random = new Random(1);
    const n = 40_000;
    const counts = new Map<string, number>();
    for (let i = 0; i < n; i++) {
      const key = distribution.draw(random).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const { order, prefix } of all) {
      const expected = n * prefix[2];
      const observed = counts.get(order.join()) ?? 0;
      expect(Math.abs(observed - expected)).toBeLessThan(4.5 * Math.sqrt(expected + 1) + n * 5e-4);
    }
  });
});

describe('IndependentDraws', () => {
  it('is exact where the answer is known: P(N(1, 1) > N(0, 1)) = Φ(1 / √2)', () => {
    const { marginal, error } = new IndependentDraws([normal(1, 1), normal(0, 1)], 1, 256).propensities(
      Int32Array.of(0),
    );
    const exact = normalCdf(1 / Math.SQRT2, 0, 1);
    expect(Math.abs(marginal[0] - exact)).toBeLessThan(error[0]);
    expect(error[0]).toBeLessThan(5e-4);
  });

  it('states an error that holds, with few nodes and many candidates', () => {
    const random = new Random(6);
    let outside = 0;
    let checked = 0;
    for (let trial = 0; trial < 12; trial++) {
      const scores = Array.from({ length: 50 }, () => normal(random.normal(), 0.05 + random.uniform()));
      const order = new IndependentDraws(scores, 4, 64).draw(random);
      const coarse = new IndependentDraws(scores, 4, 96).propensities(order);
      const fine = new IndependentDraws(scores, 4, 4096).propensities(order);
      for (let rank = 0; rank < 4; rank++) {
        checked++;
        if (Math.abs(coarse.marginal[rank] - fine.marginal[rank]) > coarse.error[rank] + 1e-9) outside++;
        expect(coarse.error[rank]).toBeLessThan(0.02 * fine.marginal[rank] + 1e-4);
      }
    }
    expect(outside / checked).toBeLessThan(0.1);
  });

  it('gives the choice probabilities published with the Open Bandit Dataset', () => {
    const folder = fileURLToPath(new URL('../../../../../datasets/open-bandit', import.meta.url));
    const { alpha, beta } = readBtsPriors(folder);
    const published = readBtsDistribution(folder);
    const policy = new BetaThompsonPolicy();
    const arms = alpha.map((_, i) => `item ${i}`);
    const json = policy.toJSON();
    for (const [i, arm] of arms.entries()) json.arms[arm] = [alpha[i] + beta[i] - 2, alpha[i] - 1, 0];
    const prior = BetaThompsonPolicy.fromJSON(json);
    const random = new Random(2);
    for (let trial = 0; trial < 6; trial++) {
      for (const pick of prior.choose({ arms, size: 3 }, random)) {
        const p = published[pick.index * 3 + pick.rank];
        const simulationError = Math.sqrt((pick.propensity * (1 - pick.propensity)) / 100_000);
        expect(Math.abs(pick.propensity - p)).toBeLessThan(4.5 * simulationError + pick.propensityError);
      }
    }
  });
});

describe('PlackettLuce', () => {
  it('stays exact when one weight dwarfs the rest', () => {
    const { prefix } = new PlackettLuce(Float64Array.of(800, 0, Math.log(3)), 3, 128).propensities(
      Int32Array.of(0, 2, 1),
    );
    expect([...prefix]).toEqual([expect.closeTo(1, 12), expect.closeTo(0.75, 12), expect.closeTo(0.75, 12)]);
  });

  it.each([0.02, 0.1, 1, 20])(
    'ranks of 200 candidates at temperature %d: as drawn, within the error',
    (t) => {
      const random = new Random(11);
      const weights = Float64Array.from({ length: 200 }, () => random.uniform() / t);
      const distribution = new PlackettLuce(weights, 12, 128);
      const order = distribution.draw(random);
      const { marginal, error } = distribution.propensities(order);
      const draws = 20_000;
      const seen = new Float64Array(12);
      for (let n = 0; n < draws; n++) {
        const drawn = distribution.draw(random);
        for (let rank = 0; rank < 12; rank++) if (drawn[rank] === order[rank]) seen[rank]++;
      }
      for (let rank = 0; rank < 12; rank++) {
        const deviation = Math.sqrt((marginal[rank] * (1 - marginal[rank])) / draws);
        expect(Math.abs(seen[rank] / draws - marginal[rank])).toBeLessThan(5 * deviation + 2 / draws);
        expect(error[rank]).toBeLessThan(1e-4);
      }
    },
  );

  it('integrates ranks to nine digits, and says so', () => {
    const { marginal, error } = new PlackettLuce(Float64Array.of(0, 0, 0, 0), 3, 128).propensities(
      Int32Array.of(2, 0, 1),
    );
    for (let rank = 0; rank < 3; rank++) {
      expect(marginal[rank]).toBeCloseTo(0.25, 8);
      expect(error[rank]).toBeLessThan(1e-4);
    }
  });
});

describe('topK', () => {
  it('finds the highest, the lower index first among equals', () => {
    expect([...topK(Float64Array.of(1, 3, 2, 3, 0), 3)]).toEqual([1, 3, 2]);
    const random = new Random(3);
    const scores = Float64Array.from({ length: 100 }, () => random.int(20));
    const sorted = Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b);
    expect([...topK(scores, 100)]).toEqual(sorted);
    expect([...topK(scores, 7)]).toEqual(sorted.slice(0, 7));
  });
});
