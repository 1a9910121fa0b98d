/** The rows with the latest times of all that are added, `limit` at most; of equal times the smaller row. */
export class LatestRows {
  readonly #limit: number;
  readonly #rows: Int32Array;
  readonly #times: Float64Array;
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
    this.#rows = new Int32Array(limit);
    this.#times = new Float64Array(limit);
  }

  /** Whether a row of this time would be kept; rows must be added in ascending order. */
  takes(time: number): boolean {
    return this.#size < this.#limit || time > this.#times[0];
  }

  /** O(log limit). */
  add(row: number, time: number): void {
    if (!this.takes(time)) return;
    if (this.#size === this.#limit) {
      this.#sink(row, time);
      return;
    }
    let i = this.#size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#worse(row, time, parent)) break;
      this.#move(parent, i);
      i = parent;
    }
    this.#rows[i] = row;
    this.#times[i] = time;
  }

  /** Latest first. */
  sorted(): { row: number; time: number }[] {
    return Array.from({ length: this.#size }, (_, i) => ({ row: this.#rows[i], time: this.#times[i] })).sort(
      (a, b) => b.time - a.time || a.row - b.row,
    );
  }

  /** Puts a row in the place of the worst one, which is at the top. */
  #sink(row: number, time: number): void {
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= this.#size) break;
      const right = child + 1;
      if (right < this.#size && this.#worse(this.#rows[right], this.#times[right], child)) child = right;
      if (this.#worse(row, time, child)) break;
      this.#move(child, i);
      i = child;
    }
    this.#rows[i] = row;
    this.#times[i] = time;
  }

  #worse(row: number, time: number, than: number): boolean {
    return time < this.#times[than] || (time === this.#times[than] && row > this.#rows[than]);
  }

  #move(from: number, to: number): void {
    this.#rows[to] = this.#rows[from];
    this.#times[to] = this.#times[from];
  }
}
