import { sumTolerance } from './logged-feedback.ts';
import { OffPolicyError } from './off-policy-error.ts';

/** What a policy would do: for each logged row the probability of every action (at the row's position). */
export interface ActionProbabilities {
  readonly actionCount: number;
  /** Writes the row's probabilities into the first `actionCount` places of `out`. */
  write(row: number, out: Float64Array): void;
}

/** The same probability for each action in every row. */
export function uniformProbabilities(actionCount: number): ActionProbabilities {
  return { actionCount, write: (_row, out) => void out.fill(1 / actionCount, 0, actionCount) };
}

/**
 * Probabilities given row by row.
 * @param values rows × actionCount, row-major
 */
export function denseProbabilities(values: Float64Array, actionCount: number): ActionProbabilities {
  if (actionCount < 1 || values.length % actionCount !== 0) {
    throw new OffPolicyError(
      'probabilities-invalid',
      `values must hold rows × ${actionCount} probabilities, got ${values.length}`,
    );
  }
  return {
    actionCount,
    write: (row, out) => {
      const at = row * actionCount;
      for (let a = 0; a < actionCount; a++) out[a] = values[at + a];
    },
  };
}

/**
 * Probabilities that depend on the position only, as of a policy without context.
 *
 * @param values actionCount × positionCount, row-major
 * @param positions the position of each logged row
 */
export function positionProbabilities(
  values: Float64Array,
  positionCount: number,
  positions: Int32Array,
): ActionProbabilities {
  const actionCount = values.length / positionCount;
  if (!Number.isInteger(actionCount)) {
    throw new OffPolicyError(
      'probabilities-invalid',
      `values must hold actions × ${positionCount} probabilities, got ${values.length}`,
    );
  }
  return {
    actionCount,
    write: (row, out) => {
      for (let a = 0; a < actionCount; a++) out[a] = values[a * positionCount + positions[row]];
    },
  };
}

/**
 * Writes a row's probabilities and checks them.
 * @throws OffPolicyError if one is negative or not finite, or their sum is not 1 within 1e-6
 */
export function writeChecked(policy: ActionProbabilities, row: number, out: Float64Array): void {
  out.fill(Number.NaN, 0, policy.actionCount);
  policy.write(row, out);
  let sum = 0;
  for (let a = 0; a < policy.actionCount; a++) {
    if (!(out[a] >= 0)) {
      throw new OffPolicyError(
        'probabilities-invalid',
        `probabilities must be 0 or more, got ${out[a]} for action ${a} in row ${row}`,
        { row, figure: out[a] },
      );
    }
    sum += out[a];
  }
  if (!(Math.abs(sum - 1) <= sumTolerance)) {
    throw new OffPolicyError(
      'probabilities-invalid',
      `probabilities must sum to 1, got ${sum} in row ${row}`,
      {
        row,
        figure: sum,
      },
    );
  }
}
