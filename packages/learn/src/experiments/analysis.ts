import { requireWeights } from './buckets.ts';
import { type CompareOptions, type FrequentistMethod, withDefaults } from './compare.ts';
import {
  type Decision,
  type DecisionReason,
  decide,
  type GoalEvidence,
  type VariantEvidence,
} from './decision.ts';
import { daysToReach } from './duration.ts';
import {
  type MultipleExposures,
  multipleExposures,
  type PreExposureCheck,
  preExposureBias,
} from './health.ts';
import {
  analyseMetric,
  type MetricComparison,
  type MetricInput,
  type MetricResult,
} from './metric-analysis.ts';
import type { MetricStatistics } from './metric-statistics.ts';
import { benjaminiHochberg, holm, type MaybePValue } from './multiplicity.ts';
import { checkDesign, requiredDrift } from './power.ts';
import type { Outcome } from './problem.ts';
import { type SampleRatio, sampleRatio } from './sample-ratio.ts';

export type Correction = 'holm' | 'benjaminiHochberg' | 'none';

export interface ExperimentPlan {
  /** Whole days since the start. */
  daysRun: number;
  /** Customers planned in the control and one treatment together. */
  plannedSample?: number;
  /** Planned length in days, when no sample was planned. */
  plannedDays?: number;
  /** Customers entering the experiment a day, all variants; by default the average so far. */
  newCustomersPerDay?: number;
  /** Smallest effect worth having, relative, such as 0.02. */
  minimumEffect?: number;
  /** Ship not before. Default 7. */
  minimumDays?: number;
}

export interface ExperimentInput {
  /** Weights sum to one. `exposures` are customers who saw this variant and no other. */
  variants: readonly { key: string; weight: number; exposures: number }[];
  /** Key of the control. Default: the first variant. */
  control?: string;
  metrics: readonly MetricInput[];
  /** Customers who saw two or more variants and are left out everywhere else. */
  multipleExposures?: number;
  /** Metrics over a window before exposure, by variant, for the bias check. */
  preExposure?: readonly { key: string; statistics: Readonly<Record<string, MetricStatistics>> }[];
  plan?: ExperimentPlan;
}

export interface AnalysisOptions extends Omit<CompareOptions, 'method'> {
  /** Default `sequential`. With `bayesian`, decisions read the posterior; the interval beside it is sequential. */
  method?: FrequentistMethod | 'bayesian';
  /** Over all comparisons of goals, and apart over those of secondary metrics. Default `holm`. */
  correction?: Correction;
}

export interface ExperimentAnalysis {
  method: FrequentistMethod | 'bayesian';
  control: string;
  sampleRatio: Outcome<SampleRatio>;
  multipleExposures: MultipleExposures | null;
  preExposure: PreExposureCheck[];
  metrics: MetricResult[];
  decision: Decision;
}

/**
 * Analyses an experiment from sufficient statistics: health checks, every metric of every treatment against
 * the control, corrected p-values, guardrails, and a decision with its reasons. Figures that cannot be had
 * are null with a problem; nothing is averaged in silently.
 *
 * @throws RangeError for weights that do not sum to one, repeated keys, an unknown control, exposures that
 *   are not counts, or an option out of its range
 */
export function analyseExperiment(input: ExperimentInput, options: AnalysisOptions = {}): ExperimentAnalysis {
  const control = requireInput(input);
  const { method = 'sequential', correction = 'holm', ...rest } = options;
  const pairSample = smallestPair(input, control);
  const compareOptions: CompareOptions = {
    ...(input.plan?.plannedSample === undefined ? {} : { tightestAt: input.plan.plannedSample }),
    ...rest,
    method: method === 'bayesian' ? 'sequential' : method,
  };
  const { alpha } = withDefaults(compareOptions);
  const keys = input.variants.map((v) => v.key);
  const exposures = new Map(input.variants.map((v) => [v.key, v.exposures]));
  const metrics = input.metrics.map((metric) => analyseMetric(metric, exposures, control, compareOptions));
  correctPValues(metrics, correction, alpha);

  const exposed = input.variants.reduce((sum, v) => sum + v.exposures, 0);
  const split = sampleRatio(
    input.variants.map((v) => v.exposures),
    input.variants.map((v) => v.weight),
  );
  const multiple =
    input.multipleExposures === undefined
      ? null
      : multipleExposures(input.multipleExposures, exposed + input.multipleExposures);
  const preExposure = preExposureBias(input.preExposure ?? [], control);
  const treatments = keys.filter((key) => key !== control);
  const decision = decide({
    method,
    health: healthReasons(input, split, multiple, preExposure),
    variants: treatments.map((variant) => evidenceOf(variant, metrics, method, alpha)),
    daysRun: input.plan?.daysRun ?? 0,
    daysLeft: daysLeft(input, metrics, compareOptions, pairSample),
    minimumEffect: input.plan?.minimumEffect ?? null,
    minimumDays: input.plan === undefined ? 0 : input.plan.minimumDays,
  });
  return { method, control, sampleRatio: split, multipleExposures: multiple, preExposure, metrics, decision };
}

function requireInput({ variants, control = variants[0]?.key, metrics, plan }: ExperimentInput): string {
  if (variants.length < 2)
    throw new RangeError(`an experiment needs two variants or more, got ${variants.length}`);
  requireUnique('variants', variants);
  requireUnique('metrics', metrics);
  requireWeights(variants.map((v) => v.weight));
  if (!variants.some((v) => v.key === control)) {
    throw new RangeError(`control must be one of ${variants.map((v) => v.key).join(', ')}, got ${control}`);
  }
  if (plan !== undefined && !(Number.isFinite(plan.daysRun) && plan.daysRun >= 0)) {
    throw new RangeError(`daysRun must be 0 or more, got ${plan.daysRun}`);
  }
  if (plan?.minimumEffect !== undefined && !(plan.minimumEffect > 0)) {
    throw new RangeError(`minimumEffect must be above 0, got ${plan.minimumEffect}`);
  }
  return control;
}

function requireUnique(name: string, entries: readonly { key: string }[]): void {
  const seen = new Set<string>();
  for (const { key } of entries) {
    if (seen.has(key)) throw new RangeError(`${name} must have different keys, got ${key} twice`);
    seen.add(key);
  }
}

function correctPValues(metrics: readonly MetricResult[], correction: Correction, alpha: number): void {
  if (correction === 'none') return;
  const adjust: (p: readonly MaybePValue[]) => MaybePValue[] =
    correction === 'holm' ? holm : benjaminiHochberg;
  for (const role of ['goal', 'secondary'] as const) {
    const family = metrics.filter((m) => m.role === role).flatMap((m) => m.comparisons);
    const adjusted = adjust(family.map((c) => c.comparison?.pValue ?? null));
    family.forEach((c, i) => {
      const p = adjusted[i];
      c.adjustedPValue = p;
      c.significant = p !== null && p <= alpha;
    });
  }
}

function healthReasons(
  { variants }: ExperimentInput,
  split: Outcome<SampleRatio>,
  multiple: MultipleExposures | null,
  preExposure: readonly PreExposureCheck[],
): DecisionReason[] {
  const reasons: DecisionReason[] = [];
  const total = variants.reduce((sum, v) => sum + v.exposures, 0);
  const missing = variants.filter((v) => v.weight > 0 && v.exposures === 0).map((v) => v.key);
  if (total > 0 && missing.length > 0) {
    reasons.push({ key: 'variants_missing', parameters: { variants: missing.join(', ') } });
  }
  if (split.value?.mismatch) {
    reasons.push({ key: 'sample_ratio_mismatch', parameters: { pValue: split.value.pValue } });
  }
  if (multiple?.flagged && multiple.share !== null) {
    reasons.push({ key: 'multiple_exposures', parameters: { share: multiple.share } });
  }
  for (const { metric, variant } of preExposure.filter((c) => c.biased)) {
    reasons.push({ key: 'pre_exposure_bias', parameters: { metric, variant } });
  }
  return reasons;
}

function evidenceOf(
  variant: string,
  metrics: readonly MetricResult[],
  method: AnalysisOptions['method'],
  alpha: number,
): VariantEvidence {
  const goals: GoalEvidence[] = [];
  const guardrails: { metric: string; status: 'passed' | 'failed' | 'undecided' }[] = [];
  for (const metric of metrics) {
    const found = metric.comparisons.find((c) => c.variant === variant);
    if (found === undefined) continue;
    if (metric.role === 'goal') goals.push(goalEvidence(metric, found, method === 'bayesian', alpha));
    if (metric.role === 'guardrail') {
      guardrails.push({ metric: metric.key, status: found.guardrail?.status ?? 'undecided' });
    }
  }
  return { variant, goals, guardrails };
}

function goalEvidence(
  { key, direction }: MetricResult,
  found: MetricComparison,
  bayesian: boolean,
  alpha: number,
): GoalEvidence {
  const { comparison } = found;
  if (comparison === null) return { metric: key, result: null };
  const scale = comparison.relative === null ? 'absolute' : 'relative';
  const posterior = bayesian ? (found.bayesian?.[scale] ?? null) : null;
  const interval = posterior?.posterior ?? comparison[scale] ?? comparison.absolute;
  const tail = posterior === null ? null : Math.min(posterior.chanceToWin, 1 - posterior.chanceToWin);
  const pValue = tail === null ? (found.adjustedPValue ?? comparison.pValue) : 2 * tail;
  const sign = direction === 'increase' ? 1 : -1;
  const ends = [sign * interval.lower, sign * interval.upper];
  return {
    metric: key,
    result: {
      effect: sign * interval.value,
      lower: Math.min(...ends),
      upper: Math.max(...ends),
      pValue,
      significant: tail === null ? found.significant : pValue <= alpha,
      scale,
    },
  };
}

/** The smallest sample of the control with any one treatment. */
function smallestPair({ variants }: ExperimentInput, control: string): number {
  const base = variants.find((v) => v.key === control)?.exposures ?? 0;
  return base + Math.min(...variants.filter((v) => v.key !== control).map((v) => v.exposures));
}

/** Days until the planned sample; without a plan, until the smallest effect worth having would show. */
function daysLeft(
  { variants, plan }: ExperimentInput,
  metrics: readonly MetricResult[],
  options: CompareOptions,
  pairSample: number,
): number | null {
  if (plan === undefined) return null;
  if (plan.plannedSample === undefined && plan.plannedDays !== undefined) {
    return Math.max(0, Math.ceil(plan.plannedDays - plan.daysRun));
  }
  const sample = plan.plannedSample ?? neededSample(metrics, options, plan.minimumEffect);
  if (sample === null) return null;
  if (sample <= pairSample) return 0;
  const total = variants.reduce((sum, v) => sum + v.exposures, 0);
  const perDay = plan.newCustomersPerDay ?? (plan.daysRun > 0 ? total / plan.daysRun : 0);
  if (!(perDay > 0) || total === 0) return null;
  return daysToReach(sample - pairSample, { newCustomersPerDay: perDay, comparedShare: pairSample / total });
}

/** Sample at which every goal's standard error would detect the smallest effect worth having with power 0.8. */
function neededSample(
  metrics: readonly MetricResult[],
  { method = 'sequential', alpha = 0.05 }: CompareOptions,
  minimumEffect: number | undefined,
): number | null {
  if (minimumEffect === undefined) return null;
  const design = checkDesign({ baseline: { mean: 1, standardDeviation: 1 }, method, alpha });
  const { drift } = requiredDrift(design);
  let needed: number | null = null;
  for (const { comparison } of metrics.filter((m) => m.role === 'goal').flatMap((m) => m.comparisons)) {
    const error = comparison?.relative?.standardError;
    if (comparison === null || error === undefined) continue;
    const n = comparison.control.n + comparison.treatment.n;
    needed = Math.max(needed ?? 0, Math.ceil(n * ((drift * error) / minimumEffect) ** 2));
  }
  return needed;
}
