import { type ActionProbabilities, writeChecked } from './action-probabilities.ts';
import { checkFeedback, type LoggedFeedback } from './logged-feedback.ts';
import { OffPolicyError } from './off-policy-error.ts';

/** A reward model's answers, made by models that did not see the row (see `crossFit`). */
export interface ModelledRewards {
  /** Expected reward of the action that was taken. */
  readonly logged: Float64Array;
  /** Expected reward under the evaluated policy: Σ π(a | x) q(x, a). */
  readonly value: Float64Array;
}

/** All that the estimators read, one entry per logged row. */
export interface EvaluationSample {
  readonly rewards: Float64Array;
  /** Importance weight π(a | x) / propensity. */
  readonly weights: Float64Array;
  readonly modelled: ModelledRewards | null;
}

/**
 * Checks the feedback and the evaluated policy, and computes the importance weights.
 *
 * @param modelled needed by the direct and the doubly robust estimators
 * @throws OffPolicyError for feedback {@link checkFeedback} refuses, probabilities that do not sum to 1, or
 *   model answers that are not finite
 */
export function evaluationSample(
  feedback: LoggedFeedback,
  policy: ActionProbabilities,
  modelled: ModelledRewards | null = null,
): EvaluationSample {
  checkFeedback(feedback);
  if (policy.actionCount !== feedback.actionCount) {
    throw new OffPolicyError(
      'lengths-differ',
      `the policy must know ${feedback.actionCount} actions, as the feedback does, got ${policy.actionCount}`,
    );
  }
  const rows = feedback.actions.length;
  const weights = new Float64Array(rows);
  const probabilities = new Float64Array(feedback.actionCount);
  for (let row = 0; row < rows; row++) {
    writeChecked(policy, row, probabilities);
    weights[row] = probabilities[feedback.actions[row]] / feedback.propensities[row];
  }
  if (modelled !== null) checkModelled(modelled, rows);
  return { rewards: feedback.rewards, weights, modelled };
}

/** @throws OffPolicyError if the sample has no model's answers */
export function requireModel(sample: EvaluationSample, estimator: string): ModelledRewards {
  if (sample.modelled !== null) return sample.modelled;
  throw new OffPolicyError(
    'model-missing',
    `${estimator} needs a reward model: pass the answers of crossFit`,
  );
}

function checkModelled({ logged, value }: ModelledRewards, rows: number): void {
  if (logged.length !== rows || value.length !== rows) {
    throw new OffPolicyError(
      'lengths-differ',
      `modelled rewards must number ${rows}, got ${logged.length} and ${value.length}`,
    );
  }
  for (let row = 0; row < rows; row++) {
    if (!Number.isFinite(logged[row]) || !Number.isFinite(value[row])) {
      throw new OffPolicyError(
        'model-not-finite',
        `modelled rewards must be finite, got ${logged[row]} and ${value[row]} at row ${row}`,
        { row },
      );
    }
  }
}
