import { expect, test } from 'vitest';
import { createStickyAxis } from './axis.ts';

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
