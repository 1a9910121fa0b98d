import {
  averagePrecisionAtK,
  type BootstrapInterval,
  bootstrapInterval,
  hitAtK,
  ndcg,
  Random,
  reciprocalRank,
} from '@personalize/learn';
import type { RowBuffer } from './row-buffer.ts';

/** A way to order the rows of each group: larger first. */
export interface Method {
  name: string;
  /** One per row. */
  scores: ArrayLike<number>;
}

/** A mean over groups with its interval from resampling customers; null when it is not defined. */
export interface Measured {
  mean: number;
  low: number;
  high: number;
}

export interface MethodReport {
  name: string;
  /** Over groups with a relevant row; ideal = the group's own rows. */
  ndcg: Measured | null;
  /** Over all groups in which anything was relevant; ideal = everything relevant, retrieved or not. */
  ndcgOfAll: Measured | null;
  averagePrecision: Measured | null;
  reciprocalRank: Measured | null;
  hitRate: Measured | null;
  /** NDCG with gains divided by propensity × examination; only with logged propensities. */
  correctedNdcg: Measured | null;
}

/** How one method compares with another on the same groups. */
export interface Comparison {
  method: string;
  against: string;
  /** Ratio of mean NDCG, with its interval. */
  ratio: Measured | null;
  /** Difference of mean NDCG, with its interval. */
  difference: Measured | null;
  /** The same of corrected NDCG; only with logged propensities. */
  correctedDifference: Measured | null;
}

export interface EvaluationOptions {
  k: number;
  seed: number;
  resamples: number;
  /** Row weights of outcomes against selection and position bias. */
  corrections?: ArrayLike<number>;
}

/** Per-group values of a method; NaN where a measure is not defined for the group. */
interface GroupValues {
  ndcg: Float64Array;
  ndcgOfAll: Float64Array;
  averagePrecision: Float64Array;
  reciprocalRank: Float64Array;
  hitRate: Float64Array;
  correctedNdcg: Float64Array;
}

/** Judges methods on one part, with paired intervals: every method meets the same resamples of customers. */
export class Evaluation {
  readonly #rows: RowBuffer;
  readonly #options: EvaluationOptions;
  readonly #values = new Map<string, GroupValues>();
  /** Groups of each customer. */
  readonly #customers: number[][];

  constructor(rows: RowBuffer, options: EvaluationOptions) {
    this.#rows = rows;
    this.#options = options;
    const byCustomer = new Map<number, number[]>();
    rows.groups.forEach(({ customer }, group) => {
      const list = byCustomer.get(customer);
      if (list === undefined) byCustomer.set(customer, [group]);
      else list.push(group);
    });
    this.#customers = [...byCustomer.values()];
  }

  get customers(): number {
    return this.#customers.length;
  }

  judge(method: Method): MethodReport {
    const values = this.#measure(method);
    this.#values.set(method.name, values);
    const measured = (name: keyof GroupValues) => this.#interval(values[name]);
    return {
      name: method.name,
      ndcg: measured('ndcg'),
      ndcgOfAll: measured('ndcgOfAll'),
      averagePrecision: measured('averagePrecision'),
      reciprocalRank: measured('reciprocalRank'),
      hitRate: measured('hitRate'),
      correctedNdcg: this.#options.corrections === undefined ? null : measured('correctedNdcg'),
    };
  }

  /** Both must have been judged before. */
  compare(method: string, against: string): Comparison {
    const a = this.#values.get(method)!;
    const b = this.#values.get(against)!;
    const sums = this.#sums([a.ndcg, b.ndcg]);
    const gained = ([x, y, n]: number[]): number => (n > 0 ? (x - y) / n : Number.NaN);
    return {
      ...{ method, against },
      ratio: this.#resample(sums, ([x, y]) => (y > 0 ? x / y : Number.NaN)),
      difference: this.#resample(sums, gained),
      correctedDifference:
        this.#options.corrections === undefined
          ? null
          : this.#resample(this.#sums([a.correctedNdcg, b.correctedNdcg]), gained),
    };
  }

  #measure({ scores }: Method): GroupValues {
    const { groups, labels, ranks } = this.#rows;
    const { k, corrections } = this.#options;
    const make = () => new Float64Array(groups.length).fill(Number.NaN);
    const values: GroupValues = {
      ...{ ndcg: make(), ndcgOfAll: make(), averagePrecision: make(), reciprocalRank: make() },
      ...{ hitRate: make(), correctedNdcg: make() },
    };
    groups.forEach(({ start, size, relevant }, group) => {
      if (relevant === 0 || size === 0) return;
      const own = Float64Array.from({ length: size }, (_, i) => scores[start + i]);
      const gains = Float64Array.from({ length: size }, (_, i) => labels[start + i]);
      const inPool = gains.reduce((sum, gain) => sum + gain, 0);
      const inside = ndcg(own, gains, { k });
      if (inside !== null) values.ndcg[group] = inside;
      values.ndcgOfAll[group] =
        (inside ?? 0) * (idealDcg(Math.min(inPool, k)) / idealDcg(Math.min(relevant, k)));
      if (inPool === 0) return;
      const order = Array.from({ length: size }, (_, i) => i).sort(
        (a, b) => own[b] - own[a] || scattered(start + a) - scattered(start + b),
      );
      const wanted = new Set(order.filter((i) => gains[i] > 0));
      values.averagePrecision[group] = averagePrecisionAtK(order, wanted, k) ?? Number.NaN;
      values.reciprocalRank[group] = reciprocalRank(order, wanted, k);
      values.hitRate[group] = hitAtK(order, wanted, k);
      if (corrections === undefined || ranks[start] === 0) return;
      const corrected = gains.map((gain, i) => gain * corrections[start + i]);
      values.correctedNdcg[group] = ndcg(own, corrected, { k, gain: 'linear' }) ?? Number.NaN;
    });
    return values;
  }

  #interval(values: Float64Array): Measured | null {
    return this.#resample(this.#sums([values]), ([sum, count]) => (count > 0 ? sum / count : Number.NaN));
  }

  /** Per customer: the sum of each array over groups where all are defined, then how many those are. */
  #sums(arrays: Float64Array[]): Float64Array[] {
    const sums = [...arrays, arrays[0]].map(() => new Float64Array(this.#customers.length));
    const count = sums[arrays.length];
    this.#customers.forEach((groups, customer) => {
      for (const group of groups) {
        if (arrays.some((values) => Number.isNaN(values[group]))) continue;
        for (const [i, values] of arrays.entries()) sums[i][customer] += values[group];
        count[customer]++;
      }
    });
    return sums;
  }

  #resample(sums: Float64Array[], of: (totals: number[]) => number): Measured | null {
    const kept: number[] = [];
    const count = sums[sums.length - 1];
    for (let customer = 0; customer < count.length; customer++) if (count[customer] > 0) kept.push(customer);
    if (kept.length === 0) return null;
    const totals = new Array<number>(sums.length);
    const statistic = (rows: ArrayLike<number>): number => {
      totals.fill(0);
      for (let i = 0; i < rows.length; i++) {
        for (let s = 0; s < sums.length; s++) totals[s] += sums[s][kept[rows[i]]];
      }
      return of(totals);
    };
    const mean = statistic(kept.map((_, i) => i));
    if (!Number.isFinite(mean)) return null;
    if (kept.length < 2) return { mean, low: mean, high: mean };
    const { seed, resamples } = this.#options;
    try {
      const interval: BootstrapInterval = bootstrapInterval(kept.length, statistic, {
        random: new Random(seed),
        resamples,
        method: 'percentile',
      });
      return { mean, low: interval.low, high: interval.high };
    } catch (error) {
      // A ratio whose denominator vanishes on some resample has no interval.
      if (error instanceof RangeError) return null;
      throw error;
    }
  }
}

/** A number that has nothing to do with a row's place, to order rows of equal score by. */
function scattered(row: number): number {
  let hash = Math.imul(row + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** DCG of `count` relevant items on top. */
function idealDcg(count: number): number {
  let sum = 0;
  for (let rank = 0; rank < count; rank++) sum += 1 / Math.log2(rank + 2);
  return sum;
}
