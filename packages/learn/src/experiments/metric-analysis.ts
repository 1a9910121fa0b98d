import { type BayesianEffect, bayesianEffect, type Direction, type NormalPrior } from './bayesian.ts';
import { type BetaPrior, betaBinomial } from './beta-binomial.ts';
import { type CompareOptions, type Comparison, compareMeans } from './compare.ts';
import { absoluteEffect, type Contrast, contrastOf, relativeEffect } from './contrast.ts';
import { cuped } from './cuped.ts';
import { estimateMoments } from './estimate.ts';
import { evaluateGuardrail, type GuardrailResult } from './guardrail.ts';
import type { MetricStatistics } from './metric-statistics.ts';
import type { Moments } from './moments.ts';
import { stratifiedContrast } from './post-stratification.ts';
import { failure, type Outcome, type Problem, success } from './problem.ts';

export type MetricRole = 'goal' | 'secondary' | 'guardrail';

export interface MetricInput {
  key: string;
  role: MetricRole;
  /** The good direction. Default `increase`. */
  direction?: Direction;
  /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
  margin?: { value: number; scale: 'relative' | 'absolute' };
  /** Sufficient statistics by variant key. */
  statistics: Readonly<Record<string, MetricStatistics>>;
  /** The same, split by a pre-exposure dimension: then the contrast is post-stratified. */
  strata?: readonly { key: string; statistics: Readonly<Record<string, MetricStatistics>> }[];
  /** Use the covariate sums for CUPED. Default: when every variant carries them. */
  cuped?: boolean;
  /** Normal prior on the relative effect; null (default) is flat. */
  prior?: NormalPrior;
  /** For proportions and retention: exact beta-binomial posteriors with this prior, in place of the normal ones. */
  betaPrior?: BetaPrior;
}

export interface MetricComparison {
  variant: string;
  /** Null with the problem. */
  comparison: Comparison | null;
  problem: Problem | null;
  /** After the correction over all tests of the metric's role; null without a comparison. */
  adjustedPValue: number | null;
  /** adjustedPValue ≤ α. */
  significant: boolean;
  bayesian: { absolute: BayesianEffect; relative: BayesianEffect | null } | null;
  guardrail: GuardrailResult | null;
  /** Share of the difference's variance that CUPED or post-stratification removed; null when neither applied. */
  varianceReduction: number | null;
}

export interface MetricResult {
  key: string;
  role: MetricRole;
  direction: Direction;
  /** Unadjusted mean by variant; null with the problem. */
  variants: Record<string, { n: number | null; mean: number | null; problem: Problem | null }>;
  comparisons: MetricComparison[];
}

const defaultMargin = { value: 0.02, scale: 'relative' } as const;

/**
 * Analyses one metric: every treatment against the control. `exposures` are the customers of each variant. Adjusted p-values are left unadjusted here; the
 * experiment's analysis corrects them over all metrics of a role.
 */
export function analyseMetric(
  input: MetricInput,
  exposures: ReadonlyMap<string, number>,
  control: string,
  options: CompareOptions,
): MetricResult {
  const { key, role, direction = 'increase' } = input;
  const variants = [...exposures.keys()];
  const estimates = new Map(variants.map((v) => [v, estimateVariant(input, v, exposures.get(v) ?? 0)]));
  const mismatch = findMismatch(input, variants);
  const result: MetricResult = { key, role, direction, variants: {}, comparisons: [] };
  for (const [variant, { value, problem }] of estimates) {
    result.variants[variant] = { n: value?.n ?? null, mean: value?.mean ?? null, problem };
  }
  for (const variant of variants) {
    if (variant === control) continue;
    result.comparisons.push(
      mismatch === null
        ? compareVariant(input, variant, control, estimates, options)
        : { ...withoutComparison(variant), problem: mismatch },
    );
  }
  return result;
}

function compareVariant(
  input: MetricInput,
  variant: string,
  control: string,
  estimates: ReadonlyMap<string, Outcome<Moments>>,
  options: CompareOptions,
): MetricComparison {
  const plain = plainContrast(estimates, control, variant);
  if (plain.problem !== null) return { ...withoutComparison(variant), problem: plain.problem };
  const adjusted = adjustedContrast(input, estimates, control, variant);
  if (adjusted.problem !== null) return { ...withoutComparison(variant), problem: adjusted.problem };
  const contrast = adjusted.value ?? plain.value;
  const compared = compareMeans(contrast, options);
  if (compared.problem !== null) return { ...withoutComparison(variant), problem: compared.problem };
  const comparison = compared.value;
  return {
    variant,
    comparison,
    problem: null,
    adjustedPValue: comparison.pValue,
    significant: comparison.significant,
    bayesian: posteriors(
      input,
      contrast,
      input.statistics[control],
      input.statistics[variant],
      options.alpha,
    ),
    guardrail: input.role === 'guardrail' ? judgeGuardrail(input, comparison) : null,
    varianceReduction: adjusted.value === null ? null : reduction(plain.value, adjusted.value),
  };
}

function judgeGuardrail(
  { margin = defaultMargin, direction = 'increase' }: MetricInput,
  comparison: Comparison,
) {
  return evaluateGuardrail(comparison, { direction, margin: margin.value, scale: margin.scale });
}

function withoutComparison(variant: string): Omit<MetricComparison, 'problem'> {
  return {
    variant,
    comparison: null,
    adjustedPValue: null,
    significant: false,
    bayesian: null,
    guardrail: null,
    varianceReduction: null,
  };
}

/** A metric cannot have more customers than were exposed; if it does, some are counted in two variants. */
function estimateVariant({ statistics }: MetricInput, variant: string, exposed: number): Outcome<Moments> {
  const given = statistics[variant];
  if (given === undefined) return failure('missing_variant', { variant });
  if (given.n > exposed) return failure('bad_statistics', { name: 'n', value: given.n, limit: exposed });
  return estimateMoments(given);
}

function plainContrast(
  estimates: ReadonlyMap<string, Outcome<Moments>>,
  control: string,
  variant: string,
): Outcome<Contrast> {
  for (const key of [control, variant]) {
    const problem = estimates.get(key)?.problem;
    if (problem) return failure(problem.key, { ...problem.parameters, variant: key });
  }
  const a = estimates.get(control)?.value;
  const b = estimates.get(variant)?.value;
  return a && b ? success(contrastOf(a, b)) : failure('missing_variant', { variant });
}

/** The contrast after post-stratification or CUPED; null when the metric uses neither. */
function adjustedContrast(
  input: MetricInput,
  estimates: ReadonlyMap<string, Outcome<Moments>>,
  control: string,
  variant: string,
): Outcome<Contrast | null> {
  if (input.strata !== undefined) {
    const pairs = [];
    for (const { key, statistics } of input.strata) {
      const pair = { key, control: statistics[control], treatment: statistics[variant] };
      if (pair.control === undefined || pair.treatment === undefined) {
        return failure('stratum_without_variant', { stratum: key });
      }
      pairs.push(pair);
    }
    const hasAll = pairs.every((p) => hasCovariate(p.control) && hasCovariate(p.treatment));
    return stratifiedContrast(pairs, input.cuped ?? hasAll);
  }
  const known = [...estimates.entries()].filter(([, e]) => e.value !== null);
  const moments = known.flatMap(([, e]) => (e.value === null ? [] : [e.value]));
  const wanted = input.cuped ?? moments.every((m) => m.covariate !== null && m.covariate.variance > 0);
  if (!wanted) return success(null);
  const adjusted = cuped(moments);
  if (adjusted.problem !== null) return adjusted;
  const at = (key: string) => adjusted.value[known.findIndex(([k]) => k === key)];
  return success(contrastOf(at(control), at(variant)));
}

function hasCovariate(statistics: MetricStatistics): boolean {
  return statistics.kind !== 'quantile' && statistics.covariate !== undefined;
}

function posteriors(
  { prior = null, betaPrior, direction = 'increase' }: MetricInput,
  contrast: Contrast,
  control: MetricStatistics,
  treatment: MetricStatistics,
  alpha = 0.05,
): MetricComparison['bayesian'] {
  const credibility = 1 - alpha;
  if (betaPrior !== undefined && isProportion(control) && isProportion(treatment)) {
    return betaBinomial({ control, treatment, prior: betaPrior, credibility, direction }).value;
  }
  const absolute = absoluteEffect(contrast).value;
  if (absolute === null) return null;
  const relative = relativeEffect(contrast).value;
  const base = Math.abs(contrast.control.mean);
  const absolutePrior =
    prior === null || base === 0
      ? null
      : { mean: prior.mean * base, standardDeviation: prior.standardDeviation * base };
  return {
    absolute: bayesianEffect(absolute, { prior: absolutePrior, credibility, direction }),
    relative: relative === null ? null : bayesianEffect(relative, { prior, credibility, direction }),
  };
}

function isProportion(
  s: MetricStatistics,
): s is Extract<MetricStatistics, { kind: 'proportion' | 'retention' }> {
  return s.kind === 'proportion' || s.kind === 'retention';
}

function reduction(before: Contrast, after: Contrast): number | null {
  const a = absoluteEffect(before).value;
  const b = absoluteEffect(after).value;
  return a === null || b === null ? null : 1 - (b.standardError / a.standardError) ** 2;
}

/** Variants whose figures cannot be compared, or that the experiment does not have. */
function findMismatch({ statistics }: MetricInput, variants: readonly string[]): Problem | null {
  const unknown = Object.keys(statistics).find((key) => !variants.includes(key));
  if (unknown !== undefined) return failure('unknown_variant', { variant: unknown }).problem;
  const given = Object.values(statistics);
  const kinds = new Set(given.map((s) => s.kind));
  if (kinds.size > 1) return failure('kind_mismatch', { kinds: [...kinds].join(', ') }).problem;
  const caps = new Set(given.map((s) => (s.kind === 'revenue' ? String(s.cap) : '')));
  if (caps.size > 1) return failure('cap_mismatch', { caps: [...caps].join(', ') }).problem;
  const levels = new Set(given.map((s) => (s.kind === 'quantile' ? s.level : 0)));
  if (levels.size > 1) return failure('kind_mismatch', { kinds: [...levels].join(', ') }).problem;
  return null;
}
