import { expect, test } from 'vitest';
import type { MetricComparison } from '../../api/experiment-results.ts';
import { createFormat } from '../../format/format.ts';
import { i18n } from '../../i18n/i18n.ts';
import { metricFormat, shownEffect, writeChance, writeLoss, writePValue } from './effect.ts';

const interval = (value: number, half: number) => ({
  value,
  standardError: half / 2,
  lower: value - half,
  upper: value + half,
});
const found = (change: Partial<MetricComparison> = {}): MetricComparison => ({
  variant: 'b',
  comparison: {
    ...{ method: 'sequential', alpha: 0.05, significant: true },
    ...{ control: { n: 500, mean: 0.1 }, treatment: { n: 500, mean: 0.11 } },
    absolute: interval(0.01, 0.005),
    relative: interval(0.1, 0.05),
    relativeProblem: null,
    pValue: 0.01,
  },
  problem: null,
  adjustedPValue: 0.02,
  significant: true,
  sequential: null,
  fixed: null,
  bayesian: null,
  guardrail: null,
  adjustment: { cuped: false, cupedReason: null, postStratified: false, varianceReduction: null },
  ...change,
});

test('a difference that is not significant is neither good nor bad', () => {
  expect(shownEffect({ direction: 'increase' }, found({ significant: false }), 'sequential')?.verdict).toBe(
    'open',
  );
});

test('good follows the good direction of the metric', () => {
  expect(shownEffect({ direction: 'increase' }, found(), 'sequential')?.verdict).toBe('good');
  expect(shownEffect({ direction: 'decrease' }, found(), 'sequential')?.verdict).toBe('bad');
});

test('with the Bayesian reading the posterior decides, whatever the corrected p-value', () => {
  const posterior = (value: number, half: number) => ({
    posterior: interval(value, half),
    chanceToWin: 0.9,
    expectedLoss: 0,
    expectedLossOfControl: 0,
    credibility: 0.95,
  });
  const one = found({ bayesian: { absolute: posterior(0.01, 0.02), relative: posterior(0.1, 0.2) } });
  expect(shownEffect({ direction: 'increase' }, one, 'bayesian')).toMatchObject({
    verdict: 'open',
    interval: { value: 0.1, upper: 0.1 + 0.2 },
  });
});

test('without a relative effect the absolute one is shown in the unit of the metric', () => {
  const { comparison } = found();
  const one = found({ comparison: comparison && { ...comparison, relative: null } });
  expect(shownEffect({ direction: 'increase' }, one, 'sequential')).toMatchObject({
    scale: 'absolute',
    interval: { value: 0.01 },
  });
  const money = metricFormat(
    { key: 'r', kind: 'revenue', role: 'goal', events: ['purchase'], currency: 'USD' },
    createFormat('en'),
    i18n.getFixedT('en'),
  );
  expect(money.effect(2.5, 'absolute')).toBe('+$2.50');
  expect(money.effect(-0.031, 'relative')).toBe('-3.1%');
});

test('a p-value is never written as zero', () => {
  const format = createFormat('en');
  expect(writePValue(1e-12, format)).toBe('< 0.001');
  expect(writePValue(0.0421, format)).toBe('0.042');
  expect(writePValue(null, format)).toBe('–');
});

test('a posterior is never certain, and a tiny loss has no false digits', () => {
  const format = createFormat('en');
  expect(writeChance(1, format)).toBe('> 99.9%');
  expect(writeChance(0, format)).toBe('< 0.1%');
  expect(writeChance(0.934, format)).toBe('93%');
  expect(writeLoss(1.7e-8, format)).toBe('< 0.01%');
});
