import { type Baseline, estimateMoments } from '@personalize/learn';
import { AppError } from '../../errors.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import type { Experiment, MetricDefinition } from '../definition.ts';
import { statisticsOf } from '../results/metric-inputs.ts';
import { StatisticsReader } from '../results/read-statistics.ts';
import { dayMs, type Entrants, type Period } from '../results/subjects.ts';

/** Days of history that traffic and baseline are read from. */
export const historyDays = 28;
const defaultWindowDays = 14;

export interface Traffic {
  /** Epoch ms, a period of whole days. */
  from: number;
  to: number;
  customers: number;
  /** Customers who came for the first time in the period, day by day. */
  newCustomersByDay: number[];
}

export interface MetricBaseline {
  baseline: Baseline;
  customers: number;
  /** Epoch ms: customers who entered in [from, to), each for `windowDays` from then on. */
  from: number;
  to: number;
  windowDays: number;
  /** Share of the variance that CUPED would remove: the squared correlation with the same figure before. */
  varianceReduction: number;
}

/** Whom an experiment would have met in the last four weeks. */
export async function readTraffic(
  warehouse: Pick<Warehouse, 'query'>,
  entrants: Entrants,
  now: number,
): Promise<Traffic> {
  const to = Math.floor(now / dayMs) * dayMs;
  const from = to - historyDays * dayMs;
  const reader = new StatisticsReader(warehouse, everyone([]), { from, to, now, entrants }, undefined);
  const rows = await reader.exposures();
  const newCustomersByDay = Array.from({ length: historyDays }, () => 0);
  for (const { day, customers } of rows) {
    newCustomersByDay[Math.round((Date.parse(day) - from) / dayMs)] += customers;
  }
  return { from, to, customers: newCustomersByDay.reduce((a, b) => a + b, 0), newCustomersByDay };
}

/**
 * A metric as customers show it without any experiment: of those who entered in four weeks, what they did
 * within the conversion window from then on, the latest entrants being those whose window is over.
 * Throws `unprocessable` when the history does not give the figure.
 */
export async function readBaseline(
  warehouse: Pick<Warehouse, 'query'>,
  metric: MetricDefinition,
  entrants: Entrants,
  now: number,
): Promise<MetricBaseline> {
  const windowDays =
    metric.kind === 'retention' ? metric.toDay : (metric.conversionDays ?? defaultWindowDays);
  const to = Math.floor(now - windowDays * dayMs);
  const from = to - historyDays * dayMs;
  const period: Period = { from, to, now, entrants };
  const windowed = metric.kind === 'retention' ? metric : { ...metric, conversionDays: windowDays };
  const reader = new StatisticsReader(warehouse, everyone([windowed]), period, undefined);
  const [row] = (await reader.read()).rows;
  const found = row === undefined ? undefined : estimateMoments(statisticsOf(windowed, 0, row));
  if (row === undefined || found === undefined || found.value === null || found.value.variance === 0) {
    const why = row === undefined ? 'nobody entered' : (found?.problem?.key ?? 'no_variance');
    throw new AppError(
      'unprocessable',
      `the history from ${new Date(from).toISOString().slice(0, 10)} on gives no baseline for ${metric.key} (${why}); give one as baseline`,
    );
  }
  const { mean, variance, covariate } = found.value;
  const isShare = metric.kind === 'proportion' || metric.kind === 'funnel' || metric.kind === 'retention';
  return {
    baseline: isShare ? { proportion: mean } : { mean, standardDeviation: Math.sqrt(variance) },
    ...{ customers: row.customers, from, to, windowDays },
    varianceReduction:
      covariate === null || !(covariate.variance > 0)
        ? 0
        : Math.min(0.99, covariate.covariance ** 2 / (covariate.variance * variance)),
  };
}

/** Everybody in one variant, so that the sums of experiments serve here too. */
function everyone(metrics: MetricDefinition[]): Experiment {
  return {
    ...{ key: 'history', hypothesis: 'none', metrics },
    variants: [{ key: 'all', weight: 1, effect: { kind: 'none' } }],
  };
}
