export type AttributeValue = string | number | boolean;

/** Attributes kept as columns; those beyond are still in the item and found there. */
export const maxColumns = 64;

/** Item attributes as small numbers in columns by item row, for filters, caps, similarity and lists by value. */
export class AttributeCodes {
  readonly #codes = new Map<AttributeValue, number>();
  readonly #values: AttributeValue[] = [];
  readonly #columns = new Map<string, { data: Int32Array }>();
  #rows = 1024;

  /** Codes by row, −1 where the item has no such value. Undefined for an attribute that no item has (or one beyond the limit). */
  column(name: string): { data: Int32Array } | undefined {
    return this.#columns.get(name);
  }

  names(): Iterable<string> {
    return this.#columns.keys();
  }

  /** −1 for a value that no item has. */
  find(value: AttributeValue): number {
    return this.#codes.get(value) ?? -1;
  }

  value(code: number): AttributeValue | undefined {
    return this.#values[code];
  }

  set(row: number, name: string, value: AttributeValue): void {
    let column = this.#columns.get(name);
    if (!column) {
      if (this.#columns.size >= maxColumns) return;
      column = { data: new Int32Array(this.#rows).fill(-1) };
      this.#columns.set(name, column);
    }
    let code = this.#codes.get(value);
    if (code === undefined) {
      code = this.#values.length;
      this.#codes.set(value, code);
      this.#values.push(value);
    }
    column.data[row] = code;
  }

  clear(row: number): void {
    for (const column of this.#columns.values()) column.data[row] = -1;
  }

  /** Makes room for `rows` rows. */
  grow(rows: number): void {
    if (rows <= this.#rows) return;
    this.#rows = Math.max(rows, this.#rows * 2);
    for (const column of this.#columns.values()) {
      const grown = new Int32Array(this.#rows).fill(-1);
      grown.set(column.data);
      column.data = grown;
    }
  }
}
