import { expect, it } from 'vitest';
import type { Estimate } from './estimate.ts';
import { headlineOf, verdictOf } from './headline.ts';

const estimate = (estimator: Estimate['estimator'], low: number, high: number): Estimate => {
  const interval = { value: (low + high) / 2, low, high };
  return {
    ...{ estimator, value: 1, standardError: 0.1, bootstrap: interval, bernstein: null, lambda: null },
    ...{ difference: interval, lift: interval },
  };
};
const biased = [estimate('dm', 0.04, 0.05), estimate('switch-dr', 0.01, 0.06), estimate('dr-os', 0.01, 0.05)];

it('reads first what knows its own error, however few rows carry the weight', () => {
  const all = [estimate('snips', -0.06, 0.1), ...biased, estimate('dr', -0.05, 0.08)];
  const headline = headlineOf(all);
  expect(headline?.estimator).toBe('dr');
  expect(verdictOf(headline)).toBe('unclear');
  expect(verdictOf(headlineOf([...biased, estimate('sndr', 0.01, 0.08)]))).toBe('better');
});

it('gives no verdict by an interval that leaves a bias out', () => {
  const headline = headlineOf(biased);
  expect(headline?.estimator).toBe('dm');
  expect(verdictOf(headline)).toBeNull();
  expect(verdictOf(undefined)).toBeNull();
});
