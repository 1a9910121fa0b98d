import { windowSeconds } from './window.ts';

const bucketSeconds = 30;
const bucketCount = windowSeconds / bucketSeconds;

/** Events per item over about the last {@link windowSeconds}, sliding in steps of 30 seconds. */
export class ItemWindow {
  #buckets: Int32Array[] = Array.from({ length: bucketCount }, () => new Int32Array(1024));
  #totals = new Int32Array(1024);
  #bucket = 0;

  add(itemRow: number, second: number): void {
    this.advance(second);
    if (itemRow >= this.#totals.length) this.#grow(itemRow + 1);
    this.#buckets[this.#bucket % bucketCount][itemRow]++;
    this.#totals[itemRow]++;
  }

  /** Counts by item row; valid until the next call. */
  totals(second: number): Int32Array {
    this.advance(second);
    return this.#totals;
  }

  advance(second: number): void {
    const bucket = Math.floor(second / bucketSeconds);
    if (bucket <= this.#bucket) return;
    for (let b = Math.max(this.#bucket + 1, bucket - bucketCount + 1); b <= bucket; b++) {
      const leaving = this.#buckets[b % bucketCount];
      for (let row = 0; row < leaving.length; row++) this.#totals[row] -= leaving[row];
      leaving.fill(0);
    }
    this.#bucket = bucket;
  }

  save(): { buckets: Int32Array[]; bucket: number } {
    return { buckets: this.#buckets, bucket: this.#bucket };
  }

  restore(saved: { buckets: Int32Array[]; bucket: number }): void {
    this.#buckets = saved.buckets.map((counts) => counts.slice());
    this.#bucket = saved.bucket;
    this.#totals = new Int32Array(this.#buckets[0].length);
    for (const counts of this.#buckets) {
      for (let row = 0; row < counts.length; row++) this.#totals[row] += counts[row];
    }
  }

  #grow(rows: number): void {
    const length = Math.max(rows, this.#totals.length * 2);
    const grow = (old: Int32Array) => {
      const grown = new Int32Array(length);
      grown.set(old);
      return grown;
    };
    this.#buckets = this.#buckets.map(grow);
    this.#totals = grow(this.#totals);
  }
}
