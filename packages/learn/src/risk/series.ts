/** Why a figure is undefined; the figure itself is then null. */
export type RiskReason =
  | 'empty'
  | 'one_period'
  | 'no_variance'
  | 'no_losses'
  | 'no_gains_or_losses'
  | 'no_drawdown'
  | 'no_downside'
  | 'overflow';

/** A figure, or null with the reason why there is none; never NaN or Infinity. */
export type Figure = { value: number; reason: null } | { value: null; reason: RiskReason };

/** Wraps a computed number; a result beyond the range of doubles is reported as `overflow`. */
export function figure(value: number): Figure {
  return Number.isFinite(value) ? { value, reason: null } : undefinedFigure('overflow');
}

export function undefinedFigure(reason: RiskReason): Figure {
  return { value: null, reason };
}

/**
 * Sum by pairwise (cascade) addition, whose rounding error grows with log n rather than n (Higham,
 * "The accuracy of floating point summation", SIAM J. Sci. Comput. 14, 1993).
 */
export function pairwiseSum(values: ArrayLike<number>, from = 0, to = values.length): number {
  const n = to - from;
  if (n <= 0) return 0;
  if (n === 1) return values[from];
  if (n === 2) return values[from] + values[from + 1];
  const half = from + (n >> 1);
  return pairwiseSum(values, from, half) + pairwiseSum(values, half, to);
}

/**
 * Checks periodic simple returns (0.01 = +1 %) and copies them.
 * @throws RangeError naming the first return that is not a finite number or is below −1
 */
export function requireReturns(returns: ArrayLike<number>): Float64Array {
  const out = new Float64Array(returns.length);
  for (let i = 0; i < out.length; i++) {
    const r = returns[i];
    if (typeof r !== 'number' || !Number.isFinite(r)) {
      throw new RangeError(`returns must be finite numbers, got ${r} at index ${i}`);
    }
    if (r < -1) {
      throw new RangeError(`returns must be -1 (everything lost) or more, got ${r} at index ${i}`);
    }
    out[i] = r;
  }
  return out;
}

/**
 * Simple returns v[t] / v[t−1] − 1 of a series of values; one fewer than there are values.
 * @throws RangeError naming the first value that is not finite, is negative, or is zero before the last
 */
export function returnsFromValues(values: ArrayLike<number>): Float64Array {
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    const usable =
      typeof v === 'number' && Number.isFinite(v) && (v > 0 || (v === 0 && i === values.length - 1));
    if (!usable) {
      throw new RangeError(
        `values must be positive and finite (only the last may be 0), got ${v} at index ${i}`,
      );
    }
  }
  const out = new Float64Array(Math.max(0, values.length - 1));
  for (let i = 0; i < out.length; i++) {
    out[i] = values[i + 1] / values[i] - 1;
    if (!Number.isFinite(out[i])) {
      throw new RangeError(
        `values must not grow beyond the range of doubles, got ${values[i]} then ${values[i + 1]} at index ${i + 1}`,
      );
    }
  }
  return out;
}
