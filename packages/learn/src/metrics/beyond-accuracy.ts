type Id = string | number;

/**
 * Share of the catalog that appears in at least one list (Ge, Delgado-Battenfeld and Jannach, RecSys 2010).
 *
 * @param catalogSize number of items that could have been listed
 * @throws RangeError if the lists hold more different items than the catalog
 */
export function catalogCoverage(lists: Iterable<readonly Id[]>, catalogSize: number): number {
  if (!Number.isInteger(catalogSize) || catalogSize < 1) {
    throw new RangeError(`catalogSize must be an integer from 1, got ${catalogSize}`);
  }
  const seen = new Set<Id>();
  for (const list of lists) for (const item of list) seen.add(item);
  if (seen.size > catalogSize) {
    throw new RangeError(`catalogSize must be at least the ${seen.size} items listed, got ${catalogSize}`);
  }
  return seen.size / catalogSize;
}

/**
 * Mean self-information of the listed items, −log2 of the share of customers who know each, in bits (Zhou et
 * al., PNAS 107, 2010; Vargas and Castells, RecSys 2011). Higher is more novel.
 *
 * @param customersOf how many customers have interacted with an item; an item nobody knows counts as known
 *   to half a customer, so that it is the most novel but not infinitely so
 * @param customers how many customers there are
 * @returns null for an empty list
 * @throws RangeError if an item is known by more customers than there are, or by a negative number
 */
export function novelty<T extends Id>(
  list: readonly T[],
  customersOf: (item: T) => number,
  customers: number,
): number | null {
  if (!(customers >= 1)) throw new RangeError(`customers must be 1 or more, got ${customers}`);
  if (list.length === 0) return null;
  let bits = 0;
  for (const item of list) {
    const known = customersOf(item);
    if (!(known >= 0 && known <= customers)) {
      throw new RangeError(`customersOf("${item}") must be 0 to ${customers}, got ${known}`);
    }
    bits -= Math.log2(Math.max(known, 0.5) / customers);
  }
  return bits / list.length;
}

/**
 * Intra-list diversity: the mean distance over all pairs (Ziegler et al., WWW 2005).
 *
 * @param distance symmetric, 0 for alike
 * @returns null for lists of fewer than two items
 * @throws RangeError if a distance is not a finite number from 0
 */
export function intraListDiversity<T>(list: readonly T[], distance: (a: T, b: T) => number): number | null {
  if (list.length < 2) return null;
  let sum = 0;
  for (let i = 1; i < list.length; i++) {
    for (let j = 0; j < i; j++) {
      const d = distance(list[i], list[j]);
      if (!(d >= 0) || d === Infinity)
        throw new RangeError(`distance must be finite and 0 or more, got ${d}`);
      sum += d;
    }
  }
  return sum / ((list.length * (list.length - 1)) / 2);
}

/**
 * 1 − cosine similarity, from 0 to 2; a zero vector is at distance 1 from all, as it has no direction.
 * @throws RangeError if the lengths disagree
 */
export function cosineDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length)
    throw new RangeError(`vectors must be equally long, got ${a.length} and ${b.length}`);
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  if (aa === 0 || bb === 0) return 1;
  return Math.max(0, 1 - dot / Math.sqrt(aa * bb));
}
