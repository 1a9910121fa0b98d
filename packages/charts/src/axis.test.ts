import fc from 'fast-check';
import { expect, test } from 'vitest';
import { niceAxis } from './axis.ts';

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
