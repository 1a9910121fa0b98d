import type { BootstrapStatistic, EstimatorName, EstimatorTerms } from '@personalize/learn';

/** An estimator's terms per row, the rows of a decision one after another. */
export interface Fitted {
  name: EstimatorName;
  terms: EstimatorTerms;
  lambda: number | null;
  /** Largest minus smallest value that a row's additive term can take; null where it is a ratio. */
  range: number | null;
  /** Rows of a decision. */
  ranks: number;
}

/** Which customer each decision belongs to; customers are resampled whole. */
export interface Units {
  count: number;
  ofDecision: Int32Array;
}

/** An estimate per decision as sums by customer, which resampling adds up. */
export interface Sums extends BootstrapStatistic {
  /** Whether the estimate itself is above 0. */
  positive: boolean;
}

/** Numbers customers 0, 1, … in the order in which they come. */
export function unitsOf(customers: readonly number[]): Units {
  const numbers = new Map<number, number>();
  const ofDecision = Int32Array.from(customers, (customer) => {
    const known = numbers.get(customer) ?? numbers.size;
    numbers.set(customer, known);
    return known;
  });
  return { count: numbers.size, ofDecision };
}

export function customerSums(
  { terms: { additive, ratio }, ranks }: Fitted,
  { count, ofDecision }: Units,
): Sums {
  const rows = new Float64Array(count);
  const sums = new Float64Array(count);
  const above = new Float64Array(count);
  const below = new Float64Array(count);
  for (let decision = 0; decision < ofDecision.length; decision++) {
    const unit = ofDecision[decision];
    for (let row = decision * ranks; row < (decision + 1) * ranks; row++) {
      rows[unit]++;
      if (additive !== null) sums[unit] += additive[row];
      if (ratio === null) continue;
      above[unit] += ratio.numerator[row];
      below[unit] += ratio.denominator[row];
    }
  }
  const on = (units: Int32Array): number => {
    let n = 0;
    let sum = 0;
    let top = 0;
    let bottom = 0;
    for (let i = 0; i < units.length; i++) {
      const unit = units[i];
      n += rows[unit];
      sum += sums[unit];
      top += above[unit];
      bottom += below[unit];
    }
    const quotient = ratio === null || bottom === 0 ? 0 : top / bottom;
    return (sum / n + quotient) * ranks;
  };
  const all = Int32Array.from({ length: count }, (_, i) => i);
  return { on, influence: null, positive: on(all) > 0 };
}
