/**
 * The rows with the highest scores, sorted, kept exact while scores only rise: a row that rises moves up by
 * neighbour swaps, amortised a few steps. Equal scores stand by row number, so that a rebuilt list equals a
 * kept one.
 */
export class TopList {
  readonly rows: Int32Array;
  readonly #scores: { data: Float64Array };
  size = 0;
  /** A row left a full list, so one outside may belong in it; only a rebuild knows. */
  incomplete = false;
  /** What a row must at least score to be in the full list; −Infinity while there is room. */
  #floor = Number.NEGATIVE_INFINITY;

  /** `scores.data[row]` by item row; 0 = nothing yet. */
  constructor(capacity: number, scores: { data: Float64Array }) {
    this.rows = new Int32Array(capacity).fill(-1);
    this.#scores = scores;
  }

  /** To be called after the row's score rose, or to offer a row. */
  raise(row: number): void {
    if (this.#scores.data[row] < this.#floor) return;
    const { rows } = this;
    // Members stand before the last one or are it: most rows that rise are neither, and need no search.
    const last = this.size === rows.length ? rows[this.size - 1] : -1;
    if (last >= 0 && last !== row && this.#before(last, row)) return;
    let at = last === row ? this.size - 1 : rows.indexOf(row);
    if (at < 0) at = this.size < rows.length ? this.size++ : this.size - 1;
    while (at > 0 && this.#before(row, rows[at - 1])) {
      rows[at] = rows[at - 1];
      at--;
    }
    rows[at] = row;
    if (this.size === rows.length) {
      this.#floor = this.#scores.data[rows[this.size - 1]] || Number.NEGATIVE_INFINITY;
    }
  }

  remove(row: number): void {
    const at = this.rows.indexOf(row);
    if (at < 0) return;
    if (this.size === this.rows.length) this.incomplete = true;
    this.#floor = Number.NEGATIVE_INFINITY;
    this.rows.copyWithin(at, at + 1, this.size);
    this.rows[--this.size] = -1;
  }

  #before(a: number, b: number): boolean {
    const scoreA = this.#scores.data[a] || Number.NEGATIVE_INFINITY;
    const scoreB = this.#scores.data[b] || Number.NEGATIVE_INFINITY;
    return scoreA > scoreB || (scoreA === scoreB && a < b);
  }
}
