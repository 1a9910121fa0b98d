import { OffPolicyError } from './off-policy-error.ts';

/** A reward as it arrives, still to be joined to its decision. */
export interface RewardRecord {
  decisionId: string;
  /** Identifies the reward itself, so that one delivered twice is noticed. */
  rewardId: string;
  value: number;
  /** When it came, in the unit of the decisions' times. */
  at: number;
}

/**
 * Joins rewards to decisions: the sum per decision of what came within the window.
 *
 * @param decisionIds one per row, each once
 * @param decidedAt when each decision was taken
 * @param window how long after its decision a reward counts; later ones are left out
 * @returns one sum per row, and how many rewards came late or belong to no decision here
 * @throws OffPolicyError for a reward that came before its decision, the same reward twice, a value that is
 *   not finite, or a decision twice
 */
export function rewardsByDecision(
  decisionIds: readonly string[],
  decidedAt: Float64Array,
  rewards: Iterable<RewardRecord>,
  window = Infinity,
): { rewards: Float64Array; late: number; unmatched: number } {
  const rowOf = new Map<string, number>();
  for (const [row, id] of decisionIds.entries()) {
    if (rowOf.has(id)) {
      throw new OffPolicyError('duplicate-decision', `decision "${id}" occurs again at row ${row}`, { row });
    }
    rowOf.set(id, row);
  }
  const sums = new Float64Array(decisionIds.length);
  const seen = new Set<string>();
  let late = 0;
  let unmatched = 0;
  for (const { decisionId, rewardId, value, at } of rewards) {
    if (seen.has(rewardId)) {
      throw new OffPolicyError(
        'duplicate-reward',
        `reward "${rewardId}" occurs twice: remove the repeats first`,
      );
    }
    seen.add(rewardId);
    const row = rowOf.get(decisionId);
    if (row === undefined) {
      unmatched++;
      continue;
    }
    if (!Number.isFinite(value)) {
      throw new OffPolicyError('reward-not-finite', `reward "${rewardId}" must be finite, got ${value}`, {
        row,
      });
    }
    if (at < decidedAt[row]) {
      throw new OffPolicyError(
        'reward-before-decision',
        `reward "${rewardId}" at ${at} comes before decision "${decisionId}" at ${decidedAt[row]}`,
        { row, figure: at - decidedAt[row] },
      );
    }
    if (at - decidedAt[row] > window) late++;
    else sums[row] += value;
  }
  return { rewards: sums, late, unmatched };
}
