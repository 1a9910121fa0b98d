import { choleskyInPlace, solveCholesky } from './cholesky.ts';
import { checkDesign } from './design.ts';
import { minimise } from './lbfgs.ts';
import { type LinearCoefficients, linearScore, readCoefficients } from './linear-model.ts';
import { sigmoid, softplus } from './sigmoid.ts';

export interface LogisticOptions {
  /** Penalty ½ l2 ‖β‖² on the coefficients, not on the intercept; 0 or more. Default 1. */
  l2?: number;
  /** Stop when the largest gradient component, per unit of weight, is at most this. Default 1e-8. */
  tolerance?: number;
  /** Default 100 Newton steps, or 1,000 of L-BFGS. */
  maxIterations?: number;
}

/** Up to this many coefficients Newton's method is used, above it L-BFGS, whose steps need no Hessian. */
const newtonLimit = 200;

/**
 * Logistic regression with an L2 penalty: minimises −Σ wᵢ [yᵢ ln pᵢ + (1 − yᵢ) ln(1 − pᵢ)] + ½ l2 ‖β‖², the
 * objective of scikit-learn's `LogisticRegression(C = 1 / l2)`. Targets may be any numbers from 0 to 1.
 * Newton's method with step halving (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning,
 * 4.4.1), or L-BFGS when there are many coefficients.
 */
export class LogisticRegression {
  readonly intercept: number;
  readonly coefficients: Float64Array;

  constructor(intercept: number, coefficients: Float64Array) {
    this.intercept = intercept;
    this.coefficients = coefficients;
  }

  /**
   * @param features rows × dimension, row-major
   * @param targets one per row, from 0 to 1
   * @param weights one per row, 0 or more; null for all ones
   * @throws RangeError for values that are not finite, targets outside [0, 1], targets that are all 0 or
   *   all 1 (no finite intercept fits them), or a fit that does not converge (separable classes with l2 = 0)
   */
  static fit(
    features: Float64Array,
    dimension: number,
    targets: Float64Array,
    weights: Float64Array | null = null,
    options: LogisticOptions = {},
  ): LogisticRegression {
    const { l2 = 1, tolerance = 1e-8 } = options;
    if (!(l2 >= 0) || l2 === Infinity) throw new RangeError(`l2 must be finite and 0 or more, got ${l2}`);
    checkDesign(features, dimension, targets, weights);
    const total = checkTargets(targets, weights);
    const problem: Problem = { features, dimension, targets, weights, l2 };
    const maxIterations = options.maxIterations ?? (dimension <= newtonLimit ? 100 : 1000);
    const solution =
      dimension <= newtonLimit
        ? newton(problem, tolerance * total, maxIterations)
        : minimise((x, g) => loss(problem, x, g), new Float64Array(dimension + 1), {
            tolerance: tolerance * total,
            maxIterations,
          });
    if (!solution.converged) {
      throw new RangeError(
        `logistic regression did not converge in ${maxIterations} iterations with l2 = ${l2}: ` +
          'raise l2 (classes may be separable), scale the features, or allow more iterations',
      );
    }
    return new LogisticRegression(solution.x[dimension], solution.x.slice(0, dimension));
  }

  /** The log-odds for the row of `features` that starts at `offset`. */
  score(features: Float64Array, offset = 0): number {
    return linearScore(this.intercept, this.coefficients, features, offset);
  }

  /** The probability of 1 for the row of `features` that starts at `offset`. */
  predict(features: Float64Array, offset = 0): number {
    return sigmoid(this.score(features, offset));
  }

  toJSON(): LinearCoefficients {
    return { intercept: this.intercept, coefficients: Array.from(this.coefficients) };
  }

  static fromJSON(json: LinearCoefficients): LogisticRegression {
    const { intercept, coefficients } = readCoefficients(json);
    return new LogisticRegression(intercept, coefficients);
  }
}

interface Problem {
  features: Float64Array;
  dimension: number;
  targets: Float64Array;
  weights: Float64Array | null;
  l2: number;
}

/** Returns the total weight. */
function checkTargets(targets: Float64Array, weights: Float64Array | null): number {
  let total = 0;
  let positive = 0;
  for (let i = 0; i < targets.length; i++) {
    if (targets[i] < 0 || targets[i] > 1) {
      throw new RangeError(`targets must be 0 to 1, got ${targets[i]} at row ${i}`);
    }
    const w = weights === null ? 1 : weights[i];
    total += w;
    positive += w * targets[i];
  }
  if (positive === 0 || positive === total) {
    throw new RangeError(`targets must not all be ${positive === 0 ? 0 : 1}: both outcomes are needed`);
  }
  return total;
}

/** The penalised loss at x = (β, intercept); writes its gradient. */
function loss(problem: Problem, x: Float64Array, gradient: Float64Array): number {
  const { features, dimension, targets, weights, l2 } = problem;
  gradient.fill(0);
  let value = 0;
  for (let i = 0, at = 0; i < targets.length; i++, at += dimension) {
    const w = weights === null ? 1 : weights[i];
    if (w === 0) continue;
    const score = linearScore(x[dimension], x.subarray(0, dimension), features, at);
    value += w * (softplus(score) - targets[i] * score);
    const slope = w * (sigmoid(score) - targets[i]);
    for (let j = 0; j < dimension; j++) gradient[j] += slope * features[at + j];
    gradient[dimension] += slope;
  }
  for (let j = 0; j < dimension; j++) {
    value += 0.5 * l2 * x[j] * x[j];
    gradient[j] += l2 * x[j];
  }
  return value;
}

function hessian(problem: Problem, x: Float64Array, out: Float64Array): void {
  const { features, dimension, targets, weights, l2 } = problem;
  const size = dimension + 1;
  const coefficients = x.subarray(0, dimension);
  out.fill(0);
  for (let i = 0, at = 0; i < targets.length; i++, at += dimension) {
    const p = sigmoid(linearScore(x[dimension], coefficients, features, at));
    const curvature = (weights === null ? 1 : weights[i]) * p * (1 - p);
    if (curvature === 0) continue;
    for (let j = 0; j < dimension; j++) {
      const c = curvature * features[at + j];
      if (c === 0) continue;
      for (let k = 0; k <= j; k++) out[j * size + k] += c * features[at + k];
      out[dimension * size + j] += c;
    }
    out[dimension * size + dimension] += curvature;
  }
  for (let j = 0; j < dimension; j++) out[j * size + j] += l2;
  // Keeps the factorisation possible for columns that are constant or collinear when l2 is zero.
  let trace = 0;
  for (let j = 0; j < size; j++) trace += out[j * size + j];
  for (let j = 0; j < size; j++) out[j * size + j] += (1e-12 * trace) / size + Number.MIN_VALUE;
}

function newton(problem: Problem, tolerance: number, maxIterations: number) {
  const size = problem.dimension + 1;
  let x = new Float64Array(size);
  x[problem.dimension] = baseLogit(problem);
  let gradient = new Float64Array(size);
  let value = loss(problem, x, gradient);
  const matrix = new Float64Array(size * size);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (largest(gradient) <= tolerance) return { x, converged: true };
    hessian(problem, x, matrix);
    const step = solveCholesky(choleskyInPlace(matrix, size), size, Float64Array.from(gradient));
    let decrement = 0;
    for (let j = 0; j < size; j++) decrement += gradient[j] * step[j];
    // Close to the minimum rounding hides what a step gains, but not that it flattens the gradient.
    const hidden = decrement <= 1e-9 * Math.abs(value);
    const steepness = largest(gradient);
    const nextGradient = new Float64Array(size);
    let found = false;
    for (let scale = 1; scale > 1e-10 && !found; scale /= 2) {
      const factor = scale;
      const next = x.map((v, j) => v - factor * step[j]);
      const nextValue = loss(problem, next, nextGradient);
      found = hidden ? largest(nextGradient) < steepness : nextValue < value;
      if (!found) continue;
      x = next;
      value = nextValue;
    }
    // No step helps: what remains is as close as doubles allow.
    if (!found) return { x, converged: steepness <= 1e4 * tolerance };
    gradient = nextGradient;
  }
  return { x, converged: largest(gradient) <= tolerance };
}

/** The largest magnitude among some values. */
function largest(values: Float64Array): number {
  let most = 0;
  for (let j = 0; j < values.length; j++) most = Math.max(most, Math.abs(values[j]));
  return most;
}

function baseLogit({ targets, weights }: Problem): number {
  let total = 0;
  let positive = 0;
  for (let i = 0; i < targets.length; i++) {
    const w = weights === null ? 1 : weights[i];
    total += w;
    positive += w * targets[i];
  }
  return Math.log(positive / (total - positive));
}
