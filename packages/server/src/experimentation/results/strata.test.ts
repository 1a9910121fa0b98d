import { analyseMetric } from '@personalize/learn';
import { expect, it } from 'vitest';
import type { Experiment } from '../definition.ts';
import { byVariant, metricSettings, type SumsRow } from './metric-inputs.ts';
import { overVariants, strataOf } from './strata.ts';

const experiment: Experiment = {
  ...{ key: 'e', hypothesis: 'they come back' },
  variants: [
    { key: 'a', weight: 0.5, effect: { kind: 'none' } },
    { key: 'b', weight: 0.5, effect: { kind: 'none' } },
  ],
  metrics: [
    { key: 'sold', role: 'goal', kind: 'proportion', events: ['purchase'] },
    { key: 'back', role: 'secondary', kind: 'retention', events: ['page_view'], fromDay: 1, toDay: 7 },
  ],
};

/** One hundred customers each, of whom `ripe` could have come back and half of those did. */
const cell = (variant: string, level: string, ripe: number): SumsRow => ({
  ...{ variant, levels: [level], customers: 100, samples: {} },
  sums: { y_0: 20, yy_0: 20, n_1: ripe, y_1: ripe / 2 },
});

it('makes strata of those who count in a metric: of retention who could have come back', () => {
  const levels = { app: 60, web: 40, tv: 0 };
  const rows = Object.entries(levels).flatMap(([level, ripe]) => [
    cell('a', level, ripe),
    cell('b', level, ripe),
  ]);
  const strata = strataOf(experiment, rows);
  expect(strata(0).strata?.map(({ key }) => key)).toEqual(['app', 'web', 'tv']);
  expect(strata(1).strata?.map(({ key }) => key)).toEqual(['app', 'web']);
  const statistics = byVariant(experiment.metrics[1], 1, overVariants(rows));
  const { comparisons } = analyseMetric(
    { ...metricSettings(experiment.metrics[1]), statistics, ...strata(1) },
    new Map([
      ['a', 300],
      ['b', 300],
    ]),
    'a',
    { method: 'fixed' },
  );
  expect(comparisons[0]).toMatchObject({ problem: null, comparison: { control: { n: 100, mean: 0.5 } } });
});
