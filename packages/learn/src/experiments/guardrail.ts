import type { Direction } from './bayesian.ts';
import type { Comparison } from './compare.ts';
import type { Problem } from './problem.ts';

export interface GuardrailRule {
  /** The metric's good direction. */
  direction: Direction;
  /** Largest tolerated harm, 0 or more, in the unit of `scale`. */
  margin: number;
  /** `relative`: the margin is a fraction of the control's mean. */
  scale: 'relative' | 'absolute';
}

/**
 * `passed`: the whole interval lies above −margin. `failed`: the metric is significantly worse and the
 * margin cannot be ruled out. `undecided`: more data needed.
 */
export type GuardrailStatus = 'passed' | 'failed' | 'undecided';

export interface GuardrailResult {
  status: GuardrailStatus;
  /** The worst effect that the interval allows, positive meaning better; null with the problem. */
  worstCase: number | null;
  margin: number;
  problem: Problem | null;
}

/**
 * Non-inferiority of a guardrail metric, read off the comparison's interval, so that it inherits the
 * validity of the method behind it (two-sided interval: one-sided error α/2).
 * @throws RangeError for a negative margin
 */
export function evaluateGuardrail(comparison: Comparison, rule: GuardrailRule): GuardrailResult {
  const { direction, margin, scale } = rule;
  if (!(margin >= 0) || !Number.isFinite(margin))
    throw new RangeError(`margin must be 0 or more, got ${margin}`);
  const interval = scale === 'relative' ? comparison.relative : comparison.absolute;
  if (interval === null)
    return { status: 'undecided', worstCase: null, margin, problem: comparison.relativeProblem };
  const [worstCase, bestCase] =
    direction === 'increase' ? [interval.lower, interval.upper] : [-interval.upper, -interval.lower];
  const status = worstCase > -margin ? 'passed' : bestCase < 0 ? 'failed' : 'undecided';
  return { status, worstCase, margin, problem: null };
}
