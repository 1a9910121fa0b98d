import { type Figure, figure, pairwiseSum, undefinedFigure } from './series.ts';

/** Arithmetic mean of a non-empty series. */
export function mean(values: ArrayLike<number>): number {
  return pairwiseSum(values) / values.length;
}

/** Sample standard deviation (n − 1) of two or more values; exactly 0 when all are equal. */
export function sampleDeviation(values: Float64Array): number {
  const first = values[0];
  if (values.every((v) => v === first)) return 0;
  const centre = mean(values);
  const squares = values.map((v) => (v - centre) ** 2);
  return Math.sqrt(pairwiseSum(squares) / (values.length - 1));
}

/**
 * Annualised volatility: sample standard deviation × √periodsPerYear.
 * Undefined for fewer than two returns.
 */
export function volatility(returns: Float64Array, periodsPerYear: number): Figure {
  if (returns.length === 0) return undefinedFigure('empty');
  if (returns.length === 1) return undefinedFigure('one_period');
  return figure(sampleDeviation(returns) * Math.sqrt(periodsPerYear));
}

/**
 * Annualised Sharpe ratio: mean excess return over its sample standard deviation (n − 1), × √periodsPerYear
 * (Sharpe, "The Sharpe ratio", Journal of Portfolio Management 21, 1994).
 * @param excess returns above the per-period benchmark rate
 */
export function sharpeRatio(excess: Float64Array, periodsPerYear: number): Figure {
  if (excess.length === 0) return undefinedFigure('empty');
  if (excess.length === 1) return undefinedFigure('one_period');
  const deviation = sampleDeviation(excess);
  if (!isSpread(deviation, excess)) return undefinedFigure('no_variance');
  return figure((mean(excess) * Math.sqrt(periodsPerYear)) / deviation);
}

/**
 * Annualised Sortino ratio: mean return above the target over the downside deviation, the root mean square
 * of the shortfalls over *all* periods (Sortino and Price, "Performance measurement in a downside risk
 * framework", Journal of Investing 3, 1994).
 * @param overTarget returns less the per-period target
 */
export function sortinoRatio(overTarget: Float64Array, periodsPerYear: number): Figure {
  if (overTarget.length === 0) return undefinedFigure('empty');
  const squares = overTarget.map((r) => Math.min(r, 0) ** 2);
  const downside = Math.sqrt(pairwiseSum(squares) / overTarget.length);
  if (downside === 0) return undefinedFigure('no_downside');
  return figure((mean(overTarget) * Math.sqrt(periodsPerYear)) / downside);
}

/** Share of periods with a positive return; a return of exactly zero is no win. */
export function winRate(returns: Float64Array): Figure {
  if (returns.length === 0) return undefinedFigure('empty');
  let wins = 0;
  for (const r of returns) if (r > 0) wins++;
  return figure(wins / returns.length);
}

/** Sum of the positive returns over the sum of the negative ones, sign removed. */
export function profitFactor(returns: Float64Array): Figure {
  if (returns.length === 0) return undefinedFigure('empty');
  const gains = pairwiseSum(returns.map((r) => Math.max(r, 0)));
  const losses = pairwiseSum(returns.map((r) => Math.max(-r, 0)));
  if (losses === 0) return undefinedFigure(gains === 0 ? 'no_gains_or_losses' : 'no_losses');
  return figure(gains / losses);
}

/**
 * The p-quantile by linear interpolation between order statistics at h = (n − 1)p (type 7 of Hyndman and
 * Fan, "Sample quantiles in statistical packages", American Statistician 50, 1996).
 * @param sorted ascending, not empty
 */
export function interpolatedQuantile(sorted: Float64Array, p: number): number {
  const h = (sorted.length - 1) * p;
  const below = Math.floor(h);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (h - below) * (sorted[above] - sorted[below]);
}

/** Historical value at risk: the (1 − level) quantile of the returns, a negative number for a loss. */
export function valueAtRisk(returns: Float64Array, level = 0.95): Figure {
  if (returns.length === 0) return undefinedFigure('empty');
  return figure(interpolatedQuantile(returns.slice().sort(), tail(level)));
}

/** Historical expected shortfall: the mean of the returns at or below the value at risk. */
export function expectedShortfall(returns: Float64Array, level = 0.95): Figure {
  if (returns.length === 0) return undefinedFigure('empty');
  const sorted = returns.slice().sort();
  const threshold = interpolatedQuantile(sorted, tail(level));
  // Interpolation between equal order statistics can round below them; the smallest is always in the tail.
  let count = 1;
  while (count < sorted.length && sorted[count] <= threshold) count++;
  return figure(mean(sorted.subarray(0, count)));
}

/** 1 − level without the rounding that would move the interpolation point (1 − .95 is not .05 in doubles). */
function tail(level: number): number {
  return Number((1 - level).toPrecision(12));
}

/** Whether a deviation is more than the rounding error of the values it came from. */
function isSpread(deviation: number, values: Float64Array): boolean {
  let largest = 0;
  for (const v of values) largest = Math.max(largest, Math.abs(v));
  return deviation > largest * 1e-14;
}
