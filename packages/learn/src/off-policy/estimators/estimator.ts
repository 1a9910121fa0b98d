import type { EvaluationSample } from '../evaluation-sample.ts';

/**
 * An estimate as sums over rows: mean(additive) + Σ numerator / Σ denominator, either part may be missing.
 * Kept apart so that resampling and influence follow from one place.
 */
export interface EstimatorTerms {
  additive: Float64Array | null;
  ratio: { numerator: Float64Array; denominator: Float64Array } | null;
}

/** What a row can reach at most; intervals that hold for certain need it. */
export interface TermBounds {
  /** The largest importance weight that can occur. */
  largestWeight: number;
  /** Largest minus smallest possible reward; the model's answers are taken to stay inside, too. */
  rewardSpan: number;
}

/** An off-policy estimator of a policy's mean reward. */
export interface Estimator {
  readonly name: string;
  readonly needsModel: boolean;
  /** The clipping, switching or shrinkage threshold; null for estimators without one. */
  readonly lambda: number | null;
  terms(sample: EvaluationSample): EstimatorTerms;
  /** Largest minus smallest value a row's additive term can take; null for self-normalised estimators. */
  termRange(bounds: TermBounds): number | null;
}

/** The estimate that the terms stand for. */
export function estimateOf({ additive, ratio }: EstimatorTerms): number {
  return (
    (additive === null ? 0 : mean(additive)) +
    (ratio === null ? 0 : sum(ratio.numerator) / sum(ratio.denominator))
  );
}

/** Each row's influence on the estimate (its mean is 0); the variance of their mean is the estimate's. */
export function influenceOf(terms: EstimatorTerms): Float64Array {
  const { additive, ratio } = terms;
  const rows = (additive ?? ratio?.numerator)?.length ?? 0;
  const influence = new Float64Array(rows);
  if (additive !== null) {
    const centre = mean(additive);
    for (let i = 0; i < rows; i++) influence[i] = additive[i] - centre;
  }
  if (ratio !== null) {
    const scale = mean(ratio.denominator);
    const quotient = sum(ratio.numerator) / sum(ratio.denominator);
    for (let i = 0; i < rows; i++) {
      influence[i] += (ratio.numerator[i] - quotient * ratio.denominator[i]) / scale;
    }
  }
  return influence;
}

/** Standard error of the estimate, from the rows' influence. */
export function standardErrorOf(terms: EstimatorTerms): number {
  const influence = influenceOf(terms);
  let squares = 0;
  for (const v of influence) squares += v * v;
  return influence.length < 2 ? Infinity : Math.sqrt(squares / (influence.length - 1) / influence.length);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

function mean(values: Float64Array): number {
  return sum(values) / values.length;
}
