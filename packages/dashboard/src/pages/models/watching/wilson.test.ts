import { expect, test } from 'vitest';
import { wilson } from './wilson.ts';

// Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, and 0 of 20.
test('agrees with published intervals', () => {
  const [low, high] = wilson(81 / 263, 263);
  expect(low).toBeCloseTo(0.2553, 4);
  expect(high).toBeCloseTo(0.3662, 4);
  expect(wilson(0, 20)[0]).toBe(0);
  expect(wilson(0, 20)[1]).toBeCloseTo(0.1611, 4);
});

test('nothing observed is anything', () => {
  expect(wilson(0, 0)).toEqual([0, 1]);
});
