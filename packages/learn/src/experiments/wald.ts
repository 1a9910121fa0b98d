import { failure, type Outcome, success } from './problem.ts';
import { chiSquareTail } from './sample-ratio.ts';

export interface WaldTest {
  statistic: number;
  degreesOfFreedom: number;
  pValue: number;
}

/**
 * Wald's chi-square test that every contrast of independent estimates is zero (Wasserman, All of Statistics,
 * section 10.2).
 *
 * @param estimates length k
 * @param variances length k, squared standard errors
 * @param contrasts rows of length k, linearly independent
 * @returns the test, or `no_variance` when the contrasts' covariance is singular
 */
export function waldTest(
  estimates: readonly number[],
  variances: readonly number[],
  contrasts: readonly (readonly number[])[],
): Outcome<WaldTest> {
  const dot = (row: readonly number[], of: readonly number[]) =>
    row.reduce((sum, c, i) => sum + c * of[i], 0);
  const difference = contrasts.map((row) => dot(row, estimates));
  const covariance = contrasts.map((row) =>
    contrasts.map((other) => row.reduce((sum, c, i) => sum + c * other[i] * variances[i], 0)),
  );
  const half = forwardSolve(covariance, difference);
  if (half === null) return failure('no_variance');
  const statistic = half.reduce((sum, x) => sum + x * x, 0);
  const degreesOfFreedom = contrasts.length;
  return success({ statistic, degreesOfFreedom, pValue: chiSquareTail(statistic, degreesOfFreedom) });
}

/** L⁻¹b for the Cholesky factor L of a symmetric matrix; null unless that is positive definite. */
function forwardSolve(matrix: readonly (readonly number[])[], b: readonly number[]): number[] | null {
  const n = b.length;
  const l = matrix.map(() => new Array<number>(n).fill(0));
  const x: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k++) sum -= l[i][k] * l[j][k];
      if (i !== j) l[i][j] = sum / l[j][j];
      else if (sum > 1e-14 * matrix[i][i]) l[i][i] = Math.sqrt(sum);
      else return null;
    }
    let rest = b[i];
    for (let k = 0; k < i; k++) rest -= l[i][k] * x[k];
    x.push(rest / l[i][i]);
  }
  return x;
}
