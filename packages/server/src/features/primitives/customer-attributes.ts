import type { Json, JsonObject } from '../../stores/journal/record.ts';
import type { OnlineStore } from '../../stores/online/online-store.ts';
import type { JsonColumn, NumberColumn, StateTable } from '../../stores/online/state-table.ts';
import { Vocabulary } from '../vocabulary.ts';

/** Different texts remembered per customer attribute that a feature reads. */
const maxValues = 100_000;

/** Attributes kept per customer: each `identify` copies the document, so it must stay small. Further names are passed over. */
export const attributeLimit = 300;
/** Characters of all attributes of a customer as JSON; a change that would go beyond is passed over as a whole. */
export const attributesLength = 131_072;

interface NumericAttribute {
  /** Whether it is known, its number, and when it was set. */
  column: NumberColumn<Float64Array>;
  vocabulary: Vocabulary;
}

/**
 * Customers' attributes: one JSON document each, replaced on change. A document that arrives late fills
 * gaps and overrides nothing. Attributes that features read are also kept as numbers.
 */
export class CustomerAttributes {
  readonly #table: StateTable;
  readonly #documents: JsonColumn<JsonObject>;
  readonly #times: NumberColumn<Float64Array>;
  readonly #numeric = new Map<string, NumericAttribute>();

  constructor(store: OnlineStore, table: StateTable, numeric: Iterable<string>) {
    this.#table = table;
    this.#documents = table.json('attributes');
    this.#times = table.float64('attributesTime');
    for (const name of [...new Set(numeric)].sort()) {
      this.#numeric.set(name, {
        column: table.float64(`attribute:${name}`, 3),
        vocabulary: new Vocabulary(store, `customer:${name}`, maxValues),
      });
    }
  }

  get(row: number): JsonObject {
    return this.#documents.get(row) ?? {};
  }

  /** Sets traits as of `time`; null removes one. */
  set(row: number, traits: JsonObject, time: number): void {
    this.#table.touch(row);
    const late = time < this.#times.data[row];
    const before = this.#documents.get(row);
    const after: JsonObject = { ...before };
    let count = Object.keys(after).length;
    const changed: [string, Json][] = [];
    for (const [name, value] of Object.entries(traits)) {
      // A plain assignment of `__proto__` would change the document's prototype.
      if (name === '__proto__') continue;
      const known = Object.hasOwn(after, name);
      if ((late && known) || (!known && count >= attributeLimit)) continue;
      if (value === null) delete after[name];
      else after[name] = value;
      count += Number(Object.hasOwn(after, name)) - Number(known);
      changed.push([name, value]);
    }
    if (JSON.stringify(after).length > attributesLength) return;
    for (const [name, value] of changed) this.#setNumber(row, name, value, time);
    this.#documents.set(row, after);
    if (!late) this.#times.data[row] = time;
  }

  /** What `to` knows stays; what only `from` knew is added. */
  merge(from: number, to: number): void {
    const other = this.#documents.get(from);
    if (other === undefined) return;
    const merged: JsonObject = { ...this.#documents.get(to) };
    let count = Object.keys(merged).length;
    for (const [name, value] of Object.entries(other)) {
      if (Object.hasOwn(merged, name) || count >= attributeLimit) continue;
      merged[name] = value;
      count++;
    }
    if (JSON.stringify(merged).length > attributesLength) return;
    this.#documents.set(to, merged);
    this.#times.data[to] = Math.max(this.#times.data[to], this.#times.data[from]);
    for (const { column } of this.#numeric.values()) {
      const { data } = column;
      if (data[to * 3] === 0) data.copyWithin(to * 3, from * 3, from * 3 + 3);
    }
  }

  /** The attribute as a number: itself, 0/1 for booleans, a code for text; NaN when absent or compound. */
  number(name: string): (row: number) => number {
    const { column } = this.#find(name);
    return (row) => (column.data[row * 3] === 0 ? Number.NaN : column.data[row * 3 + 1]);
  }

  /** When the attribute was set; 0 for never. */
  time(name: string): (row: number) => number {
    const { column } = this.#find(name);
    return (row) => column.data[row * 3 + 2];
  }

  #find(name: string): NumericAttribute {
    const found = this.#numeric.get(name);
    if (found === undefined) throw new Error(`customer attribute ${JSON.stringify(name)} has no column`);
    return found;
  }

  #setNumber(row: number, name: string, value: Json, time: number): void {
    const attribute = this.#numeric.get(name);
    if (attribute === undefined) return;
    const { data } = attribute.column;
    let number = Number.NaN;
    if (typeof value === 'number') number = value;
    else if (typeof value === 'boolean') number = value ? 1 : 0;
    else if (typeof value === 'string') number = attribute.vocabulary.intern(value);
    const known = Number.isFinite(number);
    data[row * 3] = known ? 1 : 0;
    data[row * 3 + 1] = known ? number : 0;
    data[row * 3 + 2] = known ? time : 0;
  }
}
