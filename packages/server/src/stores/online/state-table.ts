/**
 * Port: online state by key, in columns. A table maps string keys to rows; a row has fixed-width number
 * columns, variable-length lists of fixed-width records, and JSON documents. Everything is in memory so
 * that features update without allocation and without `await`; a checkpoint writes it out consistently.
 *
 * Contract for writers: call `touch(row)` before changing a row's columns, lists or documents (`ensure`
 * and `remove` do it themselves), so that a checkpoint in progress can first save the row as it was.
 * Contract for readers and writers: column `data` may be replaced by `ensure`, and what it was is then empty;
 * read it again after that.
 */
export interface StateTable {
  readonly name: string;
  /** Live rows. */
  readonly size: number;
  /** One past the highest row number ever given; rows in between may be free. */
  readonly rows: number;

  /** The row of a key, or −1. */
  find(key: string): number;
  /** The same for the key `prefix + rest`, without joining them. `prefix` has two characters. */
  findPrefixed(prefix: string, rest: string): number;
  /** The row of a key, made (all zero, lists empty, documents undefined) when absent. */
  ensure(key: string): number;
  /** As `findPrefixed`; joins them only where the key is new. */
  ensurePrefixed(prefix: string, rest: string): number;
  /** The key of a live row; undefined for a free one. */
  key(row: number): string | undefined;
  /** Frees the row and wipes what it held. With `reuseRows: false` the number is never given again. */
  remove(key: string): boolean;
  touch(row: number): void;

  /** Declares (before restore) or finds a column. Same name, other shape: throws. */
  float64(name: string, width?: number): NumberColumn<Float64Array>;
  int32(name: string, width?: number): NumberColumn<Int32Array>;
  list(name: string, shape: ListShape): ListColumn;
  json<T>(name: string): JsonColumn<T>;

  /** Of live rows, by row. Nothing may be added or removed meanwhile. */
  keys(): IterableIterator<string>;
}

export interface NumberColumn<A extends Float64Array | Int32Array> {
  readonly width: number;
  /** `data[row * width + i]`. */
  data: A;
}

/** Record fields of a list: `floats` Float64 values and `ints` Int32 values each. */
export interface ListShape {
  floats: number;
  ints: number;
}

/**
 * A list per row, stored in shared slabs. Record `i` of row `r` has its floats at
 * `floats[(start(r) + i) * shape.floats + f]` and its ints at `ints[(start(r) + i) * shape.ints + k]`.
 * `push` and `truncate` may move the records of any row of this list and replace the slabs, which are then empty:
 * read `start`, `floats`, `ints` again after them.
 */
export interface ListColumn {
  readonly shape: ListShape;
  floats: Float64Array;
  ints: Int32Array;
  start(row: number): number;
  length(row: number): number;
  /** Makes room for one more record at the end and returns its absolute record index (fields zeroed). */
  push(row: number): number;
  /** Keeps the first `length` records. */
  truncate(row: number, length: number): void;
}

export interface JsonColumn<T> {
  get(row: number): T | undefined;
  set(row: number, value: T | undefined): void;
}
