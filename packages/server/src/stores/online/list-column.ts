import type { ListColumn, ListShape } from './state-table.ts';

const smallestBlock = 2;
const firstCapacity = 1024;

/**
 * Lists of fixed-width records in two shared slabs (floats, ints). A row holds one block of a power-of-two
 * number of records; blocks that a row outgrows are wiped and kept on a free list per size.
 */
export class SlabList implements ListColumn {
  readonly shape: ListShape;
  floats: Float64Array;
  ints: Int32Array;
  #starts: Int32Array;
  #lengths: Int32Array;
  /** Records the row's block holds; 0 when it has none. */
  #blocks: Int32Array;
  /** Records handed out from the slabs so far. */
  #used = 0;
  #capacity = firstCapacity;
  readonly #free = new Map<number, number[]>();

  constructor(shape: ListShape, rows: number) {
    this.shape = shape;
    this.floats = new Float64Array(firstCapacity * shape.floats);
    this.ints = new Int32Array(firstCapacity * shape.ints);
    this.#starts = new Int32Array(rows);
    this.#lengths = new Int32Array(rows);
    this.#blocks = new Int32Array(rows);
  }

  start(row: number): number {
    return this.#starts[row];
  }

  length(row: number): number {
    return this.#lengths[row];
  }

  push(row: number): number {
    const length = this.#lengths[row];
    if (length === this.#blocks[row]) this.#move(row, length === 0 ? smallestBlock : length * 2);
    this.#lengths[row] = length + 1;
    return this.#starts[row] + length;
  }

  truncate(row: number, length: number): void {
    const old = this.#lengths[row];
    if (!(length >= 0) || length >= old) return;
    this.#clear(this.#starts[row] + length, old - length);
    this.#lengths[row] = length;
    const block = this.#blocks[row];
    if (length === 0) this.#release(row);
    else if (length * 4 <= block && block > smallestBlock) this.#move(row, blockFor(length));
  }

  /** Sets the length of an empty row to `length` zeroed records, and returns where they start. For restore. */
  allocate(row: number, length: number): number {
    if (this.#lengths[row] !== 0) throw new Error('allocate needs an empty list');
    if (length === 0) return 0;
    if (this.#blocks[row] < length) this.#move(row, blockFor(length));
    this.#lengths[row] = length;
    return this.#starts[row];
  }

  wipe(row: number): void {
    this.truncate(row, 0);
  }

  /** Makes room for `rows` rows. */
  grow(rows: number): void {
    if (rows <= this.#starts.length) return;
    this.#starts = grown(this.#starts, rows);
    this.#lengths = grown(this.#lengths, rows);
    this.#blocks = grown(this.#blocks, rows);
  }

  get byteLength(): number {
    return this.floats.byteLength + this.ints.byteLength + this.#starts.byteLength * 3;
  }

  #move(row: number, block: number): void {
    const from = this.#starts[row];
    const length = this.#lengths[row];
    const to = this.#take(block);
    const { floats, ints } = this.shape;
    this.floats.copyWithin(to * floats, from * floats, (from + length) * floats);
    this.ints.copyWithin(to * ints, from * ints, (from + length) * ints);
    this.#release(row);
    this.#starts[row] = to;
    this.#blocks[row] = block;
    this.#lengths[row] = length;
  }

  /** Gives the row's block back, wiped. */
  #release(row: number): void {
    const block = this.#blocks[row];
    if (block === 0) return;
    this.#clear(this.#starts[row], this.#lengths[row]);
    const free = this.#free.get(block);
    if (free === undefined) this.#free.set(block, [this.#starts[row]]);
    else free.push(this.#starts[row]);
    this.#starts[row] = 0;
    this.#blocks[row] = 0;
    this.#lengths[row] = 0;
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

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(length);
  next.set(array);
  return next;
}
