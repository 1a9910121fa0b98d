import { type Figure, figure, undefinedFigure } from './series.ts';

/** The path of a unit invested before the first period. */
export interface EquityCurve {
  /** Length n + 1: value after each period, compounding; equity[0] is 1, the start. */
  equity: Float64Array;
  /** Length n + 1: equity / running maximum − 1, from −1 to 0; the start counts as a maximum. */
  underwater: Float64Array;
}

/** Where the deepest fall lay, as indices into the curves. */
export interface DrawdownSpan {
  peak: number;
  trough: number;
  /** First index back at the peak's level; null while still under water. */
  recovery: number | null;
}

/** Equity and underwater curves of simple returns; Infinity where compounding leaves the range of doubles. */
export function equityCurve(returns: Float64Array): EquityCurve {
  const equity = new Float64Array(returns.length + 1);
  const underwater = new Float64Array(returns.length + 1);
  equity[0] = 1;
  let highest = 1;
  for (let i = 0; i < returns.length; i++) {
    const value = equity[i] * (1 + returns[i]);
    equity[i + 1] = value;
    if (value > highest) highest = value;
    underwater[i + 1] = value / highest - 1;
  }
  return { equity, underwater };
}

/** Maximum drawdown max(1 − P / Pmax), from 0 to 1, the start counted as a maximum. Undefined when empty. */
export function maximumDrawdown(curve: EquityCurve): Figure {
  if (curve.equity.length < 2) return undefinedFigure('empty');
  let deepest = 0;
  let highest = curve.equity[0];
  for (const value of curve.equity) {
    if (value > highest) highest = value;
    deepest = Math.max(deepest, 1 - value / highest);
  }
  return figure(deepest);
}

/** Peak, trough and recovery of the deepest drawdown; null when equity never fell. */
export function deepestDrawdown(curve: EquityCurve): DrawdownSpan | null {
  const { equity, underwater } = curve;
  let trough = 0;
  for (let i = 1; i < underwater.length; i++) if (underwater[i] < underwater[trough]) trough = i;
  if (trough === 0) return null;
  let peak = 0;
  for (let i = 1; i < trough; i++) if (equity[i] >= equity[peak]) peak = i;
  let recovery: number | null = null;
  for (let i = trough + 1; i < equity.length && recovery === null; i++) {
    if (equity[i] >= equity[peak]) recovery = i;
  }
  return { peak, trough, recovery };
}

/**
 * Compound annual growth rate: (final / initial)^(periodsPerYear / n) − 1. A series that lost everything
 * grew by −1.
 */
export function compoundGrowth(curve: EquityCurve, periodsPerYear: number): Figure {
  const n = curve.equity.length - 1;
  if (n < 1) return undefinedFigure('empty');
  return figure(curve.equity[n] ** (periodsPerYear / n) - 1);
}

/** Calmar ratio: compound annual growth over maximum drawdown. Undefined when equity never fell. */
export function calmarRatio(curve: EquityCurve, periodsPerYear: number): Figure {
  const growth = compoundGrowth(curve, periodsPerYear);
  const drawdown = maximumDrawdown(curve);
  if (growth.value === null) return growth;
  if (drawdown.value === null) return drawdown;
  if (drawdown.value === 0) return undefinedFigure('no_drawdown');
  return figure(growth.value / drawdown.value);
}
