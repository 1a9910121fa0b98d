import type { CovariateSums, MetricStatistics } from './metric-statistics.ts';
import { covarianceFromSums, finite, type Moments, varianceFromSums } from './moments.ts';
import { failure, type Outcome, success } from './problem.ts';
import { quantileMoments } from './quantile-estimate.ts';

/** Σ's of a numerator y and a denominator d; the denominator is 1 for every customer unless given. */
interface Sums {
  n: number;
  y: number;
  yy: number;
  denominator?: { d: number; dd: number; yd: number };
  covariate?: CovariateSums;
}

/**
 * Reduces a variant's sufficient statistics to moments. Ratios and funnel steps are linearised by the delta
 * method (Deng, Knoblich and Lu, "Applying the delta method in metric analytics", KDD 2018); quantiles use
 * cluster-robust order statistics from the same paper.
 *
 * @param around linearises a ratio at this point in place of the variant's own; for strata of a variant
 * @returns the moments, or the problem: no or one exposure, counts that are negative, fractional or exceed
 *   each other, numbers that are not finite, a negative variance, a zero denominator
 */
export function estimateMoments(statistics: MetricStatistics, around?: Linearisation): Outcome<Moments> {
  const bad = firstBadNumber(statistics);
  if (bad !== null) return failure('bad_statistics', bad);
  if (statistics.n === 0) return failure('no_exposure');
  if (statistics.n === 1) return failure('one_exposure');
  if (statistics.kind === 'quantile') return quantileMoments(statistics);
  const sums = toSums(statistics);
  return sums.problem === null ? momentsOfSums(sums.value, around) : sums;
}

/** The ratio and the mean denominator of the whole variant. */
export interface Linearisation {
  ratio: number;
  denominatorMean: number;
}

/** Mean numerator and mean denominator (1 for a plain mean) per customer; not defined for quantiles. */
export function componentMeans(s: Exclude<MetricStatistics, { kind: 'quantile' }>): { y: number; d: number } {
  switch (s.kind) {
    case 'proportion':
    case 'retention':
      return { y: s.successes / s.n, d: 1 };
    case 'mean':
    case 'revenue':
      return { y: s.sum / s.n, d: 1 };
    case 'ratio':
      return { y: s.sum / s.n, d: s.denominatorSum / s.n };
    case 'funnelStep':
      return { y: s.completed / s.n, d: s.entered / s.n };
  }
}

function toSums(s: Exclude<MetricStatistics, { kind: 'quantile' }>): Outcome<Sums> {
  const { n, covariate } = s;
  switch (s.kind) {
    case 'proportion':
    case 'retention':
      if (s.successes > n)
        return failure('bad_statistics', { name: 'successes', value: s.successes, limit: n });
      return success({ n, y: s.successes, yy: s.successes, covariate });
    case 'mean':
    case 'revenue':
      return success({ n, y: s.sum, yy: s.sumSquares, covariate });
    case 'ratio': {
      const denominator = { d: s.denominatorSum, dd: s.denominatorSumSquares, yd: s.crossSum };
      return success({ n, y: s.sum, yy: s.sumSquares, denominator, covariate });
    }
    case 'funnelStep': {
      if (s.entered > n) return failure('bad_statistics', { name: 'entered', value: s.entered, limit: n });
      if (s.completed > s.entered) {
        return failure('bad_statistics', { name: 'completed', value: s.completed, limit: s.entered });
      }
      const denominator = { d: s.entered, dd: s.entered, yd: s.completed };
      return success({ n, y: s.completed, yy: s.completed, denominator, covariate });
    }
  }
}

function momentsOfSums({ n, y, yy, denominator, covariate }: Sums, around?: Linearisation): Outcome<Moments> {
  const varY = varianceFromSums(n, y, yy, 'metric');
  if (varY.problem !== null) return varY;
  let mean = y / n;
  let variance = varY.value;
  let meanSquare = yy / n;
  let meanD = 1;
  let ratio = 0;
  if (denominator !== undefined) {
    const { d, dd, yd } = denominator;
    if (d === 0 && around === undefined) return failure('zero_denominator');
    const varD = varianceFromSums(n, d, dd, 'denominator');
    if (varD.problem !== null) return varD;
    meanD = around?.denominatorMean ?? d / n;
    ratio = around?.ratio ?? y / d;
    mean = (y - ratio * d) / n / meanD + ratio;
    const covYD = covarianceFromSums(n, y, d, yd);
    const raw = varY.value - 2 * ratio * covYD + ratio * ratio * varD.value;
    const scale = varY.value + ratio * ratio * varD.value;
    if (raw < -1e-9 * scale) return failure('negative_variance', { name: 'ratio', n, sum: y, crossSum: yd });
    variance = raw <= 1e-14 * scale ? 0 : raw / (meanD * meanD);
    meanSquare = (yy + ratio * ratio * dd) / n / (meanD * meanD);
  }
  for (const [name, value] of Object.entries({ mean, variance })) {
    const checked = finite(value, name);
    if (checked.problem !== null) return checked;
  }
  if (covariate === undefined) return success({ n, mean, variance, covariate: null });

  const { sum: x, sumSquares: xx, crossSum: xy, denominatorCrossSum: xd } = covariate;
  const varX = varianceFromSums(n, x, xx, 'covariate');
  if (varX.problem !== null) return varX;
  let covariance = covarianceFromSums(n, x, y, xy);
  if (denominator !== undefined) {
    if (xd === undefined) return failure('missing_covariate', { name: 'denominatorCrossSum' });
    covariance = (covariance - ratio * covarianceFromSums(n, x, denominator.d, xd)) / meanD;
  }
  const checked = finite(covariance, 'covariance');
  if (checked.problem !== null) return checked;
  // Of roots, not of squares: those leave the doubles long before the covariance does. A constant's covariance
  // is rounding error, of the size that `varianceFromSums` takes for none.
  const largest = Math.sqrt(varX.value) * Math.sqrt(variance);
  const rounding = 1e-7 * Math.sqrt(xx / n) * Math.sqrt(meanSquare);
  if (Math.abs(covariance) > largest * (1 + 5e-7) + rounding) {
    return failure('bad_statistics', { name: 'crossSum', value: xy });
  }
  covariance = Math.sign(covariance) * Math.min(Math.abs(covariance), largest);
  return success({ n, mean, variance, covariate: { mean: x / n, variance: varX.value, covariance } });
}

const counts = new Set(['n', 'successes', 'entered', 'completed', 'events', 'below']);
const notNegative = new Set(['sumSquares', 'denominatorSumSquares', 'eventsSquares', 'belowSquares']);

/** The first number that is not finite, a count that is negative or fractional, a square sum below zero. */
function firstBadNumber(of: object): { name: string; value: string | number } | null {
  for (const [name, value] of Object.entries(of)) {
    if (value === undefined || value === null || typeof value === 'string') continue;
    if (typeof value === 'object') {
      const inner = firstBadNumber(value);
      if (inner !== null) return inner;
      continue;
    }
    const isBad =
      !Number.isFinite(value) ||
      (counts.has(name) && (value < 0 || !Number.isInteger(value))) ||
      (notNegative.has(name) && value < 0);
    if (isBad) return { name, value: Number.isFinite(value) ? value : String(value) };
  }
  return null;
}
