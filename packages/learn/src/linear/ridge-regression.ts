import { choleskyInPlace, solveCholesky } from './cholesky.ts';
import { checkDesign } from './design.ts';
import { type LinearCoefficients, linearScore, readCoefficients } from './linear-model.ts';

export interface RidgeOptions {
  /** Penalty on the squared coefficients, not on the intercept; above 0. Default 1. */
  l2?: number;
}

/**
 * Least squares with an L2 penalty: minimises Σ wᵢ (yᵢ − b − xᵢ·β)² + l2 ‖β‖² (Hoerl and Kennard, 1970),
 * the objective of scikit-learn's `Ridge(alpha = l2)`. Solved exactly from the normal equations.
 */
export class RidgeRegression {
  readonly intercept: number;
  readonly coefficients: Float64Array;

  constructor(intercept: number, coefficients: Float64Array) {
    this.intercept = intercept;
    this.coefficients = coefficients;
  }

  /**
   * @param features rows × dimension, row-major
   * @param weights one per row, 0 or more; null for all ones
   * @throws RangeError for values that are not finite, lengths that disagree, or l2 not above 0
   */
  static fit(
    features: Float64Array,
    dimension: number,
    targets: Float64Array,
    weights: Float64Array | null = null,
    options: RidgeOptions = {},
  ): RidgeRegression {
    const { l2 = 1 } = options;
    if (!(l2 > 0)) throw new RangeError(`l2 must be above 0, got ${l2}`);
    const rows = checkDesign(features, dimension, targets, weights);
    const means = new Float64Array(dimension);
    let total = 0;
    let targetMean = 0;
    for (let i = 0; i < rows; i++) {
      const w = weights === null ? 1 : weights[i];
      total += w;
      targetMean += w * targets[i];
      for (let j = 0; j < dimension; j++) means[j] += w * features[i * dimension + j];
    }
    targetMean /= total;
    for (let j = 0; j < dimension; j++) means[j] /= total;

    const gram = new Float64Array(dimension * dimension);
    const right = new Float64Array(dimension);
    const centred = new Float64Array(dimension);
    for (let i = 0; i < rows; i++) {
      const w = weights === null ? 1 : weights[i];
      if (w === 0) continue;
      for (let j = 0; j < dimension; j++) centred[j] = features[i * dimension + j] - means[j];
      const residual = targets[i] - targetMean;
      for (let j = 0; j < dimension; j++) {
        const wx = w * centred[j];
        right[j] += wx * residual;
        for (let k = 0; k <= j; k++) gram[j * dimension + k] += wx * centred[k];
      }
    }
    for (let j = 0; j < dimension; j++) gram[j * dimension + j] += l2;
    const coefficients = solveCholesky(choleskyInPlace(gram, dimension), dimension, right);
    return new RidgeRegression(
      linearScore(
        targetMean,
        coefficients.map((b) => -b),
        means,
        0,
      ),
      coefficients,
    );
  }

  /** The prediction for the row of `features` that starts at `offset`. */
  predict(features: Float64Array, offset = 0): number {
    return linearScore(this.intercept, this.coefficients, features, offset);
  }

  toJSON(): LinearCoefficients {
    return { intercept: this.intercept, coefficients: Array.from(this.coefficients) };
  }

  static fromJSON(json: LinearCoefficients): RidgeRegression {
    const { intercept, coefficients } = readCoefficients(json);
    return new RidgeRegression(intercept, coefficients);
  }
}
