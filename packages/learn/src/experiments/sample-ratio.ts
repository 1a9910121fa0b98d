import gammainc from '@stdlib/math-base-special-gammainc';
import gammaln from '@stdlib/math-base-special-gammaln';
import { requireWeights } from './buckets.ts';
import { failure, type Outcome, success } from './problem.ts';

export interface SampleRatio {
  /** Customers each variant should have, by its weight. */
  expected: number[];
  chiSquare: number;
  degreesOfFreedom: number;
  /** Pearson's chi-square test, for one look. */
  pValue: number;
  /** Valid however often one looks. */
  sequentialPValue: number;
  /** pValue below the threshold: the split is broken, and no result of the experiment can be trusted. */
  mismatch: boolean;
}

export interface SampleRatioOptions {
  /** Mismatch below this p-value. Default 0.001, the field's custom (Fabijan et al., KDD 2019). */
  threshold?: number;
  /** Weight of the sequential test's Dirichlet prior around the expected split. Default 10,000. */
  concentration?: number;
}

/**
 * Sample ratio mismatch: do the exposures match the weights? Pearson's chi-square, and beside it the
 * anytime-valid multinomial test whose p-value is the reciprocal of a Dirichlet-multinomial Bayes factor
 * (Lindon and Malek, "Anytime-valid inference for multinomial count data", NeurIPS 2022).
 *
 * @param observed exposed customers per variant
 * @param weights the variants' weights, summing to one
 * @returns the test, or the problem: no exposures, or fewer than two variants with weight
 * @throws RangeError for weights that do not sum to one, counts that are not counts, different lengths
 */
export function sampleRatio(
  observed: readonly number[],
  weights: readonly number[],
  { threshold = 0.001, concentration = 10_000 }: SampleRatioOptions = {},
): Outcome<SampleRatio> {
  requireWeights(weights);
  if (observed.length !== weights.length) {
    throw new RangeError(`observed must be one per weight (${weights.length}), got ${observed.length}`);
  }
  observed.forEach((count, i) => {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`observed must be whole numbers of 0 or more, got ${count} at index ${i}`);
    }
  });
  if (!(concentration > 0)) throw new RangeError(`concentration must be above 0, got ${concentration}`);
  const total = observed.reduce((sum, x) => sum + x, 0);
  if (total === 0) return failure('no_exposure');
  const totalWeight = weights.reduce((sum, w) => sum + w, 0);
  const shares = weights.map((w) => w / totalWeight);
  const expected = shares.map((share) => share * total);
  const used = shares.filter((share) => share > 0).length;
  if (used < 2) return failure('missing_variant', { variant: '' });

  const isImpossible = observed.some((x, i) => x > 0 && shares[i] === 0);
  let chiSquare = 0;
  expected.forEach((e, i) => {
    if (e > 0) chiSquare += (observed[i] - e) ** 2 / e;
  });
  const degreesOfFreedom = used - 1;
  const pValue = isImpossible ? 0 : chiSquareTail(chiSquare, degreesOfFreedom);
  const sequentialPValue = isImpossible ? 0 : multinomialPValue(observed, shares, concentration);
  return success({
    expected,
    chiSquare,
    degreesOfFreedom,
    pValue,
    sequentialPValue,
    mismatch: pValue < threshold,
  });
}

/** P(χ² > x), accurate far into the tail. */
export function chiSquareTail(x: number, degreesOfFreedom: number): number {
  return x <= 0 ? 1 : gammainc(x / 2, degreesOfFreedom / 2, true, true);
}

function multinomialPValue(
  observed: readonly number[],
  shares: readonly number[],
  concentration: number,
): number {
  const total = observed.reduce((sum, x) => sum + x, 0);
  let logBayesFactor = gammaln(concentration) - gammaln(concentration + total);
  observed.forEach((x, i) => {
    if (shares[i] === 0) return;
    const a = concentration * shares[i];
    logBayesFactor += gammaln(a + x) - gammaln(a) - x * Math.log(shares[i]);
  });
  return Math.min(1, Math.exp(-logBayesFactor));
}
