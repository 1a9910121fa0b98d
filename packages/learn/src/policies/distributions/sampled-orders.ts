import type { Random } from '../../random/random.ts';
import type { OrderPropensities, SlateDistribution } from './slate-distribution.ts';

/**
 * Each of the given orders with equal chance: one order is a deterministic policy, several are the members
 * of an ensemble or draws from a posterior. Propensities are exact, given the orders.
 */
export class SampledOrders implements SlateDistribution {
  readonly #orders: readonly Int32Array[];

  constructor(orders: readonly Int32Array[]) {
    this.#orders = orders;
  }

  draw(random: Random): Int32Array {
    return this.#orders.length === 1 ? this.#orders[0] : random.choice(this.#orders);
  }

  propensities(order: Int32Array): OrderPropensities {
    const size = order.length;
    const marginal = new Float64Array(size);
    const prefix = new Float64Array(size);
    const share = 1 / this.#orders.length;
    for (const candidate of this.#orders) {
      let same = true;
      for (let rank = 0; rank < size; rank++) {
        const equal = candidate[rank] === order[rank];
        if (equal) marginal[rank] += share;
        same = same && equal;
        if (same) prefix[rank] += share;
      }
    }
    return { marginal, prefix, error: new Float64Array(size) };
  }
}
