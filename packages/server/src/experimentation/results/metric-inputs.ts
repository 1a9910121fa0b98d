import type { MetricInput, MetricStatistics } from '@personalize/learn';
import type { MetricDefinition } from '../definition.ts';

/** Counts, caps and sums of one variant, as the statements name them. */
export type SumsRow = Record<string, number | string> & { variant: string };

/** Metrics with their sums per variant, as learn's analysis takes them. A variant without a row had nobody. */
export function metricInputs(metrics: readonly MetricDefinition[], rows: readonly SumsRow[]): MetricInput[] {
  return metrics.map((metric, i) => ({
    ...metricSettings(metric),
    statistics: Object.fromEntries(rows.map((row) => [row.variant, statisticsOf(metric, i, row)])),
  }));
}

export function metricSettings({ key, role, direction, margin }: MetricDefinition) {
  return {
    ...{ key, role },
    ...(direction === undefined ? {} : { direction }),
    ...(margin === undefined ? {} : { margin }),
  };
}

/** Metrics over the window before exposure; none for what nobody did then. */
export function preExposureInputs(metrics: readonly MetricDefinition[], rows: readonly SumsRow[]) {
  return metrics.flatMap((metric, i) => {
    if (metric.kind === 'retention' || rows.every((row) => of(row, 'xx', i) === 0)) return [];
    const statistics = Object.fromEntries(rows.map((row) => [row.variant, beforeOf(metric, i, row)]));
    return [{ key: metric.key, statistics }];
  });
}

export function statisticsOf(metric: MetricDefinition, i: number, row: SumsRow): MetricStatistics {
  const n = of(row, 'n', i);
  const sums = { n, sum: of(row, 'y', i), sumSquares: of(row, 'yy', i) };
  const x = { sum: of(row, 'x', i), sumSquares: of(row, 'xx', i), crossSum: of(row, 'xy', i) };
  switch (metric.kind) {
    case 'proportion':
      return { kind: 'proportion', n, successes: sums.sum, covariate: x };
    case 'retention':
      return { kind: 'retention', n, successes: sums.sum };
    case 'mean':
      return { kind: 'mean', ...sums, covariate: x };
    case 'revenue':
      return {
        kind: 'revenue',
        ...sums,
        cap: row[`cap_${i}`] === undefined ? null : of(row, 'cap', i),
        covariate: x,
      };
    case 'ratio':
      return {
        ...{ kind: 'ratio', ...sums, crossSum: of(row, 'yd', i) },
        denominatorSum: of(row, 'd', i),
        denominatorSumSquares: of(row, 'dd', i),
        covariate: { ...x, denominatorCrossSum: of(row, 'xd', i) },
      };
  }
}

function beforeOf(metric: MetricDefinition, i: number, row: SumsRow): MetricStatistics {
  const n = of(row, 'n', i);
  const sum = of(row, 'x', i);
  if (metric.kind === 'proportion') return { kind: 'proportion', n, successes: sum };
  return { kind: 'mean', n, sum, sumSquares: of(row, 'xx', i) };
}

function of(row: SumsRow, name: string, i: number): number {
  return Number(row[`${name}_${i}`] ?? 0);
}
