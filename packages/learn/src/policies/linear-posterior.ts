import { choleskyInPlace, solveCholesky, solveLower, solveLowerTransposed } from '../linear/cholesky.ts';
import type { Random } from '../random/random.ts';
import { fading } from './learning-options.ts';

export interface LinearPosteriorJson {
  dimension: number;
  ridge: number;
  gram: number[];
  moment: number[];
  at: number;
}

/**
 * Ridge regression kept up to date: precision A = ridge · I + Σ x xᵀ, moment b = Σ r x. What was observed
 * fades with the half-life, the prior does not (Russac, Vernade and Cappé, NeurIPS 2019).
 */
export class LinearPosterior {
  readonly dimension: number;
  readonly ridge: number;
  readonly #halfLife: number | null;
  readonly #gram: Float64Array;
  readonly #moment: Float64Array;
  #at = 0;
  #solved: { factor: Float64Array; mean: Float64Array } | null = null;

  /** @throws RangeError unless dimension is an integer from 1 and ridge is positive */
  constructor(dimension: number, ridge: number, halfLife: number | null) {
    if (!Number.isInteger(dimension) || dimension < 1) {
      throw new RangeError(`dimension must be an integer from 1, got ${dimension}`);
    }
    if (!(ridge > 0 && Number.isFinite(ridge)))
      throw new RangeError(`ridge must be positive and finite, got ${ridge}`);
    this.dimension = dimension;
    this.ridge = ridge;
    this.#halfLife = halfLife;
    this.#gram = new Float64Array(dimension * dimension);
    this.#moment = new Float64Array(dimension);
  }

  /**
   * Takes in one row.
   * @param weight of the row, 0 or more
   * @param counted true if the row was taken in before: only its reward is added
   * @throws RangeError for features of another number or not finite, or a reward that is not finite
   */
  add(features: Float64Array, reward: number, weight: number, at: number | undefined, counted = false): void {
    const d = this.dimension;
    if (features.length !== d) throw new RangeError(`features must number ${d}, got ${features.length}`);
    if (!Number.isFinite(reward)) throw new RangeError(`reward must be finite, got ${reward}`);
    for (let j = 0; j < d; j++) {
      if (!Number.isFinite(features[j]))
        throw new RangeError(`features must be finite, got ${features[j]} at ${j}`);
    }
    this.advance(at);
    const late = this.#halfLife === null || at === undefined ? 1 : fading(this.#halfLife, at, this.#at);
    const w = weight * late;
    for (let j = 0; j < d; j++) {
      const wx = w * features[j];
      if (wx === 0) continue;
      this.#moment[j] += wx * reward;
      if (counted) continue;
      for (let k = 0; k <= j; k++) this.#gram[j * d + k] += wx * features[k];
    }
    this.#solved = null;
  }

  /** Lets what is known fade until `at`. */
  advance(at: number | undefined): void {
    const kept = fading(this.#halfLife, this.#at, at);
    if (at !== undefined) this.#at = Math.max(this.#at, at);
    if (kept === 1) return;
    for (let i = 0; i < this.#gram.length; i++) this.#gram[i] *= kept;
    for (let i = 0; i < this.#moment.length; i++) this.#moment[i] *= kept;
    this.#solved = null;
  }

  /** A⁻¹ b, the coefficients' posterior mean. */
  mean(): Float64Array {
    return this.#solution().mean;
  }

  /** √(xᵀ A⁻¹ x) of the row of `features` at `offset`: the prediction's standard error in units of the noise. */
  width(features: Float64Array, offset = 0): number {
    const y = solveLower(
      this.#solution().factor,
      this.dimension,
      features.slice(offset, offset + this.dimension),
    );
    let squares = 0;
    for (const v of y) squares += v * v;
    return Math.sqrt(squares);
  }

  /** A draw of the coefficients from N(A⁻¹ b, scale² A⁻¹). */
  draw(random: Random, scale: number): Float64Array {
    const { factor, mean } = this.#solution();
    const z = Float64Array.from({ length: this.dimension }, () => scale * random.normal());
    solveLowerTransposed(factor, this.dimension, z);
    for (let j = 0; j < z.length; j++) z[j] += mean[j];
    return z;
  }

  /** The expected reward of the row of `features` at `offset`. */
  predict(features: Float64Array, offset = 0): number {
    return product(this.mean(), features, offset);
  }

  toJSON(): LinearPosteriorJson {
    const { dimension, ridge } = this;
    return { dimension, ridge, gram: Array.from(this.#gram), moment: Array.from(this.#moment), at: this.#at };
  }

  /** @throws RangeError if numbers are missing or not finite */
  static fromJSON(json: LinearPosteriorJson, halfLife: number | null): LinearPosterior {
    const posterior = new LinearPosterior(json.dimension, json.ridge, halfLife);
    const { gram, moment, at } = json;
    if (gram?.length !== json.dimension ** 2 || moment?.length !== json.dimension || !Number.isFinite(at)) {
      throw new RangeError(`gram and moment must hold ${json.dimension ** 2} and ${json.dimension} numbers`);
    }
    if (![...gram, ...moment].every(Number.isFinite)) throw new RangeError('gram and moment must be finite');
    posterior.#gram.set(gram);
    posterior.#moment.set(moment);
    posterior.#at = at;
    return posterior;
  }

  #solution(): { factor: Float64Array; mean: Float64Array } {
    if (this.#solved !== null) return this.#solved;
    const d = this.dimension;
    const factor = Float64Array.from(this.#gram);
    for (let j = 0; j < d; j++) factor[j * d + j] += this.ridge;
    choleskyInPlace(factor, d);
    this.#solved = { factor, mean: solveCholesky(factor, d, Float64Array.from(this.#moment)) };
    return this.#solved;
  }
}

/** coefficients · the row of `features` at `offset`. */
export function product(coefficients: Float64Array, features: Float64Array, offset: number): number {
  let sum = 0;
  for (let j = 0; j < coefficients.length; j++) sum += coefficients[j] * features[offset + j];
  return sum;
}
