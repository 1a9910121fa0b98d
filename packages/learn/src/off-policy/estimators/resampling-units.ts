import type { BootstrapStatistic } from '../../metrics/bootstrap-interval.ts';
import type { Random } from '../../random/random.ts';
import { type EstimatorTerms, influenceOf } from './estimator.ts';

/** Which unit each row belongs to; units are resampled whole. */
export interface ResamplingUnits {
  count: number;
  unitOf: Int32Array;
}

/** More units than this add time to a bootstrap, but nothing to its interval. */
const enough = 10_000;

/**
 * The units of a bootstrap. Rows of one cluster (a customer's decisions) are not independent and stay
 * together; without clusters each row is a unit, or, where there are very many, each random block of equal
 * size, which leaves the distribution of the sums the same.
 */
export function resamplingUnits(
  rows: number,
  clusters: ArrayLike<string | number> | undefined,
  random: Random,
): ResamplingUnits {
  if (clusters !== undefined) {
    if (clusters.length !== rows)
      throw new RangeError(`clusters must number ${rows}, got ${clusters.length}`);
    const numbers = new Map<string | number, number>();
    const unitOf = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const known = numbers.get(clusters[row]);
      unitOf[row] = known ?? numbers.size;
      if (known === undefined) numbers.set(clusters[row], numbers.size);
    }
    return { count: numbers.size, unitOf };
  }
  if (rows <= enough) return { count: rows, unitOf: Int32Array.from({ length: rows }, (_, i) => i) };
  const perBlock = Math.ceil(rows / enough);
  const count = Math.ceil(rows / perBlock);
  return { count, unitOf: random.shuffle(Int32Array.from({ length: rows }, (_, i) => i % count)) };
}

/** An estimator's terms, summed by unit. */
export interface UnitSums extends BootstrapStatistic {
  influence: Float64Array;
  /** Standard error of the estimate, with the units independent. */
  standardError: number;
}

export function sumByUnit(terms: EstimatorTerms, { count, unitOf }: ResamplingUnits): UnitSums {
  const rows = new Float64Array(count);
  const additive = new Float64Array(count);
  const numerator = new Float64Array(count);
  const denominator = new Float64Array(count);
  const influence = new Float64Array(count);
  const rowInfluence = influenceOf(terms);
  for (let row = 0; row < unitOf.length; row++) {
    const unit = unitOf[row];
    rows[unit]++;
    influence[unit] += rowInfluence[row];
    if (terms.additive !== null) additive[unit] += terms.additive[row];
    if (terms.ratio === null) continue;
    numerator[unit] += terms.ratio.numerator[row];
    denominator[unit] += terms.ratio.denominator[row];
  }
  let squares = 0;
  for (const v of influence) squares += v * v;
  const withRatio = terms.ratio !== null;
  return {
    influence,
    standardError: count < 2 ? Infinity : Math.sqrt((squares * count) / (count - 1)) / unitOf.length,
    on: (units) => {
      let n = 0;
      let sum = 0;
      let above = 0;
      let below = 0;
      for (let i = 0; i < units.length; i++) {
        const unit = units[i];
        n += rows[unit];
        sum += additive[unit];
        if (!withRatio) continue;
        above += numerator[unit];
        below += denominator[unit];
      }
      // Units drawn without any weight earned nothing by it.
      return sum / n + (withRatio && below > 0 ? above / below : 0);
    },
  };
}
