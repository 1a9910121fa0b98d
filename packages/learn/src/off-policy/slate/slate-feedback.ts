import { checkPropensity, sumTolerance } from '../logged-feedback.ts';
import { OffPolicyError } from '../off-policy-error.ts';

/** Logged slates; the arrays hold slates × size values, row-major, best rank first. */
export interface SlateFeedback {
  /** Actions are numbered from 0 to actionCount − 1. */
  readonly actionCount: number;
  /** Ranks per slate. */
  readonly size: number;
  readonly actions: Int32Array;
  readonly rewards: Float64Array;
  /** Probability of all ranks up to each one being filled as they were; the last one is the slate's. */
  readonly prefixPropensities: Float64Array;
  /** Probability of the action at its rank, whatever the others; for the independent estimator. */
  readonly marginalPropensities?: Float64Array;
  /** One per slate; a repeated one is refused. */
  readonly decisionIds?: ArrayLike<string | number>;
}

/**
 * Refuses slates that would make estimates wrong. Returns their number.
 * @throws OffPolicyError naming the problem, the slate and the value
 */
export function checkSlateFeedback(feedback: SlateFeedback): number {
  const { size, actions, rewards, prefixPropensities, marginalPropensities, decisionIds } = feedback;
  const slates = actions.length / size;
  if (!Number.isInteger(size) || size < 1 || !Number.isInteger(slates)) {
    throw new OffPolicyError(
      'lengths-differ',
      `actions must hold slates × size values, got ${actions.length} for size ${size}`,
    );
  }
  if (slates === 0) throw new OffPolicyError('empty', 'feedback must hold at least one slate');
  for (const [name, values] of Object.entries({ rewards, prefixPropensities, marginalPropensities })) {
    if (values !== undefined && values.length !== actions.length) {
      throw new OffPolicyError(
        'lengths-differ',
        `${name} must number ${actions.length}, got ${values.length}`,
      );
    }
  }
  for (let slate = 0; slate < slates; slate++) checkOne(feedback, slate);
  if (decisionIds !== undefined) checkIds(decisionIds, slates);
  return slates;
}

function checkOne(
  { size, actionCount, actions, rewards, prefixPropensities, marginalPropensities }: SlateFeedback,
  row: number,
): void {
  for (let rank = 0; rank < size; rank++) {
    const at = row * size + rank;
    if (!(actions[at] >= 0 && actions[at] < actionCount)) {
      throw new OffPolicyError(
        'action-unknown',
        `actions must be 0 to ${actionCount - 1}, got ${actions[at]} in slate ${row}`,
        {
          row,
          figure: actions[at],
        },
      );
    }
    if (!Number.isFinite(rewards[at])) {
      throw new OffPolicyError(
        'reward-not-finite',
        `rewards must be finite, got ${rewards[at]} in slate ${row}`,
        { row },
      );
    }
    checkPropensity(prefixPropensities[at], row);
    if (marginalPropensities !== undefined) checkPropensity(marginalPropensities[at], row);
    if (rank > 0 && prefixPropensities[at] > prefixPropensities[at - 1] * (1 + sumTolerance)) {
      throw new OffPolicyError(
        'probabilities-invalid',
        `prefix propensities must not rise along a slate, got ${prefixPropensities[at]} after ` +
          `${prefixPropensities[at - 1]} in slate ${row}`,
        { row, figure: prefixPropensities[at] },
      );
    }
  }
}

function checkIds(ids: ArrayLike<string | number>, slates: number): void {
  if (ids.length !== slates) {
    throw new OffPolicyError('lengths-differ', `decisionIds must number ${slates}, got ${ids.length}`);
  }
  const seen = new Set<string | number>();
  for (let row = 0; row < slates; row++) {
    if (seen.has(ids[row])) {
      throw new OffPolicyError('duplicate-decision', `decision "${ids[row]}" occurs again at slate ${row}`, {
        row,
      });
    }
    seen.add(ids[row]);
  }
}
