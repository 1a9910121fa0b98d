/**
 * The cap for winsorising: the value at `share` of the ascending values (the smallest value with at least
 * that share of values at or below it). Take it over all variants together; a cap per variant would bias
 * the comparison.
 *
 * @param values each customer's total, any order; not changed
 * @param share such as 0.999; over 0, at most 1
 * @throws RangeError for an empty series, a value that is not finite, or a share out of range
 */
export function winsorCap(values: ArrayLike<number>, share: number): number {
  if (!(share > 0 && share <= 1)) throw new RangeError(`share must be over 0 and at most 1, got ${share}`);
  if (values.length === 0) throw new RangeError('values must not be empty');
  const sorted = Float64Array.from(values).sort();
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]))
      throw new RangeError(`values must be finite, got ${values[i]} at index ${i}`);
  }
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length - 1e-9) - 1)];
}

/** Σ of min(y, cap) and of its square: the sums of a revenue metric. */
export function winsorisedSums(values: ArrayLike<number>, cap: number): { sum: number; sumSquares: number } {
  let sum = 0;
  let sumSquares = 0;
  for (let i = 0; i < values.length; i++) {
    const y = Math.min(values[i], cap);
    sum += y;
    sumSquares += y * y;
  }
  return { sum, sumSquares };
}
