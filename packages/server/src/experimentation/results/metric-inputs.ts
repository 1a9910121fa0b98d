import type { MetricInput, MetricStatistics } from '@personalize/learn';
import type { MetricDefinition } from '../definition.ts';
import { sampledLevels } from './statistics-query.ts';

/** What is known of one variant (and cell). */
export interface SumsRow {
  variant: string;
  levels: string[];
  /** Exposed to this variant only. */
  customers: number;
  /** As the statements name them: `y_0`, `n_3`, `cap_1` … */
  sums: Record<string, number>;
  /** Of quantile metrics, by number: the quantile function at {@link sampledLevels}. */
  samples: Record<number, readonly number[]>;
}

/** What learn needs to know of a metric besides its sums. */
export function metricSettings(metric: MetricDefinition): Omit<MetricInput, 'statistics'> {
  const { key, role, direction, margin, prior } = metric;
  const cuped = 'cuped' in metric ? metric.cuped : undefined;
  return {
    ...{ key, role },
    ...(direction === undefined ? {} : { direction }),
    ...(margin === undefined ? {} : { margin }),
    ...(prior === undefined ? {} : { prior }),
    ...(cuped === false ? { cuped } : {}),
  };
}

/** A metric's sums by variant. A variant without a row had nobody. */
export function byVariant(
  metric: MetricDefinition,
  i: number,
  rows: readonly SumsRow[],
): Record<string, MetricStatistics> {
  return Object.fromEntries(rows.map((row) => [row.variant, statisticsOf(metric, i, row)]));
}

/** Metrics over the window before exposure; none for what nobody did then. */
export function preExposureInputs(metrics: readonly MetricDefinition[], rows: readonly SumsRow[]) {
  return metrics.flatMap((metric, i) => {
    if (rows.every((row) => of(row, 'xx', i) === 0)) return [];
    const statistics = Object.fromEntries(rows.map((row) => [row.variant, beforeOf(metric, i, row)]));
    return [{ key: metric.key, statistics }];
  });
}

export function statisticsOf(metric: MetricDefinition, i: number, row: SumsRow): MetricStatistics {
  const n = customersOf(metric, i, row);
  const sums = { n, sum: of(row, 'y', i), sumSquares: of(row, 'yy', i) };
  const x = { sum: of(row, 'x', i), sumSquares: of(row, 'xx', i), crossSum: of(row, 'xy', i) };
  switch (metric.kind) {
    case 'proportion':
    case 'funnel':
      return { kind: 'proportion', n, successes: sums.sum, covariate: x };
    case 'retention':
      return { kind: 'retention', n, successes: sums.sum };
    case 'mean':
      return { kind: 'mean', ...sums, covariate: x };
    case 'revenue':
      return {
        ...{ kind: 'revenue', ...sums, covariate: x },
        cap: row.sums[`cap_${i}`] === undefined ? null : of(row, 'cap', i),
      };
    case 'ratio':
      return {
        ...{ kind: 'ratio', ...sums, crossSum: of(row, 'yd', i) },
        ...denominator(row, i),
        covariate: { ...x, denominatorCrossSum: of(row, 'xd', i) },
      };
    case 'quantile':
      return quantileOf(metric, i, row, n);
  }
}

/** Customers who count in a metric: of retention only those who could have come back. */
export function customersOf(metric: MetricDefinition, i: number, row: SumsRow): number {
  return metric.kind === 'retention' ? of(row, 'n', i) : row.customers;
}

function quantileOf(
  { level }: MetricDefinition & { kind: 'quantile' },
  i: number,
  row: SumsRow,
  n: number,
): MetricStatistics {
  const levels = sampledLevels(level);
  const values = row.samples[i] ?? levels.map(() => 0);
  return {
    ...{ kind: 'quantile', n, level, orderStatistics: { levels, values } },
    clusters: {
      ...{ events: of(row, 'd', i), eventsSquares: of(row, 'dd', i) },
      ...{ below: of(row, 'y', i), belowSquares: of(row, 'yy', i), crossSum: of(row, 'yd', i) },
    },
  };
}

function denominator(row: SumsRow, i: number) {
  return { denominatorSum: of(row, 'd', i), denominatorSumSquares: of(row, 'dd', i) };
}

function beforeOf(metric: MetricDefinition, i: number, row: SumsRow): MetricStatistics {
  const n = customersOf(metric, i, row);
  const sum = of(row, 'x', i);
  if (metric.kind === 'proportion' || metric.kind === 'funnel')
    return { kind: 'proportion', n, successes: sum };
  return { kind: 'mean', n, sum, sumSquares: of(row, 'xx', i) };
}

function of(row: SumsRow, name: string, i: number): number {
  return row.sums[`${name}_${i}`] ?? 0;
}
