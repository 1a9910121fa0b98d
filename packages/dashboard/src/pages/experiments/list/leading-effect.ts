import type { ExperimentResults } from '../../../api/experiment-results.ts';
import type { Experiment } from '../../../api/experiments.ts';
import { type ShownEffect, shownEffect } from '../effect.ts';

export interface LeadingEffect {
  metric: string;
  variant: string;
  /** Null when there is nothing to compare yet. */
  shown: ShownEffect | null;
  /** Why there is none, in words. */
  problem: string | undefined;
}

/** The first goal's effect: of the variant that the decision names, else of the one furthest from the control. */
export function leadingEffect(
  { metrics }: Experiment,
  results: ExperimentResults | undefined,
): LeadingEffect | undefined {
  const goal = metrics.find(({ role }) => role === 'goal');
  const result = results?.metrics.find(({ key }) => key === goal?.key);
  if (result === undefined || results === undefined) return undefined;
  const all = result.comparisons.map((found) => ({
    metric: result.key,
    variant: found.variant,
    shown: shownEffect(result, found, 'sequential'),
    problem: found.problem?.text,
  }));
  const named = all.find(({ variant }) => variant === results.decision.variant);
  const size = ({ shown }: LeadingEffect) => (shown === null ? -1 : Math.abs(shown.interval.value));
  return named ?? all.sort((a, b) => size(b) - size(a))[0];
}
