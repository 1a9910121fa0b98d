import type { Applied, RecordConsumer } from '../../features/feature-engine.ts';
import type { Item } from '../../stores/journal/record.ts';
import type { StateTable } from '../../stores/online/state-table.ts';
import { AttributeCodes } from './attribute-codes.ts';

/** Told of each change, after it. `row` is the item's row. */
export type CatalogListener = (row: number, item: Item | undefined) => void;

const cacheLimit = 4096;

/**
 * The items that can be recommended, by item row, in memory: what filters and rankers read as columns, the
 * rest as one JSON text per item, parsed when an answer shows it. A cache of the control store's item table
 * and no state of its own: {@link loadCatalog} fills it at start.
 */
export class Catalog implements RecordConsumer {
  readonly name = 'catalog';
  readonly attributes = new AttributeCodes();
  /** Unit price; NaN when the item has none. */
  price: Float64Array = new Float64Array(1024).fill(Number.NaN);
  /** Epoch ms; −Infinity and Infinity when unbounded. */
  availableFrom: Float64Array = new Float64Array(1024).fill(Number.NEGATIVE_INFINITY);
  availableUntil: Float64Array = new Float64Array(1024).fill(Number.POSITIVE_INFINITY);
  hidden: Uint8Array = new Uint8Array(1024);
  /** 1 where the row is an item of the catalog. */
  present: Uint8Array = new Uint8Array(1024);
  #size = 0;
  readonly #items: StateTable;
  readonly #texts: (string | undefined)[] = [];
  readonly #parsed = new Map<number, Item>();
  readonly #listeners: CatalogListener[] = [];

  constructor(items: StateTable) {
    this.#items = items;
  }

  get size(): number {
    return this.#size;
  }

  /** One past the highest row that may be present. */
  get rows(): number {
    return this.#texts.length;
  }

  onChange(listener: CatalogListener): void {
    this.#listeners.push(listener);
  }

  apply({ record, itemRow }: Applied): void {
    if (record.kind === 'item') this.put(record.item, itemRow);
    else if (record.kind === 'item_removed') this.remove(itemRow);
  }

  /** `row` < 0: the row is found or made. */
  put(item: Item, row = -1): void {
    const at = row >= 0 ? row : this.#items.ensure(item.itemId);
    this.#grow(at + 1);
    if (this.present[at] === 0) this.#size++;
    this.present[at] = 1;
    this.price[at] = item.price ?? Number.NaN;
    this.availableFrom[at] = item.availableFrom ?? Number.NEGATIVE_INFINITY;
    this.availableUntil[at] = item.availableUntil ?? Number.POSITIVE_INFINITY;
    this.hidden[at] = item.hidden ? 1 : 0;
    this.attributes.clear(at);
    this.attributes.set(at, 'category', item.category);
    for (const name in item.attributes) {
      if (name !== 'category') this.attributes.set(at, name, item.attributes[name]);
    }
    this.#texts[at] = JSON.stringify(item);
    this.#parsed.delete(at);
    for (const listener of this.#listeners) listener(at, item);
  }

  remove(row: number): void {
    if (row < 0 || this.present[row] !== 1) return;
    this.present[row] = 0;
    this.#size--;
    this.attributes.clear(row);
    this.price[row] = Number.NaN;
    this.#texts[row] = undefined;
    this.#parsed.delete(row);
    for (const listener of this.#listeners) listener(row, undefined);
  }

  rowOf(itemId: string): number {
    const row = this.#items.find(itemId);
    return row >= 0 && this.present[row] === 1 ? row : -1;
  }

  get(row: number): Item | undefined {
    const known = this.#parsed.get(row);
    if (known) return known;
    const text = this.#texts[row];
    if (text === undefined) return undefined;
    const item: Item = JSON.parse(text);
    if (this.#parsed.size >= cacheLimit) this.#parsed.clear();
    this.#parsed.set(row, item);
    return item;
  }

  #grow(rows: number): void {
    if (rows > this.#texts.length) this.#texts.length = rows;
    this.attributes.grow(rows);
    if (rows <= this.present.length) return;
    const length = Math.max(rows, this.present.length * 2);
    this.price = grown(this.price, new Float64Array(length).fill(Number.NaN));
    this.availableFrom = grown(this.availableFrom, new Float64Array(length).fill(Number.NEGATIVE_INFINITY));
    this.availableUntil = grown(this.availableUntil, new Float64Array(length).fill(Number.POSITIVE_INFINITY));
    this.hidden = grown(this.hidden, new Uint8Array(length));
    this.present = grown(this.present, new Uint8Array(length));
  }
}

function grown<A extends Float64Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
