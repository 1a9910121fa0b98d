import { headWidth, type ListHeads } from './list-heads.ts';
import type { ListColumn, ListShape } from './state-table.ts';

const smallestBlock = 2;
const firstCapacity = 1024;
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
  /** Holds per row: start, length, and records the row's block holds (0 when it has none). */
  readonly #heads: ListHeads;
  readonly #offset: number;
  /** Records handed out from the slabs so far. */
  #used = 0;
  #capacity = firstCapacity;
  readonly #free = new Map<number, number[]>();

  constructor(shape: ListShape, heads: ListHeads) {
    this.shape = shape;
    this.floats = new Float64Array(firstCapacity * shape.floats);
    this.ints = new Int32Array(firstCapacity * shape.ints);
    this.#heads = heads;
    this.#offset = heads.add();
  }

  start(row: number): number {
    return this.#heads.data[row * this.#heads.stride + this.#offset];
  }

  length(row: number): number {
    return this.#heads.data[row * this.#heads.stride + this.#offset + lengthField];
  }

  push(row: number): number {
    const heads = this.#heads.data;
    const head = row * this.#heads.stride + this.#offset;
    const length = heads[head + lengthField];
    if (length === heads[head + blockField]) this.#move(row, length === 0 ? smallestBlock : length * 2);
    heads[head + lengthField] = length + 1;
    return heads[head] + length;
  }

  truncate(row: number, length: number): void {
    const heads = this.#heads.data;
    const head = row * this.#heads.stride + this.#offset;
    const old = heads[head + lengthField];
    if (!(length >= 0) || length >= old) return;
    this.#clear(heads[head] + length, old - length);
    heads[head + lengthField] = length;
    const block = heads[head + blockField];
    if (length === 0) this.#release(row);
    else if (length * 4 <= block && block > smallestBlock) this.#move(row, blockFor(length));
  }

  /** Sets the length of an empty row to `length` zeroed records, and returns where they start. For restore. */
  allocate(row: number, length: number): number {
    const heads = this.#heads.data;
    const head = row * this.#heads.stride + this.#offset;
    if (heads[head + lengthField] !== 0) throw new Error('allocate needs an empty list');
    if (length === 0) return 0;
    if (heads[head + blockField] < length) this.#move(row, blockFor(length));
    heads[head + lengthField] = length;
    return heads[head];
  }

  wipe(row: number): void {
    this.truncate(row, 0);
  }

  get byteLength(): number {
    return this.floats.byteLength + this.ints.byteLength;
  }

  #move(row: number, block: number): void {
    const heads = this.#heads.data;
    const head = row * this.#heads.stride + this.#offset;
    const from = heads[head];
    const length = heads[head + lengthField];
    const to = this.#take(block);
    const { floats, ints } = this.shape;
    this.floats.copyWithin(to * floats, from * floats, (from + length) * floats);
    this.ints.copyWithin(to * ints, from * ints, (from + length) * ints);
    this.#release(row);
    heads[head] = to;
    heads[head + lengthField] = length;
    heads[head + blockField] = block;
  }

  /** Gives the row's block back, wiped. */
  #release(row: number): void {
    const heads = this.#heads.data;
    const head = row * this.#heads.stride + this.#offset;
    const block = heads[head + blockField];
    if (block === 0) return;
    const start = heads[head];
    this.#clear(start, heads[head + lengthField]);
    const free = this.#free.get(block);
    if (free === undefined) this.#free.set(block, [start]);
    else free.push(start);
    heads.fill(0, head, head + headWidth);
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
