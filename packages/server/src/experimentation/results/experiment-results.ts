import {
  type AnalysisOptions,
  analyseExperiment,
  type ExperimentAnalysis,
  type ExperimentInput,
  type MetricInput,
} from '@personalize/learn';
import { AppError } from '../../errors.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { controlOf, type Experiment } from '../definition.ts';
import type { StoredExperiment } from '../experiment-service.ts';
import { type Breakdown, breakdown } from './breakdown.ts';
import { noSplit, type Split, splitBy } from './dimensions.ts';
import { byVariant, metricSettings, preExposureInputs, type SumsRow } from './metric-inputs.ts';
import { comparisonReports, type MetricReport, metricReport } from './metric-report.ts';
import { type ExposureRow, type Statistics, StatisticsReader } from './read-statistics.ts';
import { overVariants, strataOf } from './strata.ts';
import { dayMs, type Period } from './subjects.ts';

export interface ExposureDay {
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  variant: string;
  customers: number;
}

export interface ExperimentResults {
  /** Epoch ms. */
  at: number;
  daysRun: number;
  alpha: number;
  correction: NonNullable<AnalysisOptions['correction']>;
  /** The dimension of post-stratification; null when it was not used. */
  stratifiedBy: string | null;
  exposures: { variant: string; weight: number; customers: number }[];
  exposuresByDay: ExposureDay[];
  variantsWithoutExposure: string[];
  analysis: Omit<ExperimentAnalysis, 'metrics'>;
  metrics: MetricReport[];
  /** Goals in each cell of the dimensions asked for. */
  breakdown: Breakdown | null;
}

export interface ResultsOptions {
  method?: AnalysisOptions['method'];
  correction?: AnalysisOptions['correction'];
  alpha?: number;
  /** Dimensions to split the goals by: one, or two that are crossed. */
  by?: readonly string[];
  /** Dimension of post-stratification in place of the experiment's; `none` switches it off. */
  stratifyBy?: string;
  signal?: AbortSignal;
}

/**
 * Results of an experiment that has started, from the warehouse as it is now.
 * Throws `conflict` for a draft, `invalid_request` for a dimension that is none, `unprocessable` for one with
 * too many levels, and what the warehouse's query rejects with.
 */
export async function experimentResults(
  warehouse: Pick<Warehouse, 'query'>,
  stored: StoredExperiment,
  now: number,
  options: ResultsOptions = {},
): Promise<ExperimentResults> {
  const { experiment } = stored;
  const { period, daysRun } = periodOf(stored, now);
  const { by = [], stratifyBy = experiment.stratifyBy, signal } = options;
  const splits = {
    strata: stratifyBy === undefined || stratifyBy === 'none' ? noSplit : strataSplit(experiment, stratifyBy),
    cells: splitBy(experiment, by, 'by'),
  };
  const reader = new StatisticsReader(warehouse, experiment, period, signal);
  const found = await reader.read(splits.strata);
  const rows = await overall(reader, experiment, found, splits.strata);
  const exposures = experiment.variants.map(({ key, weight }) => ({
    ...{ variant: key, weight },
    customers: sum(found.exposures, (row) => (row.variant === key ? row.customers : 0)),
  }));
  const strata = splits.strata === noSplit ? () => ({}) : strataOf(experiment, found.rows);
  const inputs = experiment.metrics.map((metric, i): MetricInput => {
    return { ...metricSettings(metric), statistics: byVariant(metric, i, rows), ...strata(i) };
  });
  const input: ExperimentInput = {
    variants: exposures.map(({ variant, weight, customers }) => {
      return { key: variant, weight, exposures: customers };
    }),
    control: controlOf(experiment),
    metrics: inputs,
    preExposure: preExposureInputs(experiment.metrics, rows),
    multipleExposures: sum(found.exposures, (row) => row.doubtful),
    plan: { ...experiment.plan, daysRun },
  };
  const { method = 'sequential', correction = 'holm', alpha = 0.05 } = options;
  const asked = analyseExperiment(input, { method, correction, alpha });
  const sequential = method === 'fixed' ? analyseExperiment(input, { correction, alpha }) : asked;
  const fixed = method === 'fixed' ? asked : analyseExperiment(input, { method: 'fixed', correction, alpha });
  const { metrics, ...analysis } = asked;
  return {
    ...{ at: now, daysRun, alpha, correction, exposures, analysis },
    stratifiedBy: inputs.some((one) => one.strata !== undefined) ? splits.strata.dimensions[0] : null,
    exposuresByDay: byDay(found.exposures),
    variantsWithoutExposure: exposures.flatMap(({ variant, weight, customers }) =>
      weight > 0 && customers === 0 ? [variant] : [],
    ),
    metrics: metrics.map((result, i) => {
      const metric = experiment.metrics[i];
      const { statistics, strata: own } = inputs[i];
      const comparisons = comparisonReports(
        metric,
        result,
        sequential.metrics[i],
        fixed.metrics[i],
        statistics,
        own !== undefined,
      );
      return metricReport(metric, i, rows, found.caps, result, comparisons);
    }),
    breakdown:
      by.length === 0
        ? null
        : breakdown(experiment, splits.cells, await reader.read(splits.cells, goals(experiment)), {
            method: method === 'fixed' ? method : 'sequential',
            ...{ correction, alpha },
          }),
  };
}

/** The period whose exposures count, and whole days since the start. Throws `conflict` for a draft. */
export function periodOf(
  { experiment, startedAt, stoppedAt }: StoredExperiment,
  now: number,
): { period: Period; daysRun: number } {
  if (startedAt === null) {
    throw new AppError('conflict', `experiment ${experiment.key} has not started; start it first`);
  }
  const end = stoppedAt ?? now;
  return {
    period: { from: startedAt, to: end + 1, now },
    daysRun: Math.floor((end - startedAt) / dayMs),
  };
}

/** A stratum has one level: `segment` alone is refused. */
export function strataSplit(experiment: Experiment, dimension: string): Split {
  if (dimension === 'segment') {
    const message = 'must not be segment, whose levels overlap; use segment.NAME';
    throw new AppError('invalid_request', `stratifyBy ${message}`, {
      errors: [{ path: '/stratifyBy', message }],
    });
  }
  return splitBy(experiment, [dimension], 'stratifyBy');
}

/** Each variant's sums over all strata; of a quantile, whose samples do not add up, read anew. */
async function overall(
  reader: StatisticsReader,
  { metrics }: Experiment,
  { rows }: Statistics,
  strata: Split,
): Promise<SumsRow[]> {
  if (strata === noSplit) return rows;
  const quantiles = metrics.flatMap(({ kind }, i) => (kind === 'quantile' ? [i] : []));
  const together = overVariants(rows);
  if (quantiles.length === 0) return together;
  const fresh = await reader.read(noSplit, quantiles);
  return together.map((row) => {
    const own = fresh.rows.find(({ variant }) => variant === row.variant);
    if (own === undefined) return row;
    const sums = Object.entries(own.sums).filter(([name]) => quantiles.some((i) => name.endsWith(`_${i}`)));
    return { ...row, samples: own.samples, sums: { ...row.sums, ...Object.fromEntries(sums) } };
  });
}

function goals({ metrics }: Experiment): number[] {
  return metrics.flatMap(({ role }, i) => (role === 'goal' ? [i] : []));
}

function byDay(rows: readonly ExposureRow[]): ExposureDay[] {
  const found = new Map<string, ExposureDay>();
  for (const { day, variant, customers } of rows) {
    const key = JSON.stringify([day, variant]);
    const entry = found.get(key) ?? { day, variant, customers: 0 };
    entry.customers += customers;
    found.set(key, entry);
  }
  return [...found.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}
