import { PlackettLuce } from '../../policies/distributions/plackett-luce.ts';
import type { SlateFeedback } from './slate-feedback.ts';

/** What the evaluated policy would do with the logged slates. */
export interface SlateTarget {
  /** Writes, by rank, the probability of all ranks up to it being filled as logged. */
  prefix(slate: number, out: Float64Array): void;
  /** Writes, by rank, the probability of the logged action being there; for the independent estimator. */
  marginal?(slate: number, out: Float64Array): void;
  /** Writes every action's probability at `rank`, given the logged ranks above; for the cascade DR estimator. */
  conditional?(slate: number, rank: number, out: Float64Array): void;
}

/**
 * A softmax policy over scores, drawn without repetition (Plackett–Luce).
 *
 * @param scores slates × actionCount, row-major, already divided by the temperature; −Infinity for actions
 *   that are no candidate
 */
export function plackettLuceTarget(feedback: SlateFeedback, scores: Float64Array): SlateTarget {
  const { actionCount, size, actions } = feedback;
  if (scores.length !== (actions.length / size) * actionCount) {
    throw new RangeError(`scores must hold slates × ${actionCount} values, got ${scores.length}`);
  }
  const conditional = (slate: number, rank: number, out: Float64Array) => {
    const at = slate * actionCount;
    for (let a = 0; a < actionCount; a++) out[a] = scores[at + a];
    for (let above = 0; above < rank; above++) out[actions[slate * size + above]] = -Infinity;
    let highest = -Infinity;
    for (let a = 0; a < actionCount; a++) highest = Math.max(highest, out[a]);
    let sum = 0;
    for (let a = 0; a < actionCount; a++) {
      out[a] = highest === -Infinity ? 0 : Math.exp(out[a] - highest);
      sum += out[a];
    }
    for (let a = 0; a < actionCount; a++) out[a] = sum > 0 ? out[a] / sum : 0;
  };
  const probabilities = new Float64Array(actionCount);
  return {
    conditional,
    prefix: (slate, out) => {
      let product = 1;
      for (let rank = 0; rank < size; rank++) {
        conditional(slate, rank, probabilities);
        product *= probabilities[actions[slate * size + rank]];
        out[rank] = product;
      }
    },
    marginal: (slate, out) => {
      const row = scores.subarray(slate * actionCount, (slate + 1) * actionCount);
      const candidates = Array.from(row.keys()).filter((a) => row[a] > -Infinity);
      const placeOf = new Map(candidates.map((action, place) => [action, place]));
      const order = actions.subarray(slate * size, (slate + 1) * size);
      const unknown = order.find((action) => !placeOf.has(action));
      if (unknown !== undefined) {
        throw new RangeError(
          `slate ${slate} shows action ${unknown}, which has no score: marginals need one`,
        );
      }
      const distribution = new PlackettLuce(
        Float64Array.from(candidates, (a) => row[a]),
        size,
        128,
      );
      out.set(distribution.propensities(Int32Array.from(order, (a) => placeOf.get(a) ?? 0)).marginal);
    },
  };
}
