import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.ts';
import type { CompareOptions } from './compare.ts';
import { conversion, meanOf, peek, revenue } from './testing/peeking.ts';

// The full runs (2,000 experiments each) are in bench/experiments; these are smaller ones of the same code.
const methods: Record<'sequential' | 'fixed', CompareOptions> = {
  sequential: { tightestAt: 5600 },
  fixed: { method: 'fixed' },
};
const base = { experiments: 300, days: 28, customersPerDay: 100 };

describe('peeked at daily for 28 days', () => {
  it('A/A experiments are called different at most 5 times in 100; a fixed-horizon test far more often', () => {
    const { sequential, fixed } = peek(
      { ...base, lift: 0, draw: conversion(0.1), mean: 0.1 },
      methods,
      new Random(1),
    );
    expect(sequential.everSignificant).toBeLessThanOrEqual(0.05);
    expect(fixed.everSignificant).toBeGreaterThan(0.15);
    expect(fixed.finallySignificant).toBeLessThan(0.09);
  });

  it('A/B intervals hold the true effect on every day at least 95 times in 100, also for skewed revenue', () => {
    const draw = revenue(0.2, 1, 20);
    const mean = meanOf(draw, new Random(2), 2_000_000);
    const { sequential, fixed } = peek({ ...base, lift: 0.2, draw, mean }, methods, new Random(3));
    expect(sequential.alwaysCovered).toBeGreaterThanOrEqual(0.95);
    expect(sequential.finallyCovered).toBeGreaterThanOrEqual(0.95);
    expect(sequential.finallyCoveredRelative).toBeGreaterThanOrEqual(0.95);
    expect(fixed.finallyCovered).toBeGreaterThan(0.91);
    expect(fixed.finallyCoveredRelative).toBeGreaterThan(0.91);
    expect(fixed.alwaysCovered).toBeLessThan(0.9);
  });
});
