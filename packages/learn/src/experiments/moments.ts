import { failure, type Outcome, success } from './problem.ts';

/**
 * A metric of one variant, reduced to what inference needs: a mean over n customers whose (linearised)
 * values have the sample variance `variance`, so that the mean's squared standard error is variance / n.
 */
export interface Moments {
  n: number;
  mean: number;
  variance: number;
  /** Mean and variance of the covariate, and its covariance with the (linearised) metric. */
  covariate: { mean: number; variance: number; covariance: number } | null;
}

/** Rounding error, relative to Σy², that the difference Σy² − (Σy)²/n may carry below zero. */
const cancellation = 1e-9;

/** Sample variance (n − 1) from sums; a negative one that rounding cannot explain is a problem. */
export function varianceFromSums(n: number, sum: number, sumSquares: number, name: string): Outcome<number> {
  const centred = sumSquares - (sum * sum) / n;
  if (centred < -cancellation * Math.max(sumSquares, 0) || sumSquares < 0) {
    return failure('negative_variance', { name, n, sum, sumSquares });
  }
  return finite(centred <= 1e-14 * sumSquares ? 0 : centred / (n - 1), name);
}

/** Sample covariance (n − 1) from sums. */
export function covarianceFromSums(n: number, sumX: number, sumY: number, crossSum: number): number {
  return (crossSum - (sumX / n) * sumY) / (n - 1);
}

/** The number as an outcome, `overflow` when it is not finite. */
export function finite(value: number, name: string): Outcome<number> {
  return Number.isFinite(value) ? success(value) : failure('overflow', { name });
}

/** Squared standard error of the mean. */
export function squaredError({ variance, n }: Moments): number {
  return variance / n;
}
