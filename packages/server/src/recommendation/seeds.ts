import type { Vocabulary } from '../features/vocabulary.ts';
import type { RecentView } from '../profiles/recent-events.ts';
import type { RetrievalContext } from './sources/source.ts';

const day = 24 * 3_600_000;
export const seedLimit = 16;
const recentSeeds = 8;
const itemWeight = 3;
const cartWeight = 2;
/** A cart that nobody touched for this long is no cart any more. */
const cartLife = day;

/**
 * Item rows in the customer's cart by their own events: put in within a day and neither taken out nor bought
 * since. Requests that name their cart are believed instead.
 */
export function cartFromEvents(recent: RecentView, types: Vocabulary, at: number): number[] {
  const added = types.code('add_to_cart');
  const removed = types.code('remove_from_cart');
  const bought = types.code('purchase');
  const settled = new Set<number>();
  const cart: number[] = [];
  for (let i = 0; i < recent.count; i++) {
    const item = recent.items[i];
    const type = recent.types[i];
    if (item < 0 || type === 0 || settled.has(item)) continue;
    if (type === added) {
      settled.add(item);
      if (at - recent.times[i] <= cartLife) cart.push(item);
    } else if (type === removed || type === bought) settled.add(item);
  }
  return cart;
}

/** Fills the context's seeds: the page's item, the cart, then what the customer did last, each item once. */
export function fillSeeds(context: RetrievalContext, pageItem: number, cart: readonly number[]): void {
  context.seedCount = 0;
  if (pageItem >= 0) addSeed(context, pageItem, itemWeight);
  for (const row of cart) addSeed(context, row, cartWeight);
  const { recent } = context;
  let taken = 0;
  for (let i = 0; i < recent.count && taken < recentSeeds; i++) {
    if (recent.items[i] >= 0 && addSeed(context, recent.items[i], 1 / (1 + taken / 4))) taken++;
  }
}

function addSeed(context: RetrievalContext, row: number, weight: number): boolean {
  if (context.seedCount >= seedLimit) return false;
  for (let i = 0; i < context.seedCount; i++) if (context.seeds[i] === row) return false;
  context.seeds[context.seedCount] = row;
  context.seedWeights[context.seedCount++] = weight;
  return true;
}
