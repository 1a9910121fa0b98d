/**
 * Cholesky factor L of a symmetric positive definite matrix A = L Lᵀ (Golub and Van Loan, Matrix
 * Computations, 4.2). Reads only the lower triangle of A.
 *
 * @param matrix n × n, row-major; overwritten by L in its lower triangle (the upper one is set to zero)
 * @throws RangeError if A is not positive definite; the row is named
 */
export function choleskyInPlace(matrix: Float64Array, n: number): Float64Array {
  for (let j = 0; j < n; j++) {
    let pivot = matrix[j * n + j];
    for (let k = 0; k < j; k++) pivot -= matrix[j * n + k] ** 2;
    if (!(pivot > 0) || pivot === Infinity) {
      throw new RangeError(`matrix must be positive definite, got pivot ${pivot} at row ${j}`);
    }
    const root = Math.sqrt(pivot);
    matrix[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k] * matrix[j * n + k];
      matrix[i * n + j] = sum / root;
    }
    for (let i = 0; i < j; i++) matrix[i * n + j] = 0;
  }
  return matrix;
}

/** Solves L y = b in place for a lower triangular n × n factor. */
export function solveLower(factor: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= factor[i * n + k] * b[k];
    b[i] = sum / factor[i * n + i];
  }
  return b;
}

/** Solves Lᵀ y = b in place for a lower triangular n × n factor. */
export function solveLowerTransposed(factor: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i];
    for (let k = i + 1; k < n; k++) sum -= factor[k * n + i] * b[k];
    b[i] = sum / factor[i * n + i];
  }
  return b;
}

/** Solves A x = b in place, given the Cholesky factor of A. */
export function solveCholesky(factor: Float64Array, n: number, b: Float64Array): Float64Array {
  return solveLowerTransposed(factor, n, solveLower(factor, n, b));
}
