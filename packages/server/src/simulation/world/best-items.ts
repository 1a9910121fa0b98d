import { examination } from './world.ts';

/** What the oracle would show in `size` ranks, and what it and the uniform policy may expect there. */
export class BestItems {
  /** Items by rank, the most attractive first. */
  readonly items: Int32Array;
  /** Mean attraction of all items. */
  mean = 0;

  constructor(size: number) {
    this.items = new Int32Array(size);
  }

  /** Finds the best for new attractions; equal ones in the order of the items. */
  find(attractions: Float64Array): void {
    const { items } = this;
    let sum = 0;
    let filled = 0;
    for (let i = 0; i < attractions.length; i++) {
      sum += attractions[i];
      if (filled === items.length && attractions[i] <= attractions[items[filled - 1]]) continue;
      let at = filled < items.length ? filled++ : filled - 1;
      for (; at > 0 && attractions[items[at - 1]] < attractions[i]; at--) items[at] = items[at - 1];
      items[at] = i;
    }
    this.mean = sum / attractions.length;
  }

  /** Probability that the oracle's item at the rank is clicked. */
  oracleAt(rank: number, attractions: Float64Array): number {
    return examination(rank) * attractions[this.items[rank]];
  }

  /** Probability that a uniformly drawn item at the rank is clicked. */
  uniformAt(rank: number): number {
    return examination(rank) * this.mean;
  }
}
