import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { Random } from '../random/random.ts';

export interface BootstrapIntervalOptions {
  random: Random;
  /** Coverage, between 0 and 1. Default 0.95. */
  level?: number;
  /** Default 2,000, the least that Efron and Tibshirani advise for BCa intervals. */
  resamples?: number;
  /** `bca` (default) corrects the percentile interval for bias and skewness. */
  method?: 'percentile' | 'bca';
  /** Influence of each unit on the statistic, up to a factor; spares BCa its n jackknife evaluations. */
  influence?: Float64Array;
}

export interface BootstrapInterval {
  estimate: number;
  low: number;
  high: number;
  standardError: number;
  level: number;
  method: 'percentile' | 'bca';
}

/** A number computed from units, and how much each unit bears on it. */
export interface BootstrapStatistic {
  /** Its value on the given unit numbers, which may repeat; the array is reused between calls. */
  on(rows: Int32Array): number;
  /** Influence of each unit, up to a factor; null to have it measured by a jackknife. */
  influence: Float64Array | null;
}

/**
 * Confidence interval of any statistic by resampling units (rows, lists, customers) with replacement (Efron
 * and Tibshirani, An Introduction to the Bootstrap, 1993: percentile, ch. 13; BCa, ch. 14).
 *
 * @param units how many there are, at least 2
 * @param statistic its value on the given unit numbers, which may repeat; the array is reused between calls
 * @throws RangeError for fewer than 2 units, or where the statistic is not finite on the data or a resample
 */
export function bootstrapInterval(
  units: number,
  statistic: (rows: Int32Array) => number,
  options: BootstrapIntervalOptions,
): BootstrapInterval {
  const [interval] = bootstrapIntervals(
    units,
    [{ on: statistic, influence: options.influence ?? null }],
    options,
  );
  return interval;
}

/** {@link bootstrapInterval} of several statistics on the same resamples, in the time that drawing one takes. */
export function bootstrapIntervals(
  units: number,
  statistics: readonly BootstrapStatistic[],
  options: Omit<BootstrapIntervalOptions, 'influence'>,
): BootstrapInterval[] {
  const { random, level = 0.95, resamples = 2000, method = 'bca' } = options;
  if (!Number.isInteger(units) || units < 2) {
    throw new RangeError(`units must be an integer from 2, got ${units}`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be between 0 and 1, got ${level}`);
  if (!Number.isInteger(resamples) || resamples < 100) {
    throw new RangeError(`resamples must be an integer from 100, got ${resamples}`);
  }
  const rows = new Int32Array(units);
  for (let i = 0; i < units; i++) rows[i] = i;
  const estimates = statistics.map(({ on }) => finite(on(rows), 'the data'));
  const replicates = statistics.map(() => new Float64Array(resamples));
  for (let b = 0; b < resamples; b++) {
    for (let i = 0; i < units; i++) rows[i] = random.int(units);
    for (let s = 0; s < statistics.length; s++)
      replicates[s][b] = finite(statistics[s].on(rows), `resample ${b}`);
  }
  const tail = (1 - level) / 2;
  return statistics.map(({ on, influence }, s) => {
    const sorted = replicates[s].sort();
    let [lower, upper] = [tail, 1 - tail];
    if (method === 'bca') {
      const z0 = biasCorrection(sorted, estimates[s]);
      const a = acceleration(influence ?? jackknife(units, on));
      lower = adjusted(tail, z0, a);
      upper = adjusted(1 - tail, z0, a);
    }
    return {
      estimate: estimates[s],
      low: quantile(sorted, lower),
      high: quantile(sorted, upper),
      standardError: deviation(sorted),
      level,
      method,
    };
  });
}

/** {@link bootstrapInterval} of the mean of per-unit values, such as one NDCG per list. */
export function bootstrapMean(values: Float64Array, options: BootstrapIntervalOptions): BootstrapInterval {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += values[i] / values.length;
  return bootstrapInterval(
    values.length,
    (rows) => {
      let sum = 0;
      for (let i = 0; i < rows.length; i++) sum += values[rows[i]];
      return sum / rows.length;
    },
    { ...options, influence: values.map((v) => v - mean) },
  );
}

/** The share of replicates below the estimate, ties counting half, as a normal quantile. */
function biasCorrection(sorted: Float64Array, estimate: number): number {
  let below = 0;
  for (const value of sorted) below += value < estimate ? 1 : value === estimate ? 0.5 : 0;
  const share = Math.min(Math.max(below / sorted.length, 0.5 / sorted.length), 1 - 0.5 / sorted.length);
  return normalQuantile(share, 0, 1);
}

function acceleration(influence: Float64Array): number {
  let squares = 0;
  let cubes = 0;
  for (const v of influence) {
    squares += v * v;
    cubes += v * v * v;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** Leaves out each unit, or, of very many, each of this many blocks: the acceleration comes to the same. */
const jackknifeBlocks = 1000;

function jackknife(units: number, statistic: (rows: Int32Array) => number): Float64Array {
  const blocks = Math.min(units, jackknifeBlocks);
  const without = new Float64Array(blocks);
  let mean = 0;
  for (let block = 0; block < blocks; block++) {
    const rows = new Int32Array(units - Math.ceil((units - block) / blocks));
    for (let i = 0, at = 0; i < units; i++) if (i % blocks !== block) rows[at++] = i;
    without[block] = finite(statistic(rows), `the data without unit ${block}`);
    mean += without[block] / blocks;
  }
  return without.map((v) => mean - v);
}

function adjusted(share: number, z0: number, a: number): number {
  const z = z0 + normalQuantile(share, 0, 1);
  const divisor = 1 - a * z;
  // So skewed that the correction has no finite answer: the end of the replicates is the best there is.
  if (divisor <= 0) return z > 0 ? 1 : 0;
  return normalCdf(z0 + z / divisor, 0, 1);
}

/** Linear interpolation between order statistics (Hyndman and Fan's type 7). */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

function deviation(values: Float64Array): number {
  let mean = 0;
  for (const v of values) mean += v / values.length;
  let squares = 0;
  for (const v of values) squares += (v - mean) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

function finite(value: number, where: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`statistic must be finite, got ${value} on ${where}`);
  return value;
}
