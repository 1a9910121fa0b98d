import { DocumentColumn } from './json-column.ts';
import { KeyIndex } from './key-index.ts';
import { SlabList } from './list-column.ts';
import { ListHeads } from './list-heads.ts';
import { TypedColumn } from './number-column.ts';
import type { TableOptions } from './online-store.ts';
import type { JsonColumn, ListColumn, ListShape, NumberColumn, StateTable } from './state-table.ts';

/** Rows are checkpointed in chunks of this many (a power of two). */
export const chunkShift = 8;
export const chunkRows = 1 << chunkShift;

export type Column =
  | { kind: 'float64'; column: TypedColumn<Float64Array<ArrayBuffer>> }
  | { kind: 'int32'; column: TypedColumn<Int32Array<ArrayBuffer>> }
  | { kind: 'list'; column: SlabList }
  | { kind: 'json'; column: DocumentColumn<unknown> };

const firstCapacity = chunkRows;

/** A table in memory. `beforeChange` hooks in the checkpoint's copy-on-write; see checkpoint.ts. */
export class MemoryTable implements StateTable {
  readonly name: string;
  readonly reuseRows: boolean;
  /** In order of declaration. */
  readonly columns = new Map<string, Column>();
  /** Set by restore(): from then on the shape is fixed. */
  sealed = false;
  /** Chunks changed since the newest checkpoint began. */
  changed = new Uint8Array(1);
  /** During a checkpoint: chunks that it has still to save, and what saves one. */
  unsaved: Uint8Array | undefined;
  saveChunk: ((chunk: number) => void) | undefined;

  #rowOf = new KeyIndex();
  #keyOf: (string | undefined)[] = [];
  #free: number[] = [];
  #capacity = firstCapacity;
  readonly #listHeads = new ListHeads(firstCapacity);

  constructor(name: string, options: TableOptions = {}) {
    this.name = name;
    this.reuseRows = options.reuseRows ?? true;
  }

  get size(): number {
    return this.#rowOf.size;
  }

  get rows(): number {
    return this.#keyOf.length;
  }

  find(key: string): number {
    return this.#rowOf.get(key);
  }

  findPrefixed(prefix: string, rest: string): number {
    return this.#rowOf.getPrefixed(prefix, rest);
  }

  ensure(key: string): number {
    const known = this.#rowOf.get(key);
    return known >= 0 ? known : this.#add(key);
  }

  ensurePrefixed(prefix: string, rest: string): number {
    const known = this.#rowOf.getPrefixed(prefix, rest);
    return known >= 0 ? known : this.#add(prefix + rest);
  }

  #add(key: string): number {
    const row = this.#free.pop() ?? this.#keyOf.length;
    if (row === this.#capacity) this.#grow();
    this.touch(row);
    this.#keyOf[row] = key;
    this.#rowOf.set(key, row);
    return row;
  }

  key(row: number): string | undefined {
    return this.#keyOf[row];
  }

  remove(key: string): boolean {
    const row = this.#rowOf.get(key);
    if (row < 0) return false;
    this.touch(row);
    for (const { column } of this.columns.values()) column.wipe(row);
    this.#keyOf[row] = undefined;
    this.#rowOf.delete(key);
    if (this.reuseRows) this.#free.push(row);
    return true;
  }

  touch(row: number): void {
    const chunk = row >>> chunkShift;
    if (this.unsaved !== undefined && this.unsaved[chunk] === 1) this.saveChunk?.(chunk);
    this.changed[chunk] = 1;
  }

  float64(name: string, width = 1): NumberColumn<Float64Array> {
    const known = this.columns.get(name);
    if (known === undefined) {
      const column = TypedColumn.float64(this.#capacity, bounded(width, 1, 'width'));
      return this.#declare(name, { kind: 'float64', column }, column);
    }
    if (known.kind !== 'float64' || known.column.width !== width) throw this.#otherShape(name);
    return known.column;
  }

  int32(name: string, width = 1): NumberColumn<Int32Array> {
    const known = this.columns.get(name);
    if (known === undefined) {
      const column = TypedColumn.int32(this.#capacity, bounded(width, 1, 'width'));
      return this.#declare(name, { kind: 'int32', column }, column);
    }
    if (known.kind !== 'int32' || known.column.width !== width) throw this.#otherShape(name);
    return known.column;
  }

  list(name: string, shape: ListShape): ListColumn {
    const known = this.columns.get(name);
    if (known === undefined) {
      bounded(shape.floats, 0, 'floats');
      bounded(shape.ints, 0, 'ints');
      const column = new SlabList({ ...shape }, this.#listHeads);
      return this.#declare(name, { kind: 'list', column }, column);
    }
    if (known.kind !== 'list') throw this.#otherShape(name);
    const { floats, ints } = known.column.shape;
    if (floats !== shape.floats || ints !== shape.ints) throw this.#otherShape(name);
    return known.column;
  }

  json<T>(name: string): JsonColumn<T> {
    const known = this.columns.get(name);
    if (known === undefined) {
      const column = new DocumentColumn<T>();
      return this.#declare(name, { kind: 'json', column: column as DocumentColumn<unknown> }, column);
    }
    if (known.kind !== 'json') throw this.#otherShape(name);
    return known.column as DocumentColumn<T>;
  }

  *keys(): IterableIterator<string> {
    for (const key of this.#keyOf) if (key !== undefined) yield key;
  }

  /** Free rows in the order in which they will be given again, last first. */
  freeRows(): number[] {
    return [...this.#free];
  }

  /** Starts an empty table of `rows` rows for restore, to be filled by `restoreKey` and the columns. */
  beginRestore(rows: number, free: number[]): void {
    while (this.#capacity < rows) this.#grow();
    this.#keyOf = new Array<string | undefined>(rows).fill(undefined);
    this.#rowOf = new KeyIndex();
    this.#free = free;
  }

  /** Empties the table, after a restore that failed half-way. */
  reset(): void {
    for (const { column } of this.columns.values()) {
      for (let row = 0; row < this.rows; row++) column.wipe(row);
    }
    this.beginRestore(0, []);
    this.changed.fill(0);
  }

  restoreKey(row: number, key: string): void {
    this.#keyOf[row] = key;
    this.#rowOf.set(key, row);
  }

  /** Shape in words; a checkpoint is only restored into the shape that it was taken from. */
  shape(): string {
    const columns = [...this.columns].map(([name, { kind, column }]) => {
      if (kind === 'list') return `${name}:list(${column.shape.floats},${column.shape.ints})`;
      return kind === 'json' ? `${name}:json` : `${name}:${kind}(${column.width})`;
    });
    return `${this.name}${this.reuseRows ? '' : '!'}{${columns.join(';')}}`;
  }

  get byteLength(): number {
    // A key's text and its place in the array take about 40 bytes when it is short.
    let bytes = this.#rowOf.size * 40 + this.#rowOf.byteLength + this.#listHeads.data.byteLength;
    for (const { kind, column } of this.columns.values()) if (kind !== 'json') bytes += column.byteLength;
    return bytes;
  }

  #grow(): void {
    const step = this.#capacity > 1 << 16 ? this.#capacity >> 1 : this.#capacity;
    this.#capacity += step;
    for (const { kind, column } of this.columns.values()) {
      if (kind === 'float64' || kind === 'int32') column.grow(this.#capacity);
    }
    this.#listHeads.grow(this.#capacity);
    const chunks = (this.#capacity + chunkRows - 1) >>> chunkShift;
    const changed = new Uint8Array(chunks);
    changed.set(this.changed);
    this.changed = changed;
  }

  #declare<C>(name: string, declared: Column, column: C): C {
    if (this.sealed)
      throw new Error(`column ${name} of table ${this.name} must be declared before restore()`);
    this.columns.set(name, declared);
    return column;
  }

  #otherShape(name: string): Error {
    return new Error(
      `column ${JSON.stringify(name)} of table ${this.name} is already declared with another shape`,
    );
  }
}

function bounded(value: number, min: number, what: string): number {
  if (!Number.isInteger(value) || value < min || value > 4096) {
    throw new RangeError(`${what} must be a whole number from ${min} to 4096, got ${value}`);
  }
  return value;
}
