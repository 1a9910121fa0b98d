import {
  choleskyInPlace,
  type Random,
  solveCholesky,
  solveLower,
  solveLowerTransposed,
} from '@personalize/learn';
import type { ListColumn, StateTable } from '../../stores/online/state-table.ts';
import { maxDimension } from './policy-config.ts';
import { fade } from './posteriors.ts';
import { Residuals } from './residuals.ts';

/** Prior precision of the intercept: next to nothing is said of it. */
const interceptRidge = 1e-3;
/** A solution may be this much of a half-life old before fading makes it again. */
const staleShare = 1e-3;

/** Columns of a context, and which of them are products of which others. */
export interface ColumnPlan {
  dimension: number;
  /** By column: the two columns that a product multiplies, the same one twice for a square; −1 for others. */
  factors: Int32Array;
}

/** The posterior of standardised coefficients, solved: reuse, never keep. */
export interface SolvedModel {
  dimension: number;
  /** By column: mean and standard deviation of the context; 0 for a column that never varied. */
  mean: Float64Array;
  deviation: Float64Array;
  residuals: Residuals;
  /** Posterior mean of the coefficients of {@link LinearModels.standardise}'s rows; the first is the intercept. */
  coefficients: Float64Array;
  /** Cholesky factor of their precision, in units of 1 ÷ noise². */
  factor: Float64Array;
}

interface Cached extends SolvedModel {
  ridge: number;
  solvedAt: number;
}

/**
 * One ridge regression per policy, as state: Σ w x xᵀ (lower triangle) and Σ w r x of contexts whose first
 * column is 1, both fading with the half-life (Russac, Vernade and Cappé, NeurIPS 2019). They are kept in the
 * contexts' own units; solving standardises with the mean and variance that the sums themselves hold, so the
 * prior means the same for every feature and nothing is frozen from early data. A product is taken as what it
 * says beyond its factors: see {@link Residuals}.
 */
export class LinearModels {
  readonly #policies: StateTable;
  readonly #sums: ListColumn;
  readonly #at;
  readonly #solved = new Map<number, Cached>();
  readonly #row = new Float64Array(maxDimension);

  constructor(policies: StateTable) {
    this.#policies = policies;
    this.#sums = policies.list('linear', { floats: 1, ints: 0 });
    this.#at = policies.float64('linearAt');
  }

  /** A context was seen at a rank looked at with chance `examined`: the expected reward is that share of its own. */
  pull(
    row: number,
    x: Float64Array,
    dimension: number,
    examined: number,
    halfLife: number,
    time: number,
  ): void {
    this.#prepare(row, dimension);
    const base = this.#sums.start(row);
    const { floats } = this.#sums;
    const kept = fade(halfLife, this.#at.data[row], time);
    if (kept !== 1) for (let i = 0; i < size(dimension); i++) floats[base + i] *= kept;
    const w = examined * examined * fade(halfLife, time, this.#at.data[row]);
    this.#at.data[row] = Math.max(this.#at.data[row], time);
    for (let j = 0, cell = base; j < dimension; j++) {
      const wx = w * x[j];
      for (let k = 0; k <= j; k++) floats[cell++] += wx * x[k];
    }
  }

  /** A context seen before earned `reward`. */
  reward(
    row: number,
    x: Float64Array,
    dimension: number,
    examined: number,
    reward: number,
    halfLife: number,
    time: number,
  ): void {
    this.#prepare(row, dimension);
    const { floats } = this.#sums;
    const base = this.#sums.start(row) + triangle(dimension);
    const w = examined * reward * fade(halfLife, time, this.#at.data[row]);
    for (let j = 0; j < dimension; j++) floats[base + j] += w * x[j];
  }

  /** The latest means of the context's columns: what a missing value is taken for. Zeros before any. */
  means(row: number, dimension: number, out: Float64Array): void {
    out.fill(0, 0, dimension);
    if (row < 0 || this.#sums.length(row) !== size(dimension)) return;
    const base = this.#sums.start(row);
    const { floats } = this.#sums;
    const weight = floats[base];
    if (weight > 0) for (let j = 1; j < dimension; j++) out[j] = floats[base + triangle(j)] / weight;
  }

  /** The posterior as it stands at `now`; that of the prior for row −1. */
  solve(row: number, plan: ColumnPlan, ridge: number, halfLife: number, now: number): SolvedModel {
    const { dimension } = plan;
    const known = this.#solved.get(row);
    if (
      known !== undefined &&
      known.dimension === dimension &&
      known.ridge === ridge &&
      (halfLife === 0 || now - known.solvedAt <= halfLife * staleShare)
    ) {
      return known;
    }
    const made = this.#compute(row, plan, ridge, halfLife, now);
    this.#solved.set(row, made);
    return made;
  }

  /** The sums of a policy's model, to be drawn from elsewhere; null when it has none. */
  saved(row: number): { sums: number[]; at: number } | null {
    const length = this.#sums.length(row);
    const start = this.#sums.start(row);
    const sums = Array.from(this.#sums.floats.subarray(start, start + length));
    return length === 0 ? null : { sums, at: this.#at.data[row] };
  }

  /** Takes over the sums of another store's model. */
  load(row: number, { sums, at }: { sums: readonly number[]; at: number }): void {
    this.reset(row);
    for (const sum of sums) this.#sums.floats[this.#sums.push(row)] = sum;
    this.#at.data[row] = at;
  }

  reset(row: number): void {
    this.#policies.touch(row);
    this.#sums.truncate(row, 0);
    this.#at.data[row] = 0;
    this.#solved.delete(row);
  }

  #prepare(row: number, dimension: number): void {
    this.#policies.touch(row);
    this.#solved.delete(row);
    if (this.#sums.length(row) === size(dimension)) return;
    this.#sums.truncate(row, 0);
    for (let i = 0; i < size(dimension); i++) this.#sums.push(row);
  }

  #compute(
    row: number,
    { dimension: d, factors }: ColumnPlan,
    ridge: number,
    halfLife: number,
    now: number,
  ): Cached {
    const residuals = new Residuals(d, factors);
    const mean = new Float64Array(d);
    const deviation = new Float64Array(d).fill(1);
    const factor = new Float64Array(d * d);
    const coefficients = new Float64Array(d);
    if (row >= 0 && this.#sums.length(row) === size(d)) {
      const base = this.#sums.start(row);
      const { floats } = this.#sums;
      const kept = fade(halfLife, this.#at.data[row], now);
      const gram = (j: number, k: number) => floats[base + triangle(j) + k];
      const weight = gram(0, 0);
      for (let j = 1; j < d && weight > 0; j++) {
        mean[j] = gram(j, 0) / weight;
        const square = gram(j, j) / weight;
        const variance = square - mean[j] * mean[j];
        deviation[j] = variance > 1e-10 * (square + 1e-10) ? Math.sqrt(variance) : 0;
      }
      const moments = base + triangle(d);
      factor[0] = kept * weight;
      coefficients[0] = kept * floats[moments];
      for (let j = 1; j < d; j++) {
        if (deviation[j] === 0) continue;
        coefficients[j] = (kept * (floats[moments + j] - mean[j] * floats[moments])) / deviation[j];
        for (let k = 1; k <= j; k++) {
          if (deviation[k] === 0) continue;
          factor[j * d + k] =
            (kept * (gram(j, k) - weight * mean[j] * mean[k])) / (deviation[j] * deviation[k]);
        }
      }
      residuals.fit(factor, kept * weight);
      residuals.transformGram(factor);
      residuals.transform(coefficients, 0);
    }
    factor[0] += interceptRidge;
    for (let j = 1; j < d; j++) factor[j * d + j] += ridge;
    choleskyInPlace(factor, d);
    solveCholesky(factor, d, coefficients);
    return { dimension: d, mean, deviation, residuals, coefficients, factor, ridge, solvedAt: now };
  }

  /** Standardises `count` rows of `x` in place. */
  standardise(
    { dimension: d, mean, deviation, residuals }: SolvedModel,
    x: Float64Array,
    rows: number,
  ): void {
    for (let i = 0; i < rows; i++) {
      const base = i * d;
      for (let j = 1; j < d; j++) {
        x[base + j] = deviation[j] === 0 ? 0 : (x[base + j] - mean[j]) / deviation[j];
      }
      residuals.transform(x, base);
    }
  }

  /** √(zᵀ A⁻¹ z) of the standardised row at `offset`: the prediction's standard error in units of the noise. */
  width({ dimension: d, factor }: SolvedModel, z: Float64Array, offset: number): number {
    const y = this.#row;
    for (let j = 0; j < d; j++) y[j] = z[offset + j];
    solveLower(factor, d, y);
    let squares = 0;
    for (let j = 0; j < d; j++) squares += y[j] * y[j];
    return Math.sqrt(squares);
  }

  /** A draw of the coefficients; the array is reused by the next call. */
  draw({ dimension: d, factor, coefficients }: SolvedModel, noise: number, random: Random): Float64Array {
    const theta = this.#row;
    for (let j = 0; j < d; j++) theta[j] = noise * random.normal();
    solveLowerTransposed(factor, d, theta);
    for (let j = 0; j < d; j++) theta[j] += coefficients[j];
    return theta;
  }
}

/** Cells before row j of a lower triangle. */
function triangle(j: number): number {
  return (j * (j + 1)) / 2;
}

function size(dimension: number): number {
  return triangle(dimension) + dimension;
}
