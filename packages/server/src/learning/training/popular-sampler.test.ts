import { Random } from '@personalize/learn';
import { expect, it } from 'vitest';
import { PopularSampler } from './popular-sampler.ts';

it('draws by popularity^¾, and its weights undo that', () => {
  // Twice as popular item by item; the fourth is not in the catalog, the fifth was never wanted.
  const log2 = Float64Array.of(1003, 1002, 1001, 1009, 0);
  const present = Uint8Array.of(1, 1, 1, 0, 1);
  const sampler = new PopularSampler();
  sampler.refresh(log2, present, 5);
  const random = new Random(1);
  const draws = new Float64Array(5);
  const mass = new Float64Array(5);
  const total = 60_000;
  for (let i = 0; i < total; i++) {
    const { row, weight } = sampler.draw(random)!;
    draws[row] += 1 / total;
    mass[row] += weight / total;
  }
  const expected = [1, 2 ** -0.75, 4 ** -0.75];
  const sum = expected.reduce((a, b) => a + b);
  expected.forEach((share, row) => {
    expect(draws[row]).toBeCloseTo(share / sum, 2);
    expect(mass[row]).toBeCloseTo(1 / 3, 1);
  });
  expect([draws[3], draws[4]]).toEqual([0, 0]);
});

it('has nothing to draw where nothing was ever wanted', () => {
  const sampler = new PopularSampler();
  sampler.refresh(new Float64Array(3), Uint8Array.of(1, 1, 1), 3);
  expect(sampler.draw(new Random(1))).toBeUndefined();
});
