import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStickyAxis, niceAxis } from './axis.ts';

test('the top holds the value, is not far above it, and divides evenly', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (value) => {
      const { max, step } = niceAxis(value);
      expect(max).toBeGreaterThanOrEqual(value * (1 - 1e-9));
      expect(max).toBeLessThanOrEqual(value * 1.6);
      expect(Math.abs(max / step - Math.round(max / step))).toBeLessThan(1e-9);
    }),
  );
});

test('nothing, nonsense and negative values still give an axis', () => {
  for (const value of [0, -5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(niceAxis(value)).toEqual({ max: 1, step: 0.5 });
  }
});

test('a live axis rises at once and falls only after it was too high for a while', () => {
  const axis = createStickyAxis(20_000);
  expect(axis(500, 0).max).toBe(600);
  expect(axis(900, 1_000).max).toBe(1_000);
  expect(axis(300, 2_000).max).toBe(1_000);
  expect(axis(300, 15_000).max).toBe(1_000);
  expect(axis(800, 16_000).max).toBe(1_000);
  expect(axis(300, 17_000).max).toBe(1_000);
  expect(axis(300, 38_000).max).toBe(400);
});
