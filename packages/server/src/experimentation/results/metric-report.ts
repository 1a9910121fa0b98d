import {
  type Comparison,
  estimateMoments,
  type MetricComparison,
  type MetricResult,
  type MetricStatistics,
} from '@personalize/learn';
import type { MetricDefinition } from '../definition.ts';
import { currencyOf } from './figures.ts';
import type { SumsRow } from './metric-inputs.ts';

/** Why a comparison was not sharpened by what customers did before exposure. */
export type NoCuped = 'switched_off' | 'kind' | 'nothing_before_exposure' | 'no_comparison';

export interface Adjustment {
  cuped: boolean;
  cupedReason: NoCuped | null;
  postStratified: boolean;
  varianceReduction: number | null;
}

export interface ComparisonReport extends Omit<MetricComparison, 'varianceReduction'> {
  sequential: Comparison | null;
  fixed: Comparison | null;
  adjustment: Adjustment;
}

export interface MetricReport extends Omit<MetricResult, 'comparisons'> {
  kind: MetricDefinition['kind'];
  currency: string | null;
  level: number | null;
  cap: number | null;
  comparisons: ComparisonReport[];
  steps: { events: string[]; reached: Record<string, number> }[] | null;
}

/** Puts the readings of one metric side by side. */
export function comparisonReports(
  metric: MetricDefinition,
  asked: MetricResult,
  sequential: MetricResult,
  fixed: MetricResult,
  statistics: Readonly<Record<string, MetricStatistics>>,
  isStratified: boolean,
): ComparisonReport[] {
  return asked.comparisons.map(({ varianceReduction, ...comparison }, at) => ({
    ...comparison,
    sequential: sequential.comparisons[at].comparison,
    fixed: fixed.comparisons[at].comparison,
    adjustment: {
      ...cupedOf(metric, comparison.comparison !== null, statistics),
      postStratified: isStratified && comparison.comparison !== null,
      varianceReduction,
    },
  }));
}

function cupedOf(
  metric: MetricDefinition,
  isCompared: boolean,
  statistics: Readonly<Record<string, MetricStatistics>>,
): Pick<Adjustment, 'cuped' | 'cupedReason'> {
  const without = (cupedReason: NoCuped) => ({ cuped: false, cupedReason });
  if (metric.kind === 'retention' || metric.kind === 'quantile') return without('kind');
  if (metric.cuped === false) return without('switched_off');
  if (!isCompared) return without('no_comparison');
  const varies = Object.values(statistics).every(
    (one) => (estimateMoments(one).value?.covariate?.variance ?? 0) > 0,
  );
  return varies ? { cuped: true, cupedReason: null } : without('nothing_before_exposure');
}

export function metricReport(
  metric: MetricDefinition,
  i: number,
  rows: readonly SumsRow[],
  caps: Readonly<Record<string, number>>,
  result: MetricResult,
  comparisons: ComparisonReport[],
): MetricReport {
  const reached = (step: number) =>
    Object.fromEntries(rows.map((row) => [row.variant, row.sums[`r${step}_${i}`] ?? 0]));
  return {
    ...result,
    ...{ kind: metric.kind, comparisons },
    currency: currencyOf(metric) ?? null,
    level: metric.kind === 'quantile' ? metric.level : null,
    cap: caps[`cap_${i}`] ?? null,
    steps:
      metric.kind === 'funnel'
        ? metric.steps.map((events, step) => ({ events, reached: reached(step) }))
        : null,
  };
}
