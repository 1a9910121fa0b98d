import type { Random } from '../../random/random.ts';
import type { OrderPropensities, SlateDistribution } from './slate-distribution.ts';

/**
 * Rank by rank: with probability ε any of the remaining candidates, else the best of them. All propensities
 * are exact.
 */
export class EpsilonGreedyOrders implements SlateDistribution {
  readonly #greedy: Int32Array;
  readonly #placeOf: Int32Array;
  readonly #size: number;
  readonly #epsilon: number;

  /** @param greedy all candidates, the best first */
  constructor(greedy: Int32Array, size: number, epsilon: number) {
    this.#greedy = greedy;
    this.#size = size;
    this.#epsilon = epsilon;
    this.#placeOf = new Int32Array(greedy.length);
    for (let place = 0; place < greedy.length; place++) this.#placeOf[greedy[place]] = place;
  }

  draw(random: Random): Int32Array {
    const remaining = Array.from(this.#greedy);
    return Int32Array.from({ length: this.#size }, () => {
      const at = random.uniform() < this.#epsilon ? random.int(remaining.length) : 0;
      return remaining.splice(at, 1)[0];
    });
  }

  propensities(order: Int32Array): OrderPropensities {
    const n = this.#greedy.length;
    const size = order.length;
    const prefix = new Float64Array(size);
    const taken = new Uint8Array(n);
    let best = 0;
    let product = 1;
    for (let rank = 0; rank < size; rank++) {
      const place = this.#placeOf[order[rank]];
      product *= this.#epsilon / (n - rank) + (place === best ? 1 - this.#epsilon : 0);
      prefix[rank] = product;
      taken[place] = 1;
      while (best < n && taken[best] === 1) best++;
    }
    const marginal = Float64Array.from(order, (index, rank) => this.#marginal(this.#placeOf[index], rank));
    return { marginal, prefix, error: new Float64Array(size) };
  }

  /**
   * Probability that the candidate at `place` of the greedy order comes at `rank`. What matters of the past is
   * only how many better candidates are gone, so the chances of each such number are carried from rank to rank.
   */
  #marginal(place: number, rank: number): number {
    const n = this.#greedy.length;
    const epsilon = this.#epsilon;
    let chances = new Float64Array(rank + 2);
    chances[0] = 1;
    for (let r = 0; r < rank; r++) {
      const next = new Float64Array(rank + 2);
      for (let gone = 0; gone <= Math.min(r, place); gone++) {
        const better = place - gone;
        const worse = n - 1 - place - (r - gone);
        const toBetter = (epsilon * better) / (n - r) + (better > 0 ? 1 - epsilon : 0);
        next[gone + 1] += chances[gone] * toBetter;
        if (worse > 0) next[gone] += (chances[gone] * epsilon * worse) / (n - r);
      }
      chances = next;
    }
    let total = 0;
    for (let gone = 0; gone <= Math.min(rank, place); gone++) {
      total += chances[gone] * (epsilon / (n - rank) + (gone === place ? 1 - epsilon : 0));
    }
    return total;
  }
}
