import type { Estimate } from './estimate.ts';
import type { EvaluationResult } from './result.ts';

/** What to read first: those whose interval says how far off they may be come before the biased ones. */
const preferred = ['dr', 'sndr', 'mrdr', 'snips', 'ips'];

/**
 * Their intervals know neither the bias that they accept for a smaller variance, nor how the reward model was fitted
 * or the threshold chosen, and may hold the truth far less often than their level.
 */
const biased: ReadonlySet<string> = new Set(['dm', 'clipped-ips', 'switch-dr', 'dr-os']);

export function headlineOf(estimates: readonly Estimate[]): Estimate | undefined {
  for (const name of preferred) {
    const found = estimates.find(({ estimator }) => estimator === name);
    if (found !== undefined) return found;
  }
  return estimates[0];
}

/** Whether the headline's difference from the log is beyond chance; null where its interval cannot tell. */
export function verdictOf(headline: Estimate | undefined): EvaluationResult['verdict'] {
  if (headline === undefined || headline.difference === null || biased.has(headline.estimator)) return null;
  const { low, high } = headline.difference;
  return low > 0 ? 'better' : high < 0 ? 'worse' : 'unclear';
}
