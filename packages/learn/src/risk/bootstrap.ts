import type { Random } from '../random/random.ts';
import { automaticBlockLength } from './block-length.ts';
import { interpolatedQuantile } from './measures.ts';
import {
  type RiskInput,
  type RiskMeasure,
  type RiskOptions,
  readOptions,
  readReturns,
  riskFigures,
  riskMeasures,
} from './performance.ts';
import type { RiskReason } from './series.ts';

export interface RiskBootstrapOptions extends RiskOptions {
  /** Resamples, 100 to 100,000. Default 1,000. */
  resamples?: number;
  /** Share covered by the interval, between 0 and 1. Default 0.95. */
  confidence?: number;
  /** Expected length of a block, 1 or more; by default chosen from the series' autocorrelation. */
  blockLength?: number;
}

/** A percentile interval; `undefinedShare` is the share of resamples in which the figure had no value. */
export type RiskInterval = { undefinedShare: number } & (
  | { lower: number; upper: number; reason: null }
  | { lower: null; upper: null; reason: RiskReason | 'mostly_undefined' }
);

export interface RiskBootstrap {
  intervals: Record<RiskMeasure, RiskInterval>;
  resamples: number;
  blockLength: number;
  confidence: number;
}

/** Percentiles of the defined resamples mislead when many are undefined; above this share there is no interval. */
const tolerableUndefinedShare = 0.05;

/**
 * Percentile intervals for every risk figure by the stationary block bootstrap, which keeps the dependence
 * between neighbouring periods (Politis and Romano, "The stationary bootstrap", JASA 89, 1994): blocks start
 * anywhere, have geometric lengths, and wrap round the end.
 *
 * @returns intervals with finite ends, or null with a reason (`mostly_undefined` when more than 5 % of the
 *   resamples have no value)
 * @throws RangeError as {@link riskPerformance} does, and for an option out of its range
 */
export function bootstrapRisk(
  input: RiskInput,
  random: Random,
  options: RiskBootstrapOptions = {},
): RiskBootstrap {
  const returns = readReturns(input);
  const { periodsPerYear, excess, overTarget } = readOptions(returns, options);
  const { resamples = 1000, confidence = 0.95 } = options;
  if (!Number.isInteger(resamples) || resamples < 100 || resamples > 100_000) {
    throw new RangeError(`resamples must be an integer from 100 to 100000, got ${resamples}`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence must be between 0 and 1, got ${confidence}`);
  }
  const blockLength = options.blockLength ?? automaticBlockLength(returns);
  if (!(blockLength >= 1) || !Number.isFinite(blockLength)) {
    throw new RangeError(`blockLength must be 1 or more, got ${blockLength}`);
  }

  const n = returns.length;
  const drawn = riskMeasures.map(() => new Float64Array(resamples));
  const defined = riskMeasures.map(() => 0);
  const lastReason: (RiskReason | null)[] = riskMeasures.map(() => null);
  const sample = { returns: new Float64Array(n), excess: new Float64Array(n), target: new Float64Array(n) };
  for (let b = 0; b < (n === 0 ? 1 : resamples); b++) {
    let at = 0;
    for (let i = 0; i < n; i++) {
      at = i === 0 || random.uniform() * blockLength < 1 ? random.int(n) : (at + 1) % n;
      sample.returns[i] = returns[at];
      sample.excess[i] = excess[at];
      sample.target[i] = overTarget[at];
    }
    const figures = riskFigures(sample.returns, sample.excess, sample.target, periodsPerYear);
    riskMeasures.forEach((measure, m) => {
      const { value, reason } = figures[measure];
      if (value === null) lastReason[m] = reason;
      else drawn[m][defined[m]++] = value;
    });
  }

  const intervals = {} as Record<RiskMeasure, RiskInterval>;
  riskMeasures.forEach((measure, m) => {
    intervals[measure] = percentileInterval(drawn[m], defined[m], confidence, lastReason[m]);
  });
  return { intervals, resamples, blockLength, confidence };
}

function percentileInterval(
  drawn: Float64Array,
  defined: number,
  confidence: number,
  lastReason: RiskReason | null,
): RiskInterval {
  const undefinedShare = 1 - defined / drawn.length;
  if (undefinedShare > tolerableUndefinedShare) {
    const reason = defined === 0 && lastReason !== null ? lastReason : 'mostly_undefined';
    return { lower: null, upper: null, reason, undefinedShare };
  }
  const sorted = drawn.subarray(0, defined).slice().sort();
  const outside = (1 - confidence) / 2;
  return {
    lower: interpolatedQuantile(sorted, outside),
    upper: interpolatedQuantile(sorted, 1 - outside),
    reason: null,
    undefinedShare,
  };
}
