import { Random } from '@personalize/learn';
import { describe, expect, it } from 'vitest';
import { pickSwapping } from '../../recommendation/policy.ts';
import { drawnFrom, loggedEpsilon, loggedPrefix } from './logged-prefix.ts';
import { checkEvaluation } from './request.ts';
import { steppedPrefix, Target } from './target.ts';

const policy = (kind: 'greedy' | 'epsilonGreedy' | 'softmax' | 'uniform', more = {}) =>
  checkEvaluation({ policy: { kind, ...more } }, 'heuristic').policy;
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

/** Every order of `ranks` out of `places`. */
function orders(places: number, ranks: number): number[][] {
  if (ranks === 0) return [[]];
  return orders(places, ranks - 1).flatMap((head) =>
    Array.from({ length: places }, (_, i) => i)
      .filter((i) => !head.includes(i))
      .map((i) => [...head, i]),
  );
}

describe('Target', () => {
  it.each([
    policy('greedy'),
    policy('epsilonGreedy', { epsilon: 0.3 }),
    policy('uniform'),
    policy('softmax', { temperature: 0.5 }),
  ])('gives probabilities of orders that sum to 1 and to the ranks’ own: $kind', (judged) => {
    const [places, ranks] = [5, 3];
    const { marginal, prefix, conditional } = new Target(judged, ranks).probabilities(
      Float64Array.of(3, 2, 1.5, 1, 0),
    );
    const added = new Float64Array(ranks * places);
    let total = 0;
    for (const order of orders(places, ranks)) {
      const wanted = Int32Array.from(order);
      const chance = prefix(wanted)[ranks - 1];
      total += chance;
      for (const [rank, place] of order.entries()) added[rank * places + place] += chance;
      if (chance === 0) continue;
      let product = 1;
      const given = new Float64Array(places + 1);
      for (const [rank, place] of order.entries()) {
        conditional(wanted, rank, given);
        expect(sum(given)).toBeCloseTo(1, 10);
        product *= given[place];
      }
      expect(product).toBeCloseTo(chance, 10);
    }
    expect(total).toBeCloseTo(1, 10);
    for (let i = 0; i < added.length; i++) expect(marginal[i]).toBeCloseTo(added[i], 3);
  });

  it('gives no chance to what lies beyond its reach', () => {
    for (const kind of ['greedy', 'uniform', 'softmax'] as const) {
      const { prefix } = new Target(policy(kind), 2).probabilities(Float64Array.of(2, 1, 0));
      expect(prefix(Int32Array.of(0, -1))[1]).toBe(0);
    }
  });
});

describe('loggedPrefix', () => {
  it('tells the probability of the order from logged propensities, as the draw had it', () => {
    const random = new Random(3);
    for (const epsilon of [0.05, 0.4, 1]) {
      for (let n = 0; n < 300; n++) {
        const size = drawnFrom(4, 9);
        const pool = Int32Array.from({ length: size }, (_, i) => i);
        const { order, propensities } = pickSwapping(pool, 4, epsilon, () => random.uniform());
        const draw = {
          propensities: Array.from(propensities),
          size,
          epsilon,
          placeOf: (r: number) => order[r],
        };
        const found = loggedPrefix(draw, 4);
        const truth = steppedPrefix(order, size, epsilon);
        expect(found).toBeDefined();
        for (let rank = 0; rank < 4; rank++) expect(found?.[rank]).toBeCloseTo(truth[rank], 9);
      }
    }
  });

  it('leaves an order alone whose propensities no draw explains', () => {
    const draw = { propensities: [0.123, 0.5], size: 5, epsilon: 0.2, placeOf: () => -1 };
    expect(loggedPrefix(draw, 2)).toBeUndefined();
    expect(loggedPrefix({ ...draw, epsilon: 0, propensities: [1, 1] }, 2)).toEqual(Float64Array.of(1, 1));
  });

  it('knows ε by the name that decisions record', () => {
    expect(loggedEpsilon('greedy')).toBe(0);
    expect(loggedEpsilon('epsilonGreedy(0.05)')).toBe(0.05);
    expect(loggedEpsilon('betaThompson(click)')).toBeUndefined();
  });
});
