import type { ListColumn, ListShape } from './state-table.ts';

const smallestBlock = 2;
const firstCapacity = 1024;
const headWidth = 4;
const lengthField = 1;
const blockField = 2;

/**
 * Lists of fixed-width records in two shared slabs (floats, ints). A row holds one block of a power-of-two
 * number of records; blocks that a row outgrows are wiped and kept on a free list per size.
 */
export class SlabList implements ListColumn {
  readonly shape: ListShape;
  floats: Float64Array;
  ints: Int32Array;
  /** Per row: start, length, and records the row's block holds (0 when it has none). Together, to share a cache line. */
  #heads: Int32Array;
  /** Records handed out from the slabs so far. */
  #used = 0;
  #capacity = firstCapacity;
  readonly #free = new Map<number, number[]>();

  constructor(shape: ListShape, rows: number) {
    this.shape = shape;
    this.floats = new Float64Array(firstCapacity * shape.floats);
    this.ints = new Int32Array(firstCapacity * shape.ints);
    this.#heads = new Int32Array(rows * headWidth);
  }

  start(row: number): number {
    return this.#heads[row * headWidth];
  }

  length(row: number): number {
    return this.#heads[row * headWidth + lengthField];
  }

  push(row: number): number {
    const head = row * headWidth;
    const length = this.#heads[head + lengthField];
    if (length === this.#heads[head + blockField]) this.#move(row, length === 0 ? smallestBlock : length * 2);
    this.#heads[head + lengthField] = length + 1;
    return this.#heads[head] + length;
  }

  truncate(row: number, length: number): void {
    const head = row * headWidth;
    const old = this.#heads[head + lengthField];
    if (!(length >= 0) || length >= old) return;
    this.#clear(this.#heads[head] + length, old - length);
    this.#heads[head + lengthField] = length;
    const block = this.#heads[head + blockField];
    if (length === 0) this.#release(row);
    else if (length * 4 <= block && block > smallestBlock) this.#move(row, blockFor(length));
  }

  /** Sets the length of an empty row to `length` zeroed records, and returns where they start. For restore. */
  allocate(row: number, length: number): number {
    const head = row * headWidth;
    if (this.#heads[head + lengthField] !== 0) throw new Error('allocate needs an empty list');
    if (length === 0) return 0;
    if (this.#heads[head + blockField] < length) this.#move(row, blockFor(length));
    this.#heads[head + lengthField] = length;
    return this.#heads[head];
  }

  wipe(row: number): void {
    this.truncate(row, 0);
  }

  /** Makes room for `rows` rows. */
  grow(rows: number): void {
    if (rows * headWidth <= this.#heads.length) return;
    const heads = new Int32Array(rows * headWidth);
    heads.set(this.#heads);
    this.#heads = heads;
  }

  get byteLength(): number {
    return this.floats.byteLength + this.ints.byteLength + this.#heads.byteLength;
  }

  #move(row: number, block: number): void {
    const head = row * headWidth;
    const from = this.#heads[head];
    const length = this.#heads[head + lengthField];
    const to = this.#take(block);
    const { floats, ints } = this.shape;
    this.floats.copyWithin(to * floats, from * floats, (from + length) * floats);
    this.ints.copyWithin(to * ints, from * ints, (from + length) * ints);
    this.#release(row);
    this.#heads[head] = to;
    this.#heads[head + lengthField] = length;
    this.#heads[head + blockField] = block;
  }

  /** Gives the row's block back, wiped. */
  #release(row: number): void {
    const head = row * headWidth;
    const block = this.#heads[head + blockField];
    if (block === 0) return;
    const start = this.#heads[head];
    this.#clear(start, this.#heads[head + lengthField]);
    const free = this.#free.get(block);
    if (free === undefined) this.#free.set(block, [start]);
    else free.push(start);
    this.#heads.fill(0, head, head + headWidth);
  }

  #take(block: number): number {
    const free = this.#free.get(block)?.pop();
    if (free !== undefined) return free;
    const start = this.#used;
    this.#used += block;
    if (this.#used > this.#capacity) this.#enlarge(this.#used);
    return start;
  }

  #enlarge(needed: number): void {
    // Past some megabytes a smaller step bounds both the pause of copying and the unused tail.
    const step = this.#capacity > 1 << 19 ? this.#capacity >> 2 : this.#capacity;
    this.#capacity = Math.max(needed, this.#capacity + step);
    const floats = new Float64Array(this.#capacity * this.shape.floats);
    floats.set(this.floats);
    this.floats = floats;
    const ints = new Int32Array(this.#capacity * this.shape.ints);
    ints.set(this.ints);
    this.ints = ints;
  }

  #clear(start: number, length: number): void {
    const { floats, ints } = this.shape;
    this.floats.fill(0, start * floats, (start + length) * floats);
    this.ints.fill(0, start * ints, (start + length) * ints);
  }
}

function blockFor(length: number): number {
  let block = smallestBlock;
  while (block < length) block *= 2;
  return block;
}
