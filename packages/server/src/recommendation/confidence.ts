import { decayedValue } from './sources/forward-decay.ts';
import { type Popularity, popularHalfLife } from './sources/popularity.ts';

/** Interactions of the customer, and decayed weight of the item, at which half of what could be known is known. */
const customerHalf = 10;
const itemHalf = 5;

/**
 * 0..1: how much the recommendation rests on. 0.6 × n/(n + 10) for the customer's n latest interactions and
 * bought items, + 0.4 × m/(m + 5) for the item's decayed popularity m. Says nothing of how good the item is:
 * that is the score and the expected engagement.
 */
export function confidence(
  popularity: Popularity,
  interactions: number,
  itemRow: number,
  at: number,
): number {
  const known = decayedValue(popularity.long.data[itemRow], at, popularHalfLife);
  return 0.6 * (interactions / (interactions + customerHalf)) + 0.4 * (known / (known + itemHalf));
}
