import { windowSeconds } from './window.ts';

/** Bucket borders grow by 5 %: from 0.01 ms to about 40 s. */
const growth = Math.log(1.05);
const smallest = 0.01;
const buckets = 312;

/** Quantiles of durations, for each of the last {@link windowSeconds} seconds and over all of them, to 5 %. */
export class LatencyWindow {
  readonly #counts = new Uint32Array(windowSeconds * buckets);
  readonly #sums = new Uint32Array(buckets);
  #now = 0;

  observe(elapsedMs: number, now = Date.now()): void {
    this.advance(Math.floor(now / 1000));
    const bucket = Math.max(0, Math.min(buckets - 1, Math.ceil(Math.log(elapsedMs / smallest) / growth)));
    this.#counts[(this.#now % windowSeconds) * buckets + bucket]++;
    this.#sums[bucket]++;
  }

  /** Over the whole window; null when nothing was observed. */
  quantile(q: number): number | null {
    return quantileOf(this.#sums, 0, q);
  }

  /** Of one second of the window; null when nothing was observed in it. */
  quantileAt(second: number, q: number): number | null {
    if (second > this.#now || second <= this.#now - windowSeconds) return null;
    return quantileOf(this.#counts, (second % windowSeconds) * buckets, q);
  }

  advance(second: number): void {
    if (second <= this.#now) return;
    for (let s = Math.max(this.#now + 1, second - windowSeconds + 1); s <= second; s++) {
      const start = (s % windowSeconds) * buckets;
      for (let b = 0; b < buckets; b++) this.#sums[b] -= this.#counts[start + b];
      this.#counts.fill(0, start, start + buckets);
    }
    this.#now = second;
  }
}

function quantileOf(counts: Uint32Array, start: number, q: number): number | null {
  let total = 0;
  for (let b = 0; b < buckets; b++) total += counts[start + b];
  if (total === 0) return null;
  let left = Math.ceil(q * total);
  for (let b = 0; b < buckets; b++) {
    left -= counts[start + b];
    if (left <= 0) return smallest * Math.exp(b * growth);
  }
  return smallest * Math.exp((buckets - 1) * growth);
}
