import { expect, test } from 'vitest';
import { intervalScale } from './interval-mark.tsx';

test('the scale holds zero, every estimate and the usual interval', () => {
  const [from, to] = intervalScale([
    { value: 0.1, lower: 0.02, upper: 0.18 },
    { value: -0.05, lower: -0.2, upper: 0.1 },
  ]);
  expect(from).toBeLessThanOrEqual(-0.2);
  expect(to).toBeGreaterThanOrEqual(0.18);
});

test('one interval without bounds in sight does not flatten the others', () => {
  const usual = { value: 0.1, lower: 0.02, upper: 0.18 };
  const [, to] = intervalScale([usual, usual, usual, { value: 0.4, lower: -3, upper: 400 }]);
  expect(to).toBeGreaterThan(0.4);
  expect(to).toBeLessThan(1);
});

test('nothing, or intervals on one side only, still give a scale with zero inside', () => {
  for (const intervals of [[], [{ value: 0, lower: 0, upper: 0 }], [{ value: 2, lower: 1, upper: 3 }]]) {
    const [from, to] = intervalScale(intervals);
    expect(from).toBeLessThan(0);
    expect(to).toBeGreaterThan(0);
  }
});
