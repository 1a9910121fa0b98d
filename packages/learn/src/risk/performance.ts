import {
  calmarRatio,
  compoundGrowth,
  type DrawdownSpan,
  deepestDrawdown,
  type EquityCurve,
  equityCurve,
  maximumDrawdown,
} from './drawdown.ts';
import {
  expectedShortfall,
  profitFactor,
  sharpeRatio,
  sortinoRatio,
  valueAtRisk,
  volatility,
  winRate,
} from './measures.ts';
import { type Figure, figure, type RiskReason, requireReturns, returnsFromValues } from './series.ts';

/** The figures of {@link riskPerformance}, in the order in which they are shown. */
export const riskMeasures = [
  'totalReturn',
  'cagr',
  'volatility',
  'sharpeRatio',
  'sortinoRatio',
  'maxDrawdown',
  'calmarRatio',
  'winRate',
  'profitFactor',
  'valueAtRisk95',
  'expectedShortfall95',
] as const;
export type RiskMeasure = (typeof riskMeasures)[number];

export interface RiskOptions {
  /** Periods in a year, for annualisation: 252 trading days (default), 365 days, 52 weeks, 12 months. */
  periodsPerYear?: number;
  /** Benchmark (risk-free) rate per period, as a fraction; one number or one for each return. Default 0. */
  riskFree?: number | ArrayLike<number>;
  /** Per-period target of the Sortino ratio; by default the benchmark rate. */
  target?: number;
}

/** Either periodic simple returns (0.01 = +1 %) or the values they come from. */
export type RiskInput = { returns: ArrayLike<number> } | { values: ArrayLike<number> };

export type RiskPerformance = Record<RiskMeasure, number | null> & {
  /** Why a figure is null, by its name; figures that are defined do not appear. */
  reasons: Partial<Record<RiskMeasure, RiskReason>>;
  periods: number;
  periodsPerYear: number;
  curve: EquityCurve;
  deepestDrawdown: DrawdownSpan | null;
};

/**
 * Risk-adjusted performance of a series of returns.
 *
 * Conventions: Sharpe is over the benchmark rate with the sample standard deviation (n − 1); Sortino divides
 * by the downside deviation over all periods against the target; both are multiplied by √periodsPerYear.
 * Maximum drawdown is max(1 − P/Pmax) with the start counted; CAGR compounds; Calmar is CAGR over maximum
 * drawdown; win rate, profit factor, value at risk (linearly interpolated 5th percentile) and expected
 * shortfall (mean of the returns at or below it) are of the raw returns.
 *
 * @returns every figure as a finite number, or null with its reason under `reasons`
 * @throws RangeError for a return that is not finite or is below −1, a value that is not positive, an option
 *   out of its range, or both or neither of `returns` and `values`
 */
export function riskPerformance(input: RiskInput, options: RiskOptions = {}): RiskPerformance {
  const returns = readReturns(input);
  const { periodsPerYear, excess, overTarget } = readOptions(returns, options);
  const curve = equityCurve(returns);
  const overflow = curve.equity.indexOf(Infinity);
  if (overflow > 0) {
    throw new RangeError(
      `returns compound beyond the range of doubles at index ${overflow - 1}; are they percentages rather than fractions?`,
    );
  }
  const figures = riskFigures(returns, excess, overTarget, periodsPerYear, curve);
  const reasons: Partial<Record<RiskMeasure, RiskReason>> = {};
  const values = {} as Record<RiskMeasure, number | null>;
  for (const measure of riskMeasures) {
    const { value, reason } = figures[measure];
    values[measure] = value;
    if (reason !== null) reasons[measure] = reason;
  }
  return {
    ...values,
    reasons,
    periods: returns.length,
    periodsPerYear,
    curve,
    deepestDrawdown: deepestDrawdown(curve),
  };
}

/** All figures from prepared series; shared with the bootstrap. */
export function riskFigures(
  returns: Float64Array,
  excess: Float64Array,
  overTarget: Float64Array,
  periodsPerYear: number,
  curve = equityCurve(returns),
): Record<RiskMeasure, Figure> {
  const n = returns.length;
  return {
    totalReturn: n === 0 ? { value: null, reason: 'empty' } : figure(curve.equity[n] - 1),
    cagr: compoundGrowth(curve, periodsPerYear),
    volatility: volatility(returns, periodsPerYear),
    sharpeRatio: sharpeRatio(excess, periodsPerYear),
    sortinoRatio: sortinoRatio(overTarget, periodsPerYear),
    maxDrawdown: maximumDrawdown(curve),
    calmarRatio: calmarRatio(curve, periodsPerYear),
    winRate: winRate(returns),
    profitFactor: profitFactor(returns),
    valueAtRisk95: valueAtRisk(returns),
    expectedShortfall95: expectedShortfall(returns),
  };
}

/** The checked returns of an input. */
export function readReturns(input: RiskInput): Float64Array {
  const given = input as { returns?: ArrayLike<number>; values?: ArrayLike<number> };
  if ((given.returns === undefined) === (given.values === undefined)) {
    throw new RangeError('give either returns or values, not both and not neither');
  }
  return given.values === undefined ? requireReturns(given.returns ?? []) : returnsFromValues(given.values);
}

/** Returns less the benchmark and less the target, with every option checked. */
export function readOptions(returns: Float64Array, options: RiskOptions) {
  const { periodsPerYear = 252, riskFree = 0, target } = options;
  if (!(periodsPerYear > 0) || !Number.isFinite(periodsPerYear)) {
    throw new RangeError(`periodsPerYear must be a positive number, got ${periodsPerYear}`);
  }
  if (target !== undefined && !Number.isFinite(target)) {
    throw new RangeError(`target must be a finite number, got ${target}`);
  }
  const excess = lessRate(returns, riskFree);
  const overTarget = target === undefined ? excess : lessRate(returns, target);
  return { periodsPerYear, excess, overTarget };
}

function lessRate(returns: Float64Array, rate: number | ArrayLike<number>): Float64Array {
  if (typeof rate === 'number') {
    if (!Number.isFinite(rate)) throw new RangeError(`riskFree must be a finite number, got ${rate}`);
    return returns.map((r) => r - rate);
  }
  if (rate.length !== returns.length) {
    throw new RangeError(
      `riskFree must be one number or one for each of ${returns.length} returns, got ${rate.length}`,
    );
  }
  return returns.map((r, i) => {
    if (!Number.isFinite(rate[i]))
      throw new RangeError(`riskFree must be finite, got ${rate[i]} at index ${i}`);
    return r - rate[i];
  });
}
