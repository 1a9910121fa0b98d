/** Places beyond the slate from which exploration may draw. */
export const explorationReach = 30;

/** A slate: positions in rank order, and the probability with which each stands at its rank. */
export interface SwappedSlate {
  order: Int32Array;
  propensities: Float64Array;
}

/**
 * Picks `slots` of the ordered `pool`: goes through the ranks from the top and, with probability ε, swaps in a
 * place drawn uniformly from that rank to the pool's end (a Fisher–Yates step that happens with probability ε;
 * ε = 1 is a uniformly random slate). Any subset of a pool within the caps is within the caps, so exploration
 * never breaks them.
 *
 * `propensities[k]` is the exact marginal probability that this item stands at rank k, over everything that
 * may happen at the other ranks: see {@link marginalPropensity}. Position-wise estimators (IPS, SNIPS, DR
 * per rank) take it as it is; the joint probability of a whole slate is not their product.
 */
export function pickSwapping(
  pool: Int32Array,
  slots: number,
  epsilon: number,
  random: () => number,
): SwappedSlate {
  const size = Math.min(slots, pool.length);
  const order = Int32Array.from(pool);
  const propensities = new Float64Array(size).fill(1);
  if (epsilon === 0) return { order: order.slice(0, size), propensities };
  const origin = Int32Array.from(pool, (_, i) => i);
  for (let k = 0; k < size; k++) {
    if (random() < epsilon) {
      const other = k + Math.floor(random() * (pool.length - k));
      swap(order, k, other);
      swap(origin, k, other);
    }
    propensities[k] = marginalPropensity(origin[k], k, pool.length, epsilon);
  }
  return { order: order.slice(0, size), propensities };
}

/**
 * Probability that the pool's item `place` (0-based) ends at rank `rank` (0-based) of a pool of `size`.
 *
 * Until step `place` the item keeps its place unless an earlier step s draws it, which happens with
 * probability ε/(size−s) and makes it final at s. With S(k) = Π_{s<k} (1 − ε/(size−s)) it reaches step k
 * untouched. At its own step it stays with probability 1 − ε + ε/(size−place); displaced, it is equally
 * likely at each later place and, by symmetry, equally likely to end at each later rank. Hence
 *   rank < place: S(rank)·ε/(size−rank);  rank = place: S(place)·(1 − ε + ε/(size−place));
 *   rank > place: S(place)·ε/(size−place).
 */
export function marginalPropensity(place: number, rank: number, size: number, epsilon: number): number {
  const reached = Math.min(place, rank);
  let untouched = 1;
  for (let s = 0; s < reached; s++) untouched *= 1 - epsilon / (size - s);
  const drawn = epsilon / (size - reached);
  return untouched * (rank === place ? 1 - epsilon + drawn : drawn);
}

function swap(array: Int32Array, a: number, b: number): void {
  const held = array[a];
  array[a] = array[b];
  array[b] = held;
}
