import { release } from '../memory.ts';

/** Numbers per list and row: start, length, block, and one to spare that keeps rows aligned. */
export const headWidth = 4;

/**
 * Where each row's lists are, for all lists of a table together: an event touches several lists of one row,
 * and this way their heads share cache lines.
 */
export class ListHeads {
  data = new Int32Array(0);
  /** Numbers per row. */
  stride = 0;
  #rows: number;

  constructor(rows: number) {
    this.#rows = rows;
  }

  /** Adds a list and returns where its numbers stand within a row. */
  add(): number {
    const offset = this.stride;
    const data = new Int32Array(this.#rows * (offset + headWidth));
    for (let row = 0; row < this.#rows && offset > 0; row++) {
      data.set(this.data.subarray(row * offset, (row + 1) * offset), row * (offset + headWidth));
    }
    this.data = data;
    this.stride = offset + headWidth;
    return offset;
  }

  grow(rows: number): void {
    if (rows <= this.#rows) return;
    this.#rows = rows;
    const data = new Int32Array(rows * this.stride);
    data.set(this.data);
    release(this.data.buffer);
    this.data = data;
  }
}
