import type { Random } from '@personalize/learn';

/** Draws and ranks that one answer may have. */
const maxDraws = 512;
const maxRanks = 100;

/**
 * Orders drawn for one answer, each as likely as any other, one of which is shown; or, with probability
 * `uniformShare`, an order drawn uniformly. Propensities count all of them, so they are exact given the draws:
 *
 *     (1 − u) · (draws that have the item at this rank) ÷ draws + u ÷ pool
 *
 * The buffers serve every answer in turn; nothing is allocated per candidate.
 */
export class DrawnOrders {
  /** Places in the pool, row-major by draw. */
  readonly #orders = new Int32Array(maxDraws * maxRanks);
  readonly #shuffled = new Int32Array(2048);
  #draws = 0;
  #ranks = 0;

  begin(ranks: number): void {
    this.#draws = 0;
    this.#ranks = ranks;
  }

  /** Takes the highest of `scores`, of `count` places, as one draw; of equal ones the earlier place. */
  add(scores: Float64Array, count: number): void {
    const ranks = this.#ranks;
    const base = this.#draws++ * ranks;
    const best = this.#orders;
    let filled = 0;
    for (let i = 0; i < count; i++) {
      if (filled === ranks && !(scores[i] > scores[best[base + ranks - 1]])) continue;
      let at = filled < ranks ? filled++ : ranks - 1;
      for (; at > 0 && scores[i] > scores[best[base + at - 1]]; at--) best[base + at] = best[base + at - 1];
      best[base + at] = i;
    }
  }

  /** A copy of the orders taken so far, draws × ranks. */
  taken(): { orders: Int32Array; draws: number } {
    return { orders: this.#orders.slice(0, this.#draws * this.#ranks), draws: this.#draws };
  }

  /** Picks places of a pool of `size` and gives each its probability at its rank. */
  pick(
    size: number,
    uniformShare: number,
    random: Random,
    order: Int32Array,
    propensities: Float64Array,
  ): void {
    const ranks = this.#ranks;
    if (uniformShare > 0 && random.uniform() < uniformShare) this.#uniform(size, random, order);
    else {
      const base = (this.#draws > 1 ? random.int(this.#draws) : 0) * ranks;
      for (let k = 0; k < ranks; k++) order[k] = this.#orders[base + k];
    }
    for (let k = 0; k < ranks; k++) {
      let same = 0;
      for (let m = 0; m < this.#draws; m++) if (this.#orders[m * ranks + k] === order[k]) same++;
      propensities[k] = ((1 - uniformShare) * same) / this.#draws + uniformShare / size;
    }
  }

  #uniform(size: number, random: Random, order: Int32Array): void {
    const places = this.#shuffled;
    for (let i = 0; i < size; i++) places[i] = i;
    for (let k = 0; k < this.#ranks; k++) {
      const other = k + random.int(size - k);
      order[k] = places[other];
      places[other] = places[k];
    }
  }
}
