/**
 * Measures of one ranked list against the set of items that turned out relevant. Each is 0 to 1; average
 * them over lists. A list shorter than k counts its missing ranks as misses.
 */
type Id = string | number;

/**
 * Share of the first k that are relevant; the divisor is k (Manning, Raghavan and Schütze, Introduction to
 * Information Retrieval, 8.4).
 * @throws RangeError if k is not an integer from 1, or an item is listed twice
 */
export function precisionAtK<T extends Id>(list: readonly T[], relevant: ReadonlySet<T>, k: number): number {
  return hits(list, relevant, k) / k;
}

/**
 * Share of the relevant items that are among the first k.
 * @returns null when nothing is relevant
 * @throws RangeError if k is not an integer from 1, or an item is listed twice
 */
export function recallAtK<T extends Id>(
  list: readonly T[],
  relevant: ReadonlySet<T>,
  k: number,
): number | null {
  const found = hits(list, relevant, k);
  return relevant.size === 0 ? null : found / relevant.size;
}

/**
 * 1 when any of the first k is relevant, else 0; its mean over lists is the hit rate.
 * @throws RangeError if k is not an integer from 1, or an item is listed twice
 */
export function hitAtK<T extends Id>(list: readonly T[], relevant: ReadonlySet<T>, k: number): 0 | 1 {
  return hits(list, relevant, k) > 0 ? 1 : 0;
}

/**
 * 1 / rank of the first relevant item among the first k, else 0; its mean over lists is MRR (Voorhees,
 * TREC-8, 1999).
 * @throws RangeError if k is not an integer from 1, or an item is listed twice
 */
export function reciprocalRank<T extends Id>(
  list: readonly T[],
  relevant: ReadonlySet<T>,
  k = list.length || 1,
): number {
  const depth = checkedDepth(list, k);
  for (let i = 0; i < depth; i++) if (relevant.has(list[i])) return 1 / (i + 1);
  return 0;
}

/**
 * Average precision at k: the mean, over the relevant items that could have been listed (at most k), of the
 * precision at each one's rank; its mean over lists is MAP@k (Manning, Raghavan and Schütze, 8.4).
 * @returns null when nothing is relevant
 * @throws RangeError if k is not an integer from 1, or an item is listed twice
 */
export function averagePrecisionAtK<T extends Id>(
  list: readonly T[],
  relevant: ReadonlySet<T>,
  k = Math.max(list.length, relevant.size, 1),
): number | null {
  const depth = checkedDepth(list, k);
  if (relevant.size === 0) return null;
  let found = 0;
  let sum = 0;
  for (let i = 0; i < depth; i++) if (relevant.has(list[i])) sum += ++found / (i + 1);
  return sum / Math.min(relevant.size, k);
}

/** Mean of the values that are defined. @returns null when none is */
export function meanDefined(values: Iterable<number | null>): number | null {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === null) continue;
    sum += value;
    count++;
  }
  return count === 0 ? null : sum / count;
}

function hits<T extends Id>(list: readonly T[], relevant: ReadonlySet<T>, k: number): number {
  const depth = checkedDepth(list, k);
  let found = 0;
  for (let i = 0; i < depth; i++) if (relevant.has(list[i])) found++;
  return found;
}

function checkedDepth(list: readonly Id[], k: number): number {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be an integer from 1, got ${k}`);
  const depth = Math.min(k, list.length);
  const seen = new Set<Id>();
  for (let i = 0; i < depth; i++) {
    if (seen.has(list[i]))
      throw new RangeError(`list must not repeat items, got "${list[i]}" again at rank ${i + 1}`);
    seen.add(list[i]);
  }
  return depth;
}
