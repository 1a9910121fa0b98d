import type { Random } from '@personalize/learn';

/** Exponent of popularity: rare items are drawn too, but less (Mikolov et al., NIPS 2013). */
const smoothing = 0.75;
/** Instants for which one table of probabilities serves. */
const lifetime = 256;
/** Half-lives behind the most popular item beyond which an item counts as never wanted. */
const reach = 40;
/** Weights are kept within this factor of 1. */
const weightBound = 10;

export interface PopularDraw {
  row: number;
  /** Inverse of how much likelier than a uniform draw this one was: corrects for popular items' overuse. */
  weight: number;
}

/**
 * Draws catalog items in proportion to popularity^¾. As negatives they are harder than uniform ones; weighted
 * by the inverse of their probability they do not teach that popular items are bad (sampled-softmax
 * correction: Yi et al., RecSys 2019).
 */
export class PopularSampler {
  #rows = new Int32Array(0);
  #cumulative = new Float64Array(0);
  #left = 0;

  /**
   * To be called once per instant.
   * @param log2Popularity by item row; 0 = nothing yet
   * @param present 1 where the row is an item of the catalog
   */
  refresh(log2Popularity: Float64Array, present: Uint8Array, rows: number): void {
    if (this.#left-- > 0) return;
    this.#left = lifetime - 1;
    let top = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < rows; row++) {
      if (present[row] === 1 && log2Popularity[row] !== 0) top = Math.max(top, log2Popularity[row]);
    }
    const kept: number[] = [];
    const sums: number[] = [];
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      if (present[row] !== 1 || log2Popularity[row] === 0 || log2Popularity[row] < top - reach) continue;
      sum += 2 ** (smoothing * (log2Popularity[row] - top));
      kept.push(row);
      sums.push(sum);
    }
    this.#rows = Int32Array.from(kept);
    this.#cumulative = Float64Array.from(sums);
  }

  /** One item; undefined when nothing was ever wanted. */
  draw(random: Random): PopularDraw | undefined {
    const cumulative = this.#cumulative;
    const count = cumulative.length;
    if (count === 0) return undefined;
    const target = random.uniform() * cumulative[count - 1];
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cumulative[middle] > target) high = middle;
      else low = middle + 1;
    }
    const mass = cumulative[low] - (low > 0 ? cumulative[low - 1] : 0);
    const ratio = cumulative[count - 1] / (mass * count);
    return { row: this.#rows[low], weight: Math.min(weightBound, Math.max(1 / weightBound, ratio)) };
  }
}
