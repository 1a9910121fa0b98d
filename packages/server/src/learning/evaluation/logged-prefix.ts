import { explorationReach, marginalPropensity } from '../../recommendation/policy.ts';
import { steppedPrefix } from './target.ts';

/** ε of a logged policy's name; undefined for a policy whose draw is not known here. */
export function loggedEpsilon(policy: string): number | undefined {
  if (policy === 'greedy') return 0;
  const epsilon = Number(/^epsilonGreedy\(([\d.e-]+)\)$/.exec(policy)?.[1] ?? Number.NaN);
  return epsilon >= 0 && epsilon <= 1 ? epsilon : undefined;
}

/** A logged slate, as far as its draw can be told from it. */
export interface LoggedDraw {
  propensities: readonly number[];
  /** Candidates that were ordered for the draw: the slate's length and the reach beyond it, at most. */
  size: number;
  epsilon: number;
  /** The place that the logging ranker gave the item of a rank; −1 where unknown. */
  placeOf(rank: number): number;
}

/** Candidates that a draw of `slots` went through. */
export const drawnFrom = (slots: number, eligible: number): number =>
  Math.min(slots + explorationReach, eligible);

/**
 * The probability of the first `ranks` ranks, up to each one, being filled as logged. The marginal propensity
 * of an item tells whether it stood in its own place before the draw, was displaced from an earlier one, or
 * came from a later one; only then the ranker's order says from which.
 *
 * @returns undefined where no place explains a propensity
 */
export function loggedPrefix(draw: LoggedDraw, ranks: number): Float64Array | undefined {
  const { propensities, size, epsilon } = draw;
  if (epsilon === 0) {
    return propensities.every((p) => Math.abs(p - 1) < 1e-9) ? new Float64Array(ranks).fill(1) : undefined;
  }
  const places = new Int32Array(ranks).fill(-1);
  const taken = new Set<number>();
  const take = (rank: number, place: number) => {
    places[rank] = place;
    taken.add(place);
  };
  const later: number[] = [];
  for (let rank = 0; rank < ranks; rank++) {
    const place = earlierPlace(draw, rank);
    if (place !== undefined) take(rank, place);
    else if (isProbability(draw, rank + 1, rank)) later.push(rank);
    else return undefined;
  }
  for (const rank of later) {
    let place = draw.placeOf(rank);
    if (place <= rank || place >= size || taken.has(place)) {
      place = size - 1;
      while (place > rank && taken.has(place)) place--;
    }
    if (place <= rank) return undefined;
    take(rank, place);
  }
  const prefix = steppedPrefix(places, size, epsilon);
  return prefix.every((p) => p > 0) ? prefix : undefined;
}

/** The place at or before its rank that explains an item's propensity. */
function earlierPlace(draw: LoggedDraw, rank: number): number | undefined {
  for (let place = rank; place >= 0; place--) if (isProbability(draw, place, rank)) return place;
  return undefined;
}

function isProbability({ propensities, size, epsilon }: LoggedDraw, place: number, rank: number): boolean {
  if (place >= size) return false;
  const expected = marginalPropensity(place, rank, size, epsilon);
  return Math.abs(expected - propensities[rank]) <= 1e-6 * expected;
}
