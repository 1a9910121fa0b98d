import type { CompareOptions } from './compare.ts';
import { contrastOf } from './contrast.ts';
import { estimateMoments } from './estimate.ts';
import { analyseMetric, type MetricInput, type MetricResult } from './metric-analysis.ts';
import type { MetricStatistics } from './metric-statistics.ts';
import { holm } from './multiplicity.ts';
import { failure, type Outcome } from './problem.ts';
import { type WaldTest, waldTest } from './wald.ts';

export interface SegmentInput {
  key: string;
  /** Exposed customers of this segment by variant. */
  exposures: Readonly<Record<string, number>>;
  /** The metric's sums in this segment by variant. */
  statistics: Readonly<Record<string, MetricStatistics>>;
}

export interface SegmentAnalysis {
  /** One result a segment; p-values Holm-adjusted over all segments and treatments. */
  segments: { key: string; result: MetricResult }[];
  /** Per treatment: is its absolute effect the same in all segments? Or why that cannot be told. */
  heterogeneity: Record<string, Outcome<WaldTest>>;
}

/**
 * One metric within each segment (level of a dimension). Segments are read after the fact, so their p-values
 * are corrected together; a segment that stands out means little unless heterogeneity is significant too.
 *
 * @param metric without statistics, which the segments bring
 * @param control key of the control
 * @throws RangeError for fewer than two segments, a key twice, or an option out of its range
 */
export function analyseSegments(
  metric: Omit<MetricInput, 'statistics' | 'strata'>,
  segments: readonly SegmentInput[],
  control: string,
  options: CompareOptions = {},
): SegmentAnalysis {
  if (segments.length < 2) throw new RangeError(`segments must be two or more, got ${segments.length}`);
  if (new Set(segments.map((s) => s.key)).size < segments.length) {
    throw new RangeError(`segments must have different keys, got ${segments.map((s) => s.key).join(', ')}`);
  }
  const { alpha = 0.05 } = options;
  const results = segments.map(({ key, exposures, statistics }) => ({
    key,
    result: analyseMetric({ ...metric, statistics }, new Map(Object.entries(exposures)), control, options),
  }));
  const family = results.flatMap(({ result }) => result.comparisons);
  const adjusted = holm(family.map((c) => c.comparison?.pValue ?? null));
  family.forEach((c, i) => {
    c.adjustedPValue = adjusted[i];
    c.significant = adjusted[i] !== null && adjusted[i] <= alpha;
  });
  const treatments = new Set(segments.flatMap((s) => Object.keys(s.exposures)));
  treatments.delete(control);
  const heterogeneity: SegmentAnalysis['heterogeneity'] = {};
  for (const variant of treatments) heterogeneity[variant] = testEqualEffects(segments, control, variant);
  return { segments: results, heterogeneity };
}

function testEqualEffects(
  segments: readonly SegmentInput[],
  control: string,
  variant: string,
): Outcome<WaldTest> {
  const effects: number[] = [];
  const variances: number[] = [];
  for (const { key, statistics } of segments) {
    if (statistics[control] === undefined || statistics[variant] === undefined) {
      return failure('stratum_without_variant', { stratum: key });
    }
    const base = estimateMoments(statistics[control]);
    const treated = estimateMoments(statistics[variant]);
    const problem = base.problem ?? treated.problem;
    if (base.value === null || treated.value === null) {
      return failure(problem?.key ?? 'no_exposure', { ...problem?.parameters, stratum: key });
    }
    const contrast = contrastOf(base.value, treated.value);
    effects.push(contrast.treatment.mean - contrast.control.mean);
    variances.push(contrast.treatment.squaredError + contrast.control.squaredError);
  }
  const differences = effects
    .slice(1)
    .map((_, i) => effects.map((_e, j) => Number(j === i + 1) - Number(j === 0)));
  return waldTest(effects, variances, differences);
}
