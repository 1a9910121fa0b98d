import {
  type AnalysisOptions,
  analyseExperiment,
  analyseSegments,
  type ExperimentAnalysis,
  type MetricResult,
} from '@personalize/learn';
import { AppError } from '../../errors.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { controlOf, type Experiment } from '../definition.ts';
import type { StoredExperiment } from '../experiment-service.ts';
import {
  metricInputs,
  metricSettings,
  preExposureInputs,
  type SumsRow,
  statisticsOf,
} from './metric-inputs.ts';
import {
  capsQuery,
  countsQuery,
  exposuresQuery,
  type Period,
  type Statement,
  sumsQuery,
} from './statistics-query.ts';

const dayMs = 86_400_000;

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
  exposures: { variant: string; weight: number; customers: number }[];
  exposuresByDay: ExposureDay[];
  analysis: ExperimentAnalysis;
  /** Goals within each segment that customers were in at exposure. Segments may share customers. */
  segments: { metric: string; segments: { key: string; result: MetricResult }[] }[];
}

export interface ResultsOptions {
  method?: AnalysisOptions['method'];
  correction?: AnalysisOptions['correction'];
  alpha?: number;
  bySegment?: boolean;
  signal?: AbortSignal;
}

/**
 * Results of an experiment that has started, from the warehouse as it is now.
 * Throws `conflict` for a draft, and what the warehouse's query rejects with.
 */
export async function experimentResults(
  warehouse: Pick<Warehouse, 'query'>,
  { experiment, startedAt, stoppedAt }: StoredExperiment,
  now: number,
  { bySegment = false, signal, ...analysis }: ResultsOptions = {},
): Promise<ExperimentResults> {
  if (startedAt === null) {
    throw new AppError('conflict', `experiment ${experiment.key} has not started; start it first`);
  }
  const end = stoppedAt ?? now;
  const period: Period = { from: startedAt, to: end + 1, now };
  const run = async <Row>({ sql, params }: Statement) =>
    (await warehouse.query<Row>(sql, params, { signal })).rows;
  const days = await run<ExposureDay & { doubtful: number }>(exposuresQuery(experiment, period));
  const capped = capsQuery(experiment, period);
  const [found = {}] = capped === undefined ? [] : await run<Record<string, number | null>>(capped);
  // Without any total above zero there is nothing to cap.
  const caps = Object.fromEntries(Object.entries(found).map(([name, cap]) => [name, cap ?? 0]));
  const read = async (split: boolean): Promise<SumsRow[]> => {
    const counts = await run<SumsRow>(countsQuery(experiment, period, split));
    const sums = await run<SumsRow>(sumsQuery(experiment, period, caps, split));
    const group = ({ variant, segment }: SumsRow) => JSON.stringify([variant, segment]);
    const byGroup = new Map(sums.map((row) => [group(row), row]));
    return counts.map((row) => ({ ...caps, ...byGroup.get(group(row)), ...row }));
  };
  const rows = await read(false);
  const segmentRows = bySegment ? await read(true) : [];
  const total = (of: (day: (typeof days)[number]) => number) => days.reduce((sum, day) => sum + of(day), 0);
  const exposures = experiment.variants.map(({ key, weight }) => ({
    ...{ variant: key, weight },
    customers: total((day) => (day.variant === key ? Number(day.customers) : 0)),
  }));
  const daysRun = Math.floor((end - startedAt) / dayMs);
  return {
    ...{ at: now, daysRun, exposures },
    exposuresByDay: days.map(({ day, variant, customers }) => ({
      day,
      variant,
      customers: Number(customers),
    })),
    analysis: analyseExperiment(
      {
        variants: exposures.map(({ variant, weight, customers }) => {
          return { key: variant, weight, exposures: customers };
        }),
        control: controlOf(experiment),
        metrics: metricInputs(experiment.metrics, rows),
        preExposure: preExposureInputs(experiment.metrics, rows),
        multipleExposures: total((day) => Number(day.doubtful)),
        plan: { ...experiment.plan, daysRun },
      },
      analysis,
    ),
    segments: segmentResults(experiment, segmentRows, analysis),
  };
}

function segmentResults(
  experiment: Experiment,
  rows: readonly SumsRow[],
  { method, alpha }: Pick<ResultsOptions, 'method' | 'alpha'>,
): ExperimentResults['segments'] {
  const names = [...new Set(rows.map((row) => String(row.segment)))].sort();
  if (names.length < 2) return [];
  return experiment.metrics.flatMap((metric, i) => {
    if (metric.role !== 'goal') return [];
    const inputs = names.map((key) => {
      const own = rows.filter((row) => row.segment === key);
      const empty = experiment.variants.map((variant) => [variant.key, 0]);
      const exposures = Object.fromEntries([...empty, ...own.map((row) => [row.variant, Number(row.n)])]);
      const statistics = Object.fromEntries(own.map((row) => [row.variant, statisticsOf(metric, i, row)]));
      return { key, exposures, statistics };
    });
    const options = {
      ...(alpha === undefined ? {} : { alpha }),
      method: method === 'fixed' ? method : 'sequential',
    } as const;
    const { segments } = analyseSegments(metricSettings(metric), inputs, controlOf(experiment), options);
    return [{ metric: metric.key, segments }];
  });
}
