import type { Item } from '../stores/journal/record.ts';
import type { OnlineStore } from '../stores/online/online-store.ts';
import type { ListColumn, NumberColumn, StateTable } from '../stores/online/state-table.ts';
import { Vocabulary } from './vocabulary.ts';

/** Item fields with several values each; every other attribute has one. */
const multiple = new Set(['tags', 'categories']);

/** Different values remembered per attribute; later ones read as "none". */
const maxValues = 1_000_000;

/** An item attribute as codes. Exactly one of `single` and `several` is there. */
export interface ItemAttribute {
  readonly name: string;
  /** Values by code; booleans and numbers as text. */
  readonly vocabulary: Vocabulary;
  /** `data[itemRow]`: the value's code, 0 = none. */
  readonly single?: NumberColumn<Int32Array>;
  /** The values' codes, for `tags` and `categories`. */
  readonly several?: ListColumn;
}

const highestPrice = 1e12;

const flag = { inCatalog: 1, hidden: 2 } as const;

/**
 * What serving needs of the catalog, in columns of the `items` table:
 * `price` (0 = unknown), `availableFrom` and `availableUntil` (epoch ms, 0 = no bound), flags, and each
 * declared attribute. `category`, `categories`, `tags`, any of `attributes`, and `currency` can be declared.
 */
export class ItemColumns {
  readonly table: StateTable;
  /** `data[itemRow]`: price, 0 = unknown. */
  readonly price: NumberColumn<Float64Array>;
  readonly #from: NumberColumn<Float64Array>;
  readonly #until: NumberColumn<Float64Array>;
  readonly #flags: NumberColumn<Int32Array>;
  readonly #attributes = new Map<string, ItemAttribute>();
  /** Numeric form of attributes that features read as numbers: number, 0/1, or code. */
  readonly #numbers = new Map<string, NumberColumn<Float64Array>>();

  constructor(store: OnlineStore, attributes: Iterable<string>, numeric: Iterable<string>) {
    this.table = store.table('items', { reuseRows: false });
    this.price = this.table.float64('price');
    this.#from = this.table.float64('availableFrom');
    this.#until = this.table.float64('availableUntil');
    this.#flags = this.table.int32('flags');
    for (const name of [...new Set(attributes)].sort()) {
      const vocabulary = new Vocabulary(store, `item:${name}`, maxValues);
      this.#attributes.set(
        name,
        multiple.has(name)
          ? { name, vocabulary, several: this.table.list(`attribute:${name}`, { floats: 0, ints: 1 }) }
          : { name, vocabulary, single: this.table.int32(`attribute:${name}`) },
      );
    }
    for (const name of [...new Set(numeric)].sort()) {
      this.#numbers.set(name, this.table.float64(`number:${name}`));
    }
  }

  /** Names of the declared attributes. */
  get attributes(): string[] {
    return [...this.#attributes.keys()];
  }

  /** A declared attribute. Throws for others: add it to `itemAttributes` of compileFeatures. */
  attribute(name: string): ItemAttribute {
    const attribute = this.#attributes.get(name);
    if (attribute === undefined) {
      throw new Error(
        `item attribute ${JSON.stringify(name)} has no column; declared are ${this.attributes.join(', ')}`,
      );
    }
    return attribute;
  }

  /** The text values of an attribute of an item; empty when it has none. */
  valuesOf(name: string, row: number): string[] {
    const { single, several, vocabulary } = this.attribute(name);
    const codes: number[] = [];
    if (single !== undefined) codes.push(single.data[row]);
    if (several !== undefined) {
      const start = several.start(row);
      codes.push(...several.ints.subarray(start, start + several.length(row)));
    }
    return codes.map((code) => vocabulary.value(code)).filter((value) => value !== undefined);
  }

  /** The attribute as a number: the number itself, 0/1 for booleans, the code for text; NaN when absent. */
  number(name: string): (row: number) => number {
    if (name === 'price') return (row) => this.price.data[row] || Number.NaN;
    const column = this.#numbers.get(name);
    const { single } = this.attribute(name);
    if (column === undefined || single === undefined) {
      throw new Error(`item attribute ${JSON.stringify(name)} is not kept as a number`);
    }
    return (row) => (single.data[row] === 0 ? Number.NaN : column.data[row]);
  }

  /** The item is in the catalog (not only named by events, and not removed). */
  inCatalog(row: number): boolean {
    return (this.#flags.data[row] & flag.inCatalog) !== 0;
  }

  hidden(row: number): boolean {
    return (this.#flags.data[row] & flag.hidden) !== 0;
  }

  /** In the catalog and within its dates at `at` (from inclusive, until exclusive). Says nothing of `hidden`. */
  available(row: number, at: number): boolean {
    const until = this.#until.data[row];
    return this.inCatalog(row) && at >= this.#from.data[row] && (until === 0 || at < until);
  }

  set(row: number, item: Item): void {
    this.table.touch(row);
    this.price.data[row] = Math.min(Math.max(0, finite(item.price)), highestPrice);
    this.#from.data[row] = finite(item.availableFrom);
    this.#until.data[row] = finite(item.availableUntil);
    this.#flags.data[row] = flag.inCatalog | (item.hidden === true ? flag.hidden : 0);
    for (const attribute of this.#attributes.values()) this.#setAttribute(row, attribute, item);
  }

  /** The item left the catalog. What customers did with it stays. */
  remove(row: number): void {
    this.table.touch(row);
    this.price.data[row] = 0;
    this.#from.data[row] = 0;
    this.#until.data[row] = 0;
    this.#flags.data[row] = 0;
    for (const { name, single, several } of this.#attributes.values()) {
      if (single !== undefined) single.data[row] = 0;
      several?.truncate(row, 0);
      const numbers = this.#numbers.get(name);
      if (numbers !== undefined) numbers.data[row] = 0;
    }
  }

  #setAttribute(row: number, { name, vocabulary, single, several }: ItemAttribute, item: Item): void {
    if (several !== undefined) {
      several.truncate(row, 0);
      const values = name === 'tags' ? (item.tags ?? []) : (item.categories ?? [item.category]);
      for (const value of new Set(values)) {
        const code = vocabulary.intern(String(value));
        if (code > 0) {
          const i = several.push(row);
          several.ints[i] = code;
        }
      }
      return;
    }
    if (single === undefined) return;
    const value = attributeValue(item, name);
    single.data[row] = value === undefined ? 0 : vocabulary.intern(String(value));
    const numbers = this.#numbers.get(name);
    if (numbers === undefined) return;
    numbers.data[row] = typeof value === 'string' ? single.data[row] : Number(value ?? 0);
  }
}

function attributeValue(item: Item, name: string): string | number | boolean | undefined {
  if (name === 'category') return item.category;
  if (name === 'currency') return item.currency;
  const { attributes } = item;
  return attributes !== undefined && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0;
}
