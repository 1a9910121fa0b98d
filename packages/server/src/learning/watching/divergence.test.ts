import { expect, it } from 'vitest';
import { jensenShannon, populationStabilityIndex } from './divergence.ts';

it('measures how far two distributions are apart', () => {
  expect(populationStabilityIndex([10, 20, 70], [1, 2, 7])).toBeCloseTo(0, 12);
  // (0.5 − 0.25) ln 2 + (0.5 − 0.75) ln (2/3), by hand.
  expect(populationStabilityIndex([50, 50], [25, 75])).toBeCloseTo(
    0.25 * Math.log(2) - 0.25 * Math.log(2 / 3),
    12,
  );
  expect(jensenShannon([1, 1], [2, 2])).toBeCloseTo(0, 12);
  expect(jensenShannon([5, 0], [0, 9])).toBeCloseTo(1, 12);
  // Half the divergence of (1, 0) and of (½, ½) from (¾, ¼).
  const byHand = (Math.log2(4 / 3) + 0.5 * Math.log2(2 / 3) + 0.5 * Math.log2(2)) / 2;
  expect(jensenShannon([1, 0], [1, 1])).toBeCloseTo(byHand, 12);
  expect(populationStabilityIndex([0, 0], [1, 1])).toBeNaN();
  expect(jensenShannon([0, 0], [1, 1])).toBeNaN();
  expect(populationStabilityIndex([0, 10], [5, 5])).toBeLessThan(10);
});
