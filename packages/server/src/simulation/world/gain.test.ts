import { expect, it } from 'vitest';
import { GainCurve } from './gain.ts';

it.each([1, 7, 999, 1000, 12_345])('knows the whole and the last fifth of %i decisions', (decisions) => {
  const curve = new GainCurve();
  for (let i = 0; i < decisions; i++) curve.add({ earned: i / decisions, oracle: 1, uniform: 0 });
  const mean = (decisions - 1) / 2 / decisions;
  expect(curve.total().decisions).toBe(decisions);
  expect(curve.total().share).toBeCloseTo(mean, 9);
  expect(curve.total().regret).toBeCloseTo(decisions * (1 - mean), 6);
  const last = curve.lastFifth();
  expect(Math.abs(last.decisions - Math.ceil(decisions / 5))).toBeLessThanOrEqual(decisions / 500);
  expect(last.share).toBeGreaterThan(decisions < 5 ? -1 : 0.75);
});

it('has no share where there is nothing to gain', () => {
  expect(new GainCurve().total()).toMatchObject({ decisions: 0, share: null });
  const alike = new GainCurve();
  alike.add({ earned: 0.1, oracle: 0.1, uniform: 0.1 });
  expect(alike.lastFifth().share).toBeNull();
});
