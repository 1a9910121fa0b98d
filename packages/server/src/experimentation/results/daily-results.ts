import { analyseMetric, type MetricResult } from '@personalize/learn';
import { AppError } from '../../errors.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { controlOf, type Experiment, type MetricDefinition } from '../definition.ts';
import type { StoredExperiment } from '../experiment-service.ts';
import { noSplit } from './dimensions.ts';
import { periodOf, strataSplit } from './experiment-results.ts';
import { byVariant, metricSettings } from './metric-inputs.ts';
import { type ExposureRow, StatisticsReader } from './read-statistics.ts';
import { overVariants, strataOf } from './strata.ts';
import { dayMs, type Period } from './subjects.ts';

/** Days that one answer holds at most; of a longer experiment evenly chosen ones, the last day among them. */
const maxDays = 92;

export interface DailyResult {
  /** `YYYY-MM-DD`, UTC; figures as of its end, or as of now. */
  day: string;
  isComplete: boolean;
  variants: {
    variant: string;
    exposed: number;
    exposedSoFar: number;
    n: number | null;
    mean: number | null;
    problem: MetricResult['variants'][string]['problem'];
  }[];
  comparisons: MetricResult['comparisons'];
}

export interface DailyResults {
  metric: MetricDefinition;
  /** Epoch ms. */
  at: number;
  method: 'sequential' | 'fixed';
  alpha: number;
  cap: number | null;
  days: DailyResult[];
}

/**
 * One metric as it stood at the end of each day (UTC) since the start: the estimate and its interval, by the
 * same statistics as the results, so that the last day agrees with them.
 * Throws `conflict` for a draft, `invalid_request` for a metric that the experiment does not have, and what
 * the warehouse's query rejects with.
 */
export async function dailyResults(
  warehouse: Pick<Warehouse, 'query'>,
  stored: StoredExperiment,
  now: number,
  options: { metric?: string; method?: 'sequential' | 'fixed'; alpha?: number; signal?: AbortSignal },
): Promise<DailyResults> {
  const { experiment } = stored;
  const { period } = periodOf(stored, now);
  const metric = metricOf(experiment, options.metric);
  const { method = 'sequential', alpha = 0.05, signal } = options;
  const only: Experiment = { ...experiment, metrics: [metric] };
  const split = experiment.stratifyBy === undefined ? noSplit : strataSplit(only, experiment.stratifyBy);
  const days: DailyResult[] = [];
  const whole = new StatisticsReader(warehouse, only, period, signal);
  const [all, caps] = await Promise.all([whole.exposures(split), whole.caps()]);
  const ends = endsOfDays(period);
  const exposedBy = ends.map((end) => exposedUntil(all, metric, end));
  /** A quantile is another cut each day, so each day is read apart. */
  const quantilesAt = (end: number, exposures: ExposureRow[]) => {
    const until: Period = { ...period, to: Math.min(period.to, end), now: Math.min(now, end - 1) };
    const reader = new StatisticsReader(warehouse, only, until, signal);
    return reader.read(split, undefined, { exposures, caps });
  };
  const together = metric.kind === 'quantile' ? undefined : await whole.readAt(ends, exposedBy, split, caps);
  for (const [at, end] of ends.entries()) {
    const exposures = exposedBy[at];
    const cells = together?.[at] ?? (await quantilesAt(end, exposures)).rows;
    const rows = split === noSplit ? cells : overVariants(cells);
    const customers = new Map(
      only.variants.map(({ key }) => [key, rows.find(({ variant }) => variant === key)?.customers ?? 0]),
    );
    const strata = split === noSplit ? {} : strataOf(only, cells)(0);
    const { variants, comparisons } = analyseMetric(
      { ...metricSettings(metric), statistics: byVariant(metric, 0, rows), ...strata },
      customers,
      controlOf(experiment),
      tuned(experiment, method, alpha),
    );
    const day = new Date(end - dayMs).toISOString().slice(0, 10);
    days.push({
      ...{ day, isComplete: end <= period.to, comparisons },
      variants: only.variants.map(({ key }) => ({
        variant: key,
        exposed: exposures.reduce(
          (sum, row) => (row.day === day && row.variant === key ? sum + row.customers : sum),
          0,
        ),
        exposedSoFar: customers.get(key) ?? 0,
        ...variants[key],
      })),
    });
  }
  return { metric, at: now, method, alpha, cap: caps.cap_0 ?? null, days };
}

/** Who was exposed before the end of a day; of retention, who could have come back by then. */
function exposedUntil(all: readonly ExposureRow[], metric: MetricDefinition, end: number): ExposureRow[] {
  const daysToRipen = metric.kind === 'retention' ? metric.toDay : 0;
  return all
    .filter(({ day }) => Date.parse(day) < end)
    .map((row) => (Date.parse(row.day) + daysToRipen * dayMs < end ? row : { ...row, ripe: {} }));
}

/** The same tuning on every day: a confidence sequence is one sequence. */
function tuned({ plan }: Experiment, method: 'sequential' | 'fixed', alpha: number) {
  const { plannedSample } = plan ?? {};
  return { method, alpha, ...(plannedSample === undefined ? {} : { tightestAt: plannedSample }) };
}

/** The first goal, unless one is named. */
function metricOf({ key, metrics }: Experiment, name: string | undefined): MetricDefinition {
  const found = metrics.find((one) => (name === undefined ? one.role === 'goal' : one.key === name));
  if (found !== undefined) return found;
  const message = `must be one of ${metrics.map((one) => one.key).join(', ')}, got ${String(name).slice(0, 100)}`;
  throw new AppError('invalid_request', `metric ${message} (experiment ${key})`, {
    errors: [{ path: '/metric', message }],
  });
}

/** Ends (exclusive, epoch ms) of the days from the first to the last that the period touches. */
function endsOfDays({ from, to }: Period): number[] {
  const first = Math.floor(from / dayMs) + 1;
  const last = Math.max(first, Math.floor((to - 1) / dayMs) + 1);
  const step = Math.max(1, Math.ceil((last - first + 1) / maxDays));
  const ends: number[] = [];
  for (let day = last; day >= first; day -= step) ends.unshift(day * dayMs);
  return ends;
}
