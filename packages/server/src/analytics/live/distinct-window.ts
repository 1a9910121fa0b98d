import { windowSeconds } from './window.ts';

/**
 * How many different rows were marked within the last {@link windowSeconds}: each row's latest second, and for
 * each second of a ring how many rows have it as their latest. Marking and counting allocate nothing.
 */
export class DistinctWindow {
  #latest = new Float64Array(1024);
  readonly #counts = new Int32Array(windowSeconds);
  /** The newest second that the ring covers. */
  #now = 0;
  #total = 0;

  mark(row: number, second: number): void {
    this.advance(second);
    if (row >= this.#latest.length) this.#grow(row);
    this.#uncount(row);
    this.#latest[row] = second;
    this.#counts[second % windowSeconds]++;
    this.#total++;
  }

  /** Different rows in the window that ends with `second`. */
  count(second: number): number {
    this.advance(second);
    return this.#total;
  }

  /** `from` turned out to be `to`. */
  merge(from: number, to: number): void {
    if (from >= this.#latest.length || this.#latest[from] === 0) return;
    const second = this.#latest[from];
    this.forget(from);
    if (to >= this.#latest.length) this.#grow(to);
    if (second <= this.#latest[to]) return;
    this.#uncount(to);
    this.#latest[to] = second;
    if (second > this.#now - windowSeconds) {
      this.#counts[second % windowSeconds]++;
      this.#total++;
    }
  }

  forget(row: number): void {
    if (row >= this.#latest.length) return;
    this.#uncount(row);
    this.#latest[row] = 0;
  }

  /** Empties the seconds that left the window. */
  advance(second: number): void {
    if (second <= this.#now) return;
    const first = Math.max(this.#now + 1, second - windowSeconds + 1);
    for (let s = first; s <= second; s++) {
      this.#total -= this.#counts[s % windowSeconds];
      this.#counts[s % windowSeconds] = 0;
    }
    this.#now = second;
  }

  save(): { latest: Float64Array; now: number } {
    return { latest: this.#latest, now: this.#now };
  }

  restore(saved: { latest: Float64Array; now: number }): void {
    this.#latest = saved.latest.slice();
    this.#now = saved.now;
    this.#counts.fill(0);
    this.#total = 0;
    for (const second of this.#latest) {
      if (second === 0 || second <= this.#now - windowSeconds) continue;
      this.#counts[second % windowSeconds]++;
      this.#total++;
    }
  }

  #uncount(row: number): void {
    const second = this.#latest[row];
    if (second === 0 || second <= this.#now - windowSeconds) return;
    this.#counts[second % windowSeconds]--;
    this.#total--;
  }

  #grow(row: number): void {
    const grown = new Float64Array(Math.max(row + 1, this.#latest.length * 2));
    grown.set(this.#latest);
    this.#latest = grown;
  }
}
