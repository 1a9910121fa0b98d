import { describe, expect, test } from 'vitest';
import { policyName } from './policies/policy-config.ts';
import { marginalPropensity, pickSwapping } from './policy.ts';

/** xorshift32; a fixed seed makes the simulation repeatable. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
const pool = (size: number) => Int32Array.from({ length: size }, (_, i) => 100 + i);

describe('pickSwapping', () => {
  test('without exploration it takes the pool’s head with certainty', () => {
    const slate = pickSwapping(pool(5), 3, 0, Math.random);
    expect([...slate.order]).toEqual([100, 101, 102]);
    expect([...slate.propensities]).toEqual([1, 1, 1]);
  });

  test('a pool smaller than the slate gives what there is', () => {
    const slate = pickSwapping(pool(2), 5, 0.5, generator(7));
    expect(slate.order.length).toBe(2);
    expect(pickSwapping(pool(0), 5, 0.5, generator(7)).order.length).toBe(0);
  });

  test.each([0.05, 0.3, 1])('propensities are what simulation finds, ε = %s', (epsilon) => {
    const size = 7;
    const slots = 4;
    const draws = 400_000;
    const random = generator(12345);
    const counts = new Float64Array(size * slots);
    for (let n = 0; n < draws; n++) {
      const { order } = pickSwapping(pool(size), slots, epsilon, random);
      for (let k = 0; k < slots; k++) counts[(order[k] - 100) * slots + k]++;
    }
    for (let place = 0; place < size; place++) {
      for (let rank = 0; rank < slots; rank++) {
        const expected = marginalPropensity(place, rank, size, epsilon);
        const error = Math.sqrt((expected * (1 - expected)) / draws);
        expect(Math.abs(counts[place * slots + rank] / draws - expected)).toBeLessThan(4.5 * error + 1e-9);
      }
    }
  });

  test('the slate carries the propensity of each item at its rank', () => {
    const random = generator(99);
    for (let n = 0; n < 200; n++) {
      const { order, propensities } = pickSwapping(pool(9), 6, 0.4, random);
      for (let k = 0; k < 6; k++) {
        expect(propensities[k]).toBe(marginalPropensity(order[k] - 100, k, 9, 0.4));
      }
      expect(new Set(order).size).toBe(6);
    }
  });

  test.each([
    [1, 0.2],
    [5, 0.05],
    [12, 0.5],
    [50, 1],
  ])(
    'over the items of a pool of %s they sum to 1 at each rank, over ranks to 1 for each item',
    (size, epsilon) => {
      for (let a = 0; a < size; a++) {
        let atRank = 0;
        let ofItem = 0;
        for (let b = 0; b < size; b++) {
          atRank += marginalPropensity(b, a, size, epsilon);
          ofItem += marginalPropensity(a, b, size, epsilon);
        }
        expect(atRank).toBeCloseTo(1, 12);
        expect(ofItem).toBeCloseTo(1, 12);
      }
    },
  );

  test('every item of the pool can appear at every rank, so any reordering can be judged', () => {
    for (let place = 0; place < 20; place++) {
      for (let rank = 0; rank < 10; rank++)
        expect(marginalPropensity(place, rank, 20, 0.05)).toBeGreaterThan(0);
    }
  });

  test('the policy’s name says how much it explores', () => {
    expect(policyName({ kind: 'epsilonGreedy', epsilon: 0.05 })).toBe('epsilonGreedy(0.05)');
    expect(policyName({ kind: 'greedy' })).toBe('greedy');
  });
});
