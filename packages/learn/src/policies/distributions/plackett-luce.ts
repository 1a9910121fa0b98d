import type { Random } from '../../random/random.ts';
import { GumbelRanks } from './gumbel-ranks.ts';
import type { OrderPropensities, SlateDistribution } from './slate-distribution.ts';
import { topK } from './top-k.ts';

/**
 * Plackett–Luce: each rank is a softmax over the candidates left (Plackett, Applied Statistics 24, 1975),
 * drawn by adding Gumbel noise to the log weights and taking the highest (Yellott, J. Math. Psychology 15,
 * 1977). The first rank's propensity and all prefixes are exact; later ranks' marginals are integrals.
 */
export class PlackettLuce implements SlateDistribution {
  readonly #logWeights: Float64Array;
  readonly #size: number;
  readonly #ranks: GumbelRanks;

  /**
   * @param logWeights one per candidate, finite
   * @param maxNodes of the integrals, at most
   */
  constructor(logWeights: Float64Array, size: number, maxNodes: number) {
    let highest = -Infinity;
    for (const w of logWeights) highest = Math.max(highest, w);
    this.#logWeights = logWeights.map((w) => w - highest);
    this.#size = size;
    this.#ranks = new GumbelRanks(this.#logWeights, maxNodes);
  }

  draw(random: Random): Int32Array {
    return topK(
      this.#logWeights.map((w) => w + random.gumbel()),
      this.#size,
    );
  }

  propensities(order: Int32Array): OrderPropensities {
    const size = order.length;
    const prefix = new Float64Array(size);
    const taken = new Uint8Array(this.#logWeights.length);
    let product = 1;
    for (let rank = 0; rank < size; rank++) {
      // Summed anew at each rank: subtracting a dominant weight from a total would leave rounding only.
      let relative = 0;
      for (let i = 0; i < taken.length; i++) {
        if (taken[i] === 0) relative += Math.exp(this.#logWeights[i] - this.#logWeights[order[rank]]);
      }
      product /= relative;
      prefix[rank] = product;
      taken[order[rank]] = 1;
    }
    if (size === 1) return { marginal: prefix.slice(), error: new Float64Array(1), prefix };
    const { marginal, error } = this.#ranks.marginals(order);
    marginal[0] = prefix[0];
    error[0] = 0;
    return { marginal, error, prefix };
  }
}
