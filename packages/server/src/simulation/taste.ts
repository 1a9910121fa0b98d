import type { Random } from '@personalize/learn';
import type { OutgoingEvent } from '../client/outgoing-event.ts';
import type { Item } from '../stores/journal/record.ts';

/** What a household truly likes, as its purchases of the year tell; the simulated shoppers' hidden truth. */
export interface Household {
  customerId: string;
  /** Items bought, with how often; sorted by count, largest first. */
  items: { itemId: string; count: number }[];
  /** Share of purchases by category and by department, 0..1. */
  categories: Map<string, number>;
  departments: Map<string, number>;
}

export interface World {
  households: Household[];
  items: Map<string, Item>;
  /** Items that were sold at least once; what a shopper may stumble upon. */
  sold: Item[];
}

export function buildWorld(items: Iterable<Item>, events: readonly OutgoingEvent[]): World {
  const catalog = new Map<string, Item>();
  for (const item of items) catalog.set(item.itemId, item);
  const bought = new Map<string, Map<string, number>>();
  const sold = new Set<string>();
  for (const event of events) {
    if (event.type !== 'purchase' || !event.customerId || !event.itemId || !catalog.has(event.itemId))
      continue;
    let basket = bought.get(event.customerId);
    if (!basket) {
      basket = new Map();
      bought.set(event.customerId, basket);
    }
    basket.set(event.itemId, (basket.get(event.itemId) ?? 0) + 1);
    sold.add(event.itemId);
  }
  const households: Household[] = [];
  for (const [customerId, basket] of bought) households.push(toHousehold(customerId, basket, catalog));
  return { households, items: catalog, sold: [...sold].map((id) => catalog.get(id)!) };
}

function toHousehold(customerId: string, basket: Map<string, number>, catalog: Map<string, Item>): Household {
  const categories = new Map<string, number>();
  const departments = new Map<string, number>();
  let total = 0;
  for (const [itemId, count] of basket) {
    const item = catalog.get(itemId)!;
    const department = String(item.attributes?.department ?? '');
    categories.set(item.category, (categories.get(item.category) ?? 0) + count);
    departments.set(department, (departments.get(department) ?? 0) + count);
    total += count;
  }
  for (const shares of [categories, departments]) for (const [name, n] of shares) shares.set(name, n / total);
  const items = [...basket].map(([itemId, count]) => ({ itemId, count })).sort((a, b) => b.count - a.count);
  return { customerId, items, categories, departments };
}

/**
 * Probability that the household clicks an item shown at a rank (0 = first): its liking times the chance of
 * looking at that position. Liking grows with having bought the item and with the category's share.
 */
export function clickProbability(
  household: Household | undefined,
  item: Item | undefined,
  rank: number,
): number {
  const seen = 1 / (1 + 0.25 * rank);
  if (!item) return 0;
  if (!household) return 0.04 * seen;
  const own = household.items.find((i) => i.itemId === item.itemId)?.count ?? 0;
  const category = household.categories.get(item.category) ?? 0;
  const department = household.departments.get(String(item.attributes?.department ?? '')) ?? 0;
  const liking = 0.015 + 0.22 * Math.min(1, own / 3) + 0.9 * category + 0.05 * department;
  return Math.min(0.8, liking) * seen;
}

/** An item the household looks for by itself: mostly one it buys, sometimes anything that sells. */
export function soughtItem(world: World, household: Household, random: Random): Item {
  if (household.items.length > 0 && random.bernoulli(0.75)) {
    const chosen = household.items[random.weightedIndex(household.items.map((i) => i.count))];
    const item = world.items.get(chosen.itemId);
    if (item) return item;
  }
  return world.sold[random.int(world.sold.length)];
}
