import { OffPolicyError } from './off-policy-error.ts';

/** Decisions that were taken, with what each earned: one row per item shown. Arrays are equally long. */
export interface LoggedFeedback {
  /** Actions are numbered from 0 to actionCount − 1. */
  readonly actionCount: number;
  readonly actions: Int32Array;
  readonly rewards: Float64Array;
  /** Probability with which the logging policy took the row's action (at its position), above 0. */
  readonly propensities: Float64Array;
  /** Rank of the action in its slate, from 0; omit when there is only one. */
  readonly positions?: Int32Array;
  /** One per row; a repeated one is refused, as its reward would count twice. */
  readonly decisionIds?: ArrayLike<string | number>;
  /** When each decision was taken, in any unit; with `rewardedAt`, to catch rewards that came before. */
  readonly decidedAt?: Float64Array;
  /** When each reward came, in the same unit; NaN for none. */
  readonly rewardedAt?: Float64Array;
}

/** Sums of floating-point probabilities may miss 1 by this much. */
export const sumTolerance = 1e-6;

/**
 * Refuses feedback that would make every estimate wrong without a sign of it.
 * @throws OffPolicyError naming the problem, the row and the value
 */
export function checkFeedback(feedback: LoggedFeedback): void {
  const { actionCount, actions, rewards, propensities, positions } = feedback;
  const rows = actions.length;
  if (rows === 0) throw new OffPolicyError('empty', 'feedback must hold at least one row');
  checkLengths(feedback);
  for (let row = 0; row < rows; row++) {
    const action = actions[row];
    if (!(action >= 0 && action < actionCount)) {
      throw new OffPolicyError(
        'action-unknown',
        `actions must be 0 to ${actionCount - 1}, got ${action} at row ${row}`,
        {
          row,
          figure: action,
        },
      );
    }
    checkPropensity(propensities[row], row);
    if (!Number.isFinite(rewards[row])) {
      throw new OffPolicyError(
        'reward-not-finite',
        `rewards must be finite, got ${rewards[row]} at row ${row}`,
        { row },
      );
    }
    if (positions !== undefined && positions[row] < 0) {
      throw new OffPolicyError(
        'position-unknown',
        `positions must be 0 or more, got ${positions[row]} at row ${row}`,
        {
          row,
          figure: positions[row],
        },
      );
    }
  }
  checkIdentity(feedback);
  checkTimes(feedback);
}

/** @throws OffPolicyError unless the propensity is above 0 and at most 1 */
export function checkPropensity(propensity: number, row: number): void {
  if (!(propensity > 0)) {
    throw new OffPolicyError(
      'propensity-not-positive',
      `propensities must be above 0, got ${propensity} at row ${row}: an action that was taken had a chance`,
      { row, figure: propensity },
    );
  }
  if (propensity > 1 + sumTolerance) {
    throw new OffPolicyError(
      'propensity-above-one',
      `propensities must be at most 1, got ${propensity} at row ${row}`,
      {
        row,
        figure: propensity,
      },
    );
  }
}

function checkLengths(feedback: LoggedFeedback): void {
  const rows = feedback.actions.length;
  const others = {
    rewards: feedback.rewards,
    propensities: feedback.propensities,
    positions: feedback.positions,
    decisionIds: feedback.decisionIds,
    decidedAt: feedback.decidedAt,
    rewardedAt: feedback.rewardedAt,
  };
  for (const [name, values] of Object.entries(others)) {
    if (values !== undefined && values.length !== rows) {
      throw new OffPolicyError(
        'lengths-differ',
        `${name} must number ${rows}, as actions do, got ${values.length}`,
      );
    }
  }
}

function checkIdentity({ decisionIds, positions }: LoggedFeedback): void {
  if (decisionIds === undefined) return;
  const seen = new Set<string>();
  for (let row = 0; row < decisionIds.length; row++) {
    const key = positions === undefined ? String(decisionIds[row]) : `${positions[row]} ${decisionIds[row]}`;
    if (seen.has(key)) {
      throw new OffPolicyError(
        'duplicate-decision',
        `decision "${decisionIds[row]}" occurs again at row ${row}: keep one row per decision and position`,
        { row },
      );
    }
    seen.add(key);
  }
}

function checkTimes({ decidedAt, rewardedAt }: LoggedFeedback): void {
  if (decidedAt === undefined || rewardedAt === undefined) return;
  for (let row = 0; row < decidedAt.length; row++) {
    if (rewardedAt[row] < decidedAt[row]) {
      throw new OffPolicyError(
        'reward-before-decision',
        `reward at ${rewardedAt[row]} comes before its decision at ${decidedAt[row]} in row ${row}`,
        { row, figure: rewardedAt[row] - decidedAt[row] },
      );
    }
  }
}
