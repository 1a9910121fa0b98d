import { bootstrapIntervals } from '../../metrics/bootstrap-interval.ts';
import type { Random } from '../../random/random.ts';
import { empiricalBernstein } from '../empirical-bernstein.ts';
import { estimateOf } from '../estimators/estimator.ts';
import { resamplingUnits, sumByUnit } from '../estimators/resampling-units.ts';
import { OffPolicyError } from '../off-policy-error.ts';
import { type CascadePlan, cascadeFit } from './cascade-model.ts';
import { type SlateEstimatorName, type SlateSample, slateSample, slateTerms } from './slate-estimators.ts';
import { checkSlateFeedback, type SlateFeedback } from './slate-feedback.ts';
import type { SlateTarget } from './slate-target.ts';

export interface SlateEvaluationOptions {
  random: Random;
  /** Default: all that can be computed from what is given. */
  estimators?: readonly SlateEstimatorName[];
  /** For `cascade-dr`. */
  model?: Omit<CascadePlan, 'rankWeights'>;
  /** What a reward at each rank counts. Default: 1 each. */
  rankWeights?: Float64Array;
  /** Whose slates depend on each other, one per slate: a customer's are resampled together. */
  clusters?: ArrayLike<string | number>;
  /** Coverage of the intervals. Default 0.95. */
  level?: number;
  /** Bootstrap resamples. Default 1,000. */
  resamples?: number;
  /** Refuse an estimator whose weights are worth fewer slates than this. Default 30. */
  minEffectiveSlates?: number;
}

export interface SlateEstimate {
  estimator: SlateEstimatorName;
  /** Estimated mean value of a slate. */
  value: number;
  standardError: number;
  bootstrap: { low: number; high: number };
  /** Empirical-Bernstein interval over the observed range of terms; null with clusters. */
  bernstein: { low: number; high: number } | null;
  /** (Σ w)² / Σ w² of the weights it relies on, at the rank where it is least. */
  effectiveSlates: number;
  largestWeight: number;
  /** Near 1 when propensities and policy are right; the mean at the rank where it is furthest off. */
  meanWeight: number;
}

/**
 * Estimates what slates of another policy would have earned.
 * @throws OffPolicyError for feedback or probabilities that are refused, or with the figure where the weights
 *   of an estimator leave too few slates
 */
export function evaluateSlates(
  feedback: SlateFeedback,
  target: SlateTarget,
  options: SlateEvaluationOptions,
): SlateEstimate[] {
  const { random, model, level = 0.95, resamples = 1000, minEffectiveSlates = 30 } = options;
  const slates = checkSlateFeedback(feedback);
  const rankWeights = options.rankWeights ?? new Float64Array(feedback.size).fill(1);
  if (rankWeights.length !== feedback.size || !rankWeights.every(Number.isFinite)) {
    throw new RangeError(`rankWeights must be ${feedback.size} finite numbers, got [${rankWeights}]`);
  }
  const names = options.estimators ?? available(feedback, target, model !== undefined);
  const modelled =
    model !== undefined && names.includes('cascade-dr')
      ? cascadeFit(feedback, target, { ...model, rankWeights })
      : null;
  const sample = slateSample(feedback, target, slates, rankWeights, modelled);
  const units = resamplingUnits(slates, options.clusters, random);
  const fits = names.map((name) => {
    const terms = slateTerms(name, sample);
    const support = supportOf(name, sample);
    if (support.effectiveSlates < minEffectiveSlates) {
      throw new OffPolicyError(
        'too-few-effective-rows',
        `for ${name} the log is worth ${support.effectiveSlates.toFixed(1)} slates (limit ${minEffectiveSlates}): ` +
          'collect more, judge a policy closer to the logged one, or assume less interaction between ranks',
        { figure: support.effectiveSlates },
      );
    }
    return { name, terms, support, sums: sumByUnit(terms, units) };
  });
  const intervals = bootstrapIntervals(
    units.count,
    fits.map(({ sums }) => sums),
    { random: random.fork(), level, resamples },
  );
  return fits.map(({ name, terms, support, sums }, i) => ({
    estimator: name,
    value: estimateOf(terms),
    standardError: sums.standardError,
    bootstrap: { low: intervals[i].low, high: intervals[i].high },
    bernstein:
      options.clusters === undefined && terms.additive !== null ? bernstein(terms.additive, level) : null,
    ...support,
  }));
}

function available(feedback: SlateFeedback, target: SlateTarget, model: boolean): SlateEstimatorName[] {
  const names: SlateEstimatorName[] = ['sips'];
  if (feedback.marginalPropensities !== undefined && target.marginal !== undefined) names.push('iips');
  names.push('cascade-ips');
  if (model) names.push('cascade-dr');
  return names;
}

function supportOf(name: SlateEstimatorName, { size, prefixWeights, marginalWeights }: SlateSample) {
  const weights = name === 'iips' ? (marginalWeights ?? prefixWeights) : prefixWeights;
  const slates = weights.length / size;
  let effectiveSlates = Infinity;
  let largestWeight = 0;
  let meanWeight = 1;
  for (let rank = name === 'sips' ? size - 1 : 0; rank < size; rank++) {
    let sum = 0;
    let squares = 0;
    for (let slate = 0; slate < slates; slate++) {
      const w = weights[slate * size + rank];
      sum += w;
      squares += w * w;
      largestWeight = Math.max(largestWeight, w);
    }
    effectiveSlates = Math.min(effectiveSlates, squares > 0 ? (sum * sum) / squares : 0);
    if (Math.abs(sum / slates - 1) > Math.abs(meanWeight - 1)) meanWeight = sum / slates;
  }
  return { effectiveSlates, largestWeight, meanWeight };
}

function bernstein(values: Float64Array, level: number): { low: number; high: number } {
  let smallest = Infinity;
  let largest = -Infinity;
  for (const v of values) {
    smallest = Math.min(smallest, v);
    largest = Math.max(largest, v);
  }
  return empiricalBernstein(values, largest - smallest, level);
}
