import type { Measured } from '../training/evaluate.ts';

/**
 * What a version would have earned per decision of the held-out window, had it ranked for the placement's own
 * policy: estimated from logged decisions and their propensities, beside what was earned. Plain data.
 */
export interface OffPolicyReport {
  placement: string;
  /** The policy that was judged, as decisions record it: `epsilonGreedy(0.05)`. */
  policy: string;
  reward: 'click' | 'conversion' | 'value';
  /** Epoch ms. */
  from: number;
  to: number;
  decisions: number;
  /** Ranks of each decision that count. */
  ranks: number;
  /** What could not be used, by name. */
  leftOut: { code: string; count: number }[];
  /** (Σ w)² ÷ Σ w²: slots of equal weight that the log is worth for this version (Kish, 1965); null: not known. */
  effectiveSlots: number | null;
  /** Share of the version's choices that could not have been logged. */
  unsupportedShare: number | null;
  /** Mean reward per decision as served, with intervals from resampling customers. */
  served: Measured | null;
  /** Self-normalised inverse propensity scoring. */
  snips: Measured | null;
  /** Doubly robust, with a cross-fitted reward model. */
  doublyRobust: Measured | null;
  /** Doubly robust ÷ served − 1, from the same resamples; null when nothing was earned. */
  lift: Measured | null;
  /** Why there is no estimate. */
  problem: { code: string; message: string; figure: number | null; limit: number | null } | null;
}
