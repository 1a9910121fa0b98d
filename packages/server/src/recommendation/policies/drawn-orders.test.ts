import { Random } from '@personalize/learn';
import { expect, test } from 'vitest';
import { DrawnOrders } from './drawn-orders.ts';

/** Upper 0.1 % point of χ² by degrees of freedom (Wilson and Hilferty, PNAS 17, 1931). */
const chiSquareLimit = (freedom: number) =>
  freedom * (1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom))) ** 3;

test.each([0, 0.1, 1])(
  'shows each place at each rank as often as its propensity says, uniform share %s',
  (share) => {
    const [places, ranks, times] = [6, 3, 60_000];
    const random = new Random(11);
    const drawn = new DrawnOrders();
    drawn.begin(ranks);
    const scores = new Float64Array(places);
    for (let m = 0; m < 8; m++) {
      for (let i = 0; i < places; i++) scores[i] = random.normal(i / 3, 1);
      drawn.add(scores, places);
    }
    const order = new Int32Array(ranks);
    const propensities = new Float64Array(ranks);
    const counts = new Float64Array(places * ranks);
    const stated = new Float64Array(places * ranks);
    for (let t = 0; t < times; t++) {
      drawn.pick(places, share, random, order, propensities);
      expect(new Set(order).size).toBe(ranks);
      for (let k = 0; k < ranks; k++) {
        counts[order[k] * ranks + k]++;
        stated[order[k] * ranks + k] = propensities[k];
      }
    }
    for (let k = 0; k < ranks; k++) {
      let sum = 0;
      let square = 0;
      let cells = 0;
      for (let i = 0; i < places; i++) {
        const p = stated[i * ranks + k];
        sum += p;
        if (p === 0) continue;
        cells++;
        square += (counts[i * ranks + k] - times * p) ** 2 / (times * p);
        expect(p).toBeGreaterThanOrEqual(share / places - 1e-12);
      }
      expect(sum).toBeCloseTo(1, 10);
      if (cells > 1) expect(square).toBeLessThan(chiSquareLimit(cells - 1));
    }
  },
);

test('the highest score comes first, of equal ones the earlier place', () => {
  const drawn = new DrawnOrders();
  drawn.begin(3);
  drawn.add(Float64Array.of(1, 3, 2, 3, 0), 5);
  const order = new Int32Array(3);
  const propensities = new Float64Array(3);
  drawn.pick(5, 0, new Random(1), order, propensities);
  expect([...order]).toEqual([1, 3, 2]);
  expect([...propensities]).toEqual([1, 1, 1]);
});
