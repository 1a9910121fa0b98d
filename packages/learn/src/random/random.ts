import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';

/** The four 32-bit words of a generator, in the order of the reference implementation. */
export type RandomState = readonly [number, number, number, number];

/**
 * Normal variates come by inversion, because the samplers of @stdlib mix an external generator with a hidden
 * one of their own, which would not survive saving and restoring.
 */
const standardNormal = normalQuantile.factory(0, 1);

/** Below this shape a gamma variate may underflow to zero, so ratios are taken in logarithms. */
const smallShape = 0.1;

/**
 * Seeded pseudorandom numbers: xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", ACM TOMS 47, 2021), period 2^128 − 1, seeded through SplitMix64. The same seed gives the
 * same numbers on every machine. Not for secrets.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /**
   * @param seed a safe integer from 0
   * @throws RangeError if the seed is negative, fractional or above 2^53 − 1
   */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(`seed must be an integer from 0 to 2^53 - 1, got ${seed}`);
    }
    const [low, high] = splitMix64(BigInt(seed), 2);
    this.a = Number(low & 0xffffffffn) | 0;
    this.b = Number(low >> 32n) | 0;
    this.c = Number(high & 0xffffffffn) | 0;
    this.d = Number(high >> 32n) | 0;
  }

  /**
   * A generator that continues where the one that gave `state` stood.
   * @throws RangeError if a word is not a 32-bit unsigned integer, or all are zero
   */
  static fromState(state: RandomState): Random {
    if (
      !Array.isArray(state) ||
      state.length !== 4 ||
      !state.every(isUint32) ||
      state.every((w) => w === 0)
    ) {
      throw new RangeError(`state must be four 32-bit unsigned integers, not all zero, got [${state}]`);
    }
    const generator = new Random(0);
    generator.a = state[0] | 0;
    generator.b = state[1] | 0;
    generator.c = state[2] | 0;
    generator.d = state[3] | 0;
    return generator;
  }

  /** The same as {@link Random.state}, so that a generator may sit inside any JSON state. */
  toJSON(): RandomState {
    return this.state();
  }

  static fromJSON(state: RandomState): Random {
    return Random.fromState(state);
  }

  /** A copy of the state; feed it to {@link Random.fromState}. */
  state(): RandomState {
    return [this.a >>> 0, this.b >>> 0, this.c >>> 0, this.d >>> 0];
  }

  /** A new generator, seeded by this one: give each worker, fold or replicate its own. */
  fork(): Random {
    return new Random(this.uint32() * 0x200000 + (this.uint32() >>> 11));
  }

  /** An integer, uniform on 0 … 2^32 − 1. */
  uint32(): number {
    const b = this.b;
    let r = Math.imul(b, 5);
    r = Math.imul((r << 7) | (r >>> 25), 9);
    this.c ^= this.a;
    this.d ^= b;
    this.b = b ^ this.c;
    this.a ^= this.d;
    this.c ^= b << 9;
    this.d = (this.d << 11) | (this.d >>> 21);
    return r >>> 0;
  }

  /** A number, uniform on [0, 1), with 53 random bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    return (high * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /**
   * An integer, uniform on 0 … n − 1, without modulo bias.
   * @throws RangeError unless n is an integer from 1 to 2^32
   */
  int(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 4294967296) {
      throw new RangeError(`n must be an integer from 1 to 2^32, got ${n}`);
    }
    const limit = 4294967296 - (4294967296 % n);
    let draw = this.uint32();
    while (draw >= limit) draw = this.uint32();
    return draw % n;
  }

  /** True with probability p; p outside [0, 1] counts as the nearer end. */
  bernoulli(p: number): boolean {
    return this.uniform() < p;
  }

  /** A normal variate, by inversion of one uniform number; never beyond 8.3 standard deviations. */
  normal(mean = 0, standardDeviation = 1): number {
    let u = this.uniform();
    while (u === 0) u = this.uniform();
    return mean + standardDeviation * standardNormal(u);
  }

  /**
   * A gamma variate with mean shape / rate (Marsaglia and Tsang, "A simple method for generating gamma
   * variables", ACM TOMS 26, 2000).
   * @throws RangeError unless shape and rate are positive and finite
   */
  gamma(shape: number, rate = 1): number {
    requirePositive('shape', shape);
    requirePositive('rate', rate);
    return this.standardGamma(shape) / rate;
  }

  /**
   * A beta variate with mean α / (α + β), as the ratio of two gamma variates (Johnson, Kotz and
   * Balakrishnan, Continuous Univariate Distributions 2, ch. 25): its time does not grow with the shapes,
   * and shapes near zero do not underflow.
   * @throws RangeError unless both shapes are positive and finite
   */
  beta(alpha: number, beta: number): number {
    requirePositive('alpha', alpha);
    requirePositive('beta', beta);
    if (alpha < smallShape || beta < smallShape) {
      return 1 / (1 + Math.exp(this.logGamma(beta) - this.logGamma(alpha)));
    }
    const x = this.standardGamma(alpha);
    return x / (x + this.standardGamma(beta));
  }

  /** An exponential variate with the given rate. */
  exponential(rate = 1): number {
    requirePositive('rate', rate);
    return -Math.log1p(-this.uniform()) / rate;
  }

  /** A standard Gumbel variate: the index of the largest (log weight + Gumbel) is a weighted choice. */
  gumbel(): number {
    let u = this.uniform();
    while (u === 0) u = this.uniform();
    return -Math.log(-Math.log(u));
  }

  /** One element, each equally likely. @throws RangeError if there is none */
  choice<T>(values: ArrayLike<T>): T {
    if (values.length === 0) throw new RangeError('values must not be empty');
    return values[this.int(values.length)];
  }

  /**
   * An index, drawn in proportion to `weights`.
   * @throws RangeError if a weight is negative or not finite, or their sum is not positive and finite
   */
  weightedIndex(weights: ArrayLike<number>): number {
    let total = 0;
    for (let i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0))
        throw new RangeError(`weights must be 0 or more, got ${weights[i]} at index ${i}`);
      total += weights[i];
    }
    if (!(total > 0) || total === Infinity) {
      throw new RangeError(`weights must have a positive, finite sum, got ${total}`);
    }
    let rest = this.uniform() * total;
    let last = 0;
    for (let i = 0; i < weights.length; i++) {
      if (weights[i] === 0) continue;
      last = i;
      rest -= weights[i];
      if (rest < 0) return i;
    }
    return last;
  }

  /** Permutes `values` in place (Durstenfeld's form of Fisher–Yates) and returns them. */
  shuffle<T extends unknown[] | Float64Array | Float32Array | Int32Array | Uint32Array>(values: T): T {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
    return values;
  }

  /**
   * k different indices out of 0 … n − 1, in random order.
   * @throws RangeError unless 0 ≤ k ≤ n
   */
  sample(n: number, k: number): Int32Array {
    if (!Number.isInteger(k) || k < 0 || k > n) throw new RangeError(`k must be 0 to ${n}, got ${k}`);
    const indices = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < k; i++) {
      const j = i + this.int(n - i);
      const kept = indices[i];
      indices[i] = indices[j];
      indices[j] = kept;
    }
    return indices.slice(0, k);
  }

  private standardGamma(shape: number): number {
    if (shape < 1) return this.standardGamma(shape + 1) * (1 - this.uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      const u = 1 - this.uniform();
      if (u < 1 - 0.0331 * x ** 4 || Math.log(u) < (x * x) / 2 + d * (1 - v + Math.log(v))) return d * v;
    }
  }

  /** The logarithm of a gamma variate of rate 1; uses G(s) = G(s + 1) · U^(1/s) for small shapes. */
  private logGamma(shape: number): number {
    if (shape >= smallShape) return Math.log(this.standardGamma(shape));
    return Math.log(this.standardGamma(shape + 1)) + Math.log1p(-this.uniform()) / shape;
  }
}

/** SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the next `count` outputs after `seed`. */
export function splitMix64(seed: bigint, count: number): bigint[] {
  const words: bigint[] = [];
  let state = BigInt.asUintN(64, seed);
  for (let i = 0; i < count; i++) {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    words.push(z ^ (z >> 31n));
  }
  return words;
}

function isUint32(word: unknown): boolean {
  return typeof word === 'number' && Number.isInteger(word) && word >= 0 && word <= 0xffffffff;
}

function requirePositive(name: string, value: number): void {
  if (!(value > 0) || value === Infinity) {
    throw new RangeError(`${name} must be positive and finite, got ${value}`);
  }
}
