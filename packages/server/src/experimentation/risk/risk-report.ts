import {
  type RiskBootstrap,
  type RiskBootstrapOptions,
  type RiskInput,
  type RiskPerformance,
  riskPerformance,
} from '@personalize/learn';
import { AppError } from '../../errors.ts';
import type { BootstrapThread } from './bootstrap-thread.ts';

/** The same series gives the same intervals. */
const seed = 20_250_101;
/** Periods × resamples at most: a few seconds of one thread. */
const maxWork = 10_000_000;

export interface RiskReport {
  performance: RiskPerformance;
  bootstrap: RiskBootstrap;
}

/**
 * Risk-adjusted performance of a series with bootstrap intervals; the resampling runs on a thread of its own,
 * so that requests beside it do not wait. A `values` series of n + 1 values has n returns.
 *
 * Throws `invalid_request` for a series or option out of its range, `unprocessable` for more resampling than
 * one request may ask for, `overloaded` when too many series wait or it takes too long.
 */
export async function riskReport(
  thread: BootstrapThread,
  input: RiskInput,
  options: RiskBootstrapOptions,
): Promise<RiskReport> {
  const performance = readable(() => riskPerformance(input, options));
  const { periods } = performance;
  const resamples = options.resamples ?? 1000;
  if (periods * resamples > maxWork) {
    throw new AppError(
      'unprocessable',
      `periods × resamples must be at most ${maxWork}, got ${periods} × ${resamples}; ask for at most ${Math.floor(maxWork / periods)} resamples`,
    );
  }
  const returns =
    'returns' in input
      ? Array.from(input.returns)
      : Array.from({ length: periods }, (_, i) => input.values[i + 1] / input.values[i] - 1);
  return { performance, bootstrap: await thread.run({ returns, seed, options }) };
}

/** What learn refuses is the caller's mistake. */
function readable<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) throw new AppError('invalid_request', error.message, { cause: error });
    throw error;
  }
}
