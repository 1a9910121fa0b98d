import { release } from '../memory.ts';
import { headWidth, type ListHeads } from './list-heads.ts';
import type { ListColumn, ListShape } from './state-table.ts';

const smallestBlock = 2;
const firstCapacity = 1024;
const lengthField = 1;
const blockField = 2;

/**
 * Lists of fixed-width records in two shared slabs (floats, ints). A row holds one block of 2, 4, 6, 8, 12, 16,
 * 24… records; blocks that a row outgrows are wiped and kept on a free list per size. When a slab is full and a
 * quarter of it is free, the blocks are moved together: rows that grow alike leave behind sizes that nobody asks
 * for again.
 */
export class SlabList implements ListColumn {
  readonly shape: ListShape;
  floats: Float64Array<ArrayBuffer>;
  ints: Int32Array<ArrayBuffer>;
  /** Holds per row: start, length, and records the row's block holds (0 when it has none). */
  readonly #heads: ListHeads;
  readonly #offset: number;
  /** Records handed out from the slabs so far, and how many of them lie in free blocks. */
  #used = 0;
  #freed = 0;
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
    if (length === heads[head + blockField]) this.#move(row, blockFor(length + 1));
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

  /** Without the slabs' unused ends: their pages were never written, so they take no memory yet. */
  get byteLength(): number {
    return this.#used * (this.shape.floats * 8 + this.shape.ints * 4);
  }

  #move(row: number, block: number): void {
    this.#makeRoom(block);
    const heads = this.#heads.data;
    const head = row * this.#heads.stride + this.#offset;
    const length = heads[head + lengthField];
    const to = this.#take(block);
    this.#copy(heads[head], to, length);
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
    this.#freed += block;
    heads.fill(0, head, head + headWidth);
  }

  /** After `#makeRoom` for the same size. */
  #take(block: number): number {
    const free = this.#free.get(block)?.pop();
    if (free !== undefined) {
      this.#freed -= block;
      return free;
    }
    const start = this.#used;
    this.#used += block;
    return start;
  }

  #makeRoom(block: number): void {
    if (this.#used + block <= this.#capacity || (this.#free.get(block)?.length ?? 0) > 0) return;
    if (this.#freed * 4 >= this.#used) this.#compact();
    if (this.#used + block > this.#capacity) this.#enlarge(this.#used + block);
  }

  /** Moves all blocks to the front, in the order in which they lie, without their spare records. */
  #compact(): void {
    const { data: heads, stride } = this.#heads;
    // All sizes are even, so every other place can be a start. By start: the row's head, plus 1.
    const owners = new Int32Array(this.#used / 2);
    for (let head = this.#offset; head < heads.length; head += stride) {
      if (heads[head + blockField] > 0) owners[heads[head] / 2] = head + 1;
    }
    let to = 0;
    for (let i = 0; i < owners.length; i++) {
      if (owners[i] === 0) continue;
      const head = owners[i] - 1;
      const length = heads[head + lengthField];
      const block = blockFor(length);
      this.#copy(heads[head], to, length);
      this.#clear(to + length, block - length);
      heads[head] = to;
      heads[head + blockField] = block;
      to += block;
    }
    this.#clear(to, this.#used - to);
    this.#used = to;
    this.#freed = 0;
    this.#free.clear();
    release(owners.buffer);
  }

  #enlarge(needed: number): void {
    // Past some megabytes a smaller step bounds the pause of copying.
    const step = this.#capacity > 1 << 19 ? this.#capacity >> 2 : this.#capacity;
    this.#capacity = Math.max(needed, this.#capacity + step);
    const floats = new Float64Array(this.#capacity * this.shape.floats);
    floats.set(this.floats);
    release(this.floats.buffer);
    this.floats = floats;
    const ints = new Int32Array(this.#capacity * this.shape.ints);
    ints.set(this.ints);
    release(this.ints.buffer);
    this.ints = ints;
  }

  #copy(from: number, to: number, length: number): void {
    if (from === to || length === 0) return;
    const { floats, ints } = this.shape;
    this.floats.copyWithin(to * floats, from * floats, (from + length) * floats);
    this.ints.copyWithin(to * ints, from * ints, (from + length) * ints);
  }

  #clear(start: number, length: number): void {
    if (length === 0) return;
    const { floats, ints } = this.shape;
    this.floats.fill(0, start * floats, (start + length) * floats);
    this.ints.fill(0, start * ints, (start + length) * ints);
  }
}

/** The smallest block that holds `length` records: 2, then half-way and whole powers of two from 4 on. */
function blockFor(length: number): number {
  let block = smallestBlock;
  while (block < length) block += Math.max(2, 1 << (30 - Math.clz32(block)));
  return block;
}
