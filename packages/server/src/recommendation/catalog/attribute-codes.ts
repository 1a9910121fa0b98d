export type AttributeValue = string | number | boolean;

/** Attributes kept as columns; those beyond are still in the item and found there. */
export const maxColumns = 64;

interface Column {
  data: Int32Array;
  /** Items by value code, and those with any value. */
  counts: number[];
  total: number;
}

/** Item attributes as small numbers in columns by item row, for filters, caps, similarity and lists by value. */
export class AttributeCodes {
  readonly #codes = new Map<AttributeValue, number>();
  readonly #values: AttributeValue[] = [];
  readonly #columns = new Map<string, Column>();
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

  /** Share of the items that have the row's value, among those that have the attribute; 0 when the row has none. */
  share(name: string, row: number): number {
    const column = this.#columns.get(name);
    return column === undefined ? 0 : this.shareOf(name, column.data[row]);
  }

  /** The same by value code. */
  shareOf(name: string, code: number): number {
    const column = this.#columns.get(name);
    if (column === undefined || !(code >= 0)) return 0;
    return (column.counts[code] ?? 0) / Math.max(1, column.total);
  }

  /** The row must have no value yet; {@link clear} sees to that. */
  set(row: number, name: string, value: AttributeValue): void {
    let column = this.#columns.get(name);
    if (!column) {
      if (this.#columns.size >= maxColumns) return;
      column = { data: new Int32Array(this.#rows).fill(-1), counts: [], total: 0 };
      this.#columns.set(name, column);
    }
    let code = this.#codes.get(value);
    if (code === undefined) {
      code = this.#values.length;
      this.#codes.set(value, code);
      this.#values.push(value);
    }
    column.data[row] = code;
    column.counts[code] = (column.counts[code] ?? 0) + 1;
    column.total++;
  }

  clear(row: number): void {
    for (const column of this.#columns.values()) {
      const code = column.data[row];
      if (!(code >= 0)) continue;
      column.data[row] = -1;
      column.counts[code]--;
      column.total--;
    }
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
