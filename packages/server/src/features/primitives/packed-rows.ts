import { createHash } from 'node:crypto';
import type { NumberColumn, StateTable } from '../../stores/online/state-table.ts';

/** Numbers in a cache line of 64 bytes. */
const lineFloats = 8;

/**
 * The fixed-size numbers of all primitives of a table in one wide column, so that what an event changes of a
 * row lies side by side in memory. Primitives take their places first; `declare` then makes the column, whose
 * name depends on all of them.
 */
export class PackedRows {
  readonly #table: StateTable;
  readonly #places: string[] = [];
  #width = 0;
  #column: NumberColumn<Float64Array> | undefined;

  constructor(table: StateTable) {
    this.#table = table;
  }

  /** Reserves `floats` numbers per row and returns where they start within a row. */
  take(name: string, floats: number): number {
    if (this.#column !== undefined) throw new Error(`${name} takes its place too late`);
    const at = this.#width;
    this.#places.push(`${name}(${floats})`);
    this.#width += floats;
    return at;
  }

  declare(): void {
    const hash = createHash('sha256').update(this.#places.join('\n')).digest('hex').slice(0, 16);
    this.#column = this.#table.float64(`packed:${hash}`, Math.max(1, this.#width));
  }

  /** Numbers per row: a place's numbers of `row` start at `row * stride + place`. */
  get stride(): number {
    return this.#width;
  }

  /** Reads something of each cache line of these rows (−1: none); see Primitive.warm. */
  warm(rows: Int32Array, count: number): number {
    const { data, stride } = this;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      if (rows[k] < 0) continue;
      const end = (rows[k] + 1) * stride;
      for (let i = rows[k] * stride; i < end; i += lineFloats) sum += data[i];
    }
    return sum;
  }

  get data(): Float64Array {
    if (this.#column === undefined) throw new Error('declare() must come before use');
    return this.#column.data;
  }
}
