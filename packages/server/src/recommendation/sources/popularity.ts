import type { Applied, RecordConsumer } from '../../features/feature-engine.ts';
import type { StateTable } from '../../stores/online/state-table.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { addDecayed, logWeights } from './forward-decay.ts';
import { TopList } from './top-list.ts';

const hour = 3_600_000;
/** What is popular: half its weight a week later. */
export const popularHalfLife = 7 * 24 * hour;
/** What is happening: half its weight six hours later. */
export const trendHalfLife = 6 * hour;

/** How much an event says about an item being wanted. Other types say nothing. */
export const popularityWeights: Readonly<Record<string, number>> = {
  purchase: 1,
  add_to_cart: 0.5,
  download: 0.5,
  inquiry: 0.5,
  click: 0.2,
  page_view: 0.1,
};

const weights = logWeights(popularityWeights);
const overallSize = 512;
const perValueSize = 48;
/** Values of one attribute that get a list, at most. */
const maxLists = 20_000;

/** Lists by value code, in an array: codes are small and dense, and this is asked several times an event. */
class ListsByCode {
  readonly #lists: (TopList | undefined)[] = [];
  #size = 0;

  get(code: number): TopList | undefined {
    return this.#lists[code];
  }

  /** Undefined when there are too many. */
  make(code: number, scores: { data: Float64Array }): TopList | undefined {
    if (this.#size >= maxLists) return undefined;
    this.#size++;
    const list = new TopList(perValueSize, scores);
    while (this.#lists.length < code) this.#lists.push(undefined);
    this.#lists[code] = list;
    return list;
  }
}

/**
 * Decayed popularity of every item (state), and sorted lists over it: overall, by attribute value, and of
 * what moves right now. Lists are kept as events arrive, so answering costs nothing; they are a cache that
 * `rebuild` makes from the state columns, in the same order.
 */
export class Popularity implements RecordConsumer {
  readonly name = 'popularity';
  /** log2 sums, see forward-decay.ts. */
  readonly long;
  readonly short;
  overall: TopList;
  recent: TopList;
  readonly #items: StateTable;
  readonly #catalog: Catalog;
  readonly #attributes: readonly string[];
  /** The catalog's columns, once it has them. */
  readonly #columns: ({ data: Int32Array } | undefined)[];
  /** By attribute, by value code. */
  #lists: ListsByCode[];
  /** While a rebuild runs in slices: what it has built so far, and the next row. */
  #shadow: { overall: TopList; recent: TopList; lists: ListsByCode[]; cursor: number } | undefined;
  #incomplete = false;
  /** By attribute, by row: the value code under which the item was last listed. */
  readonly #listedUnder: Int32Array[];

  /** `attributes`: item attributes whose values each get a list. */
  constructor(items: StateTable, catalog: Catalog, attributes: readonly string[]) {
    this.#items = items;
    this.#catalog = catalog;
    this.#attributes = attributes;
    this.#columns = attributes.map(() => undefined);
    this.long = items.float64('popularity');
    this.short = items.float64('trend');
    this.overall = new TopList(overallSize, this.long);
    this.recent = new TopList(overallSize, this.short);
    this.#lists = attributes.map(() => new ListsByCode());
    this.#listedUnder = attributes.map(() => new Int32Array(1024).fill(-1));
    catalog.onChange((row, item) => this.#catalogChanged(row, item !== undefined));
  }

  apply({ record, itemRow }: Applied): void {
    if (record.kind !== 'event' || itemRow < 0) return;
    const weight = weights.get(record.type);
    if (weight === undefined) return;
    this.#items.touch(itemRow);
    this.long.data[itemRow] = addDecayed(this.long.data[itemRow], record.timestamp, weight, popularHalfLife);
    this.short.data[itemRow] = addDecayed(this.short.data[itemRow], record.timestamp, weight, trendHalfLife);
    if (this.#catalog.present[itemRow] !== 1) return;
    this.#raise(itemRow, this.overall, this.recent, this.#lists);
    if (this.#shadow && itemRow < this.#shadow.cursor) {
      this.#raise(itemRow, this.#shadow.overall, this.#shadow.recent, this.#shadow.lists);
    }
  }

  /** The list of one attribute value, by the catalog's value code. */
  list(attribute: string, code: number): TopList | undefined {
    return this.#lists[this.#attributes.indexOf(attribute)]?.get(code);
  }

  /** Makes every list from the state columns at once: after restore and catalog load. */
  rebuild(): void {
    this.#beginRebuild();
    this.#continueRebuild(Number.POSITIVE_INFINITY);
  }

  /**
   * Background upkeep: a list that lost a member is made again, `rows` items a call, while the old one goes
   * on serving. Returns true while there is more to do.
   */
  refresh(rows = 2_000): boolean {
    if (!this.#shadow) {
      if (!this.#incomplete) return false;
      this.#beginRebuild();
    }
    return this.#continueRebuild(rows);
  }

  #beginRebuild(): void {
    this.#incomplete = false;
    this.#shadow = {
      overall: new TopList(overallSize, this.long),
      recent: new TopList(overallSize, this.short),
      lists: this.#attributes.map(() => new ListsByCode()),
      cursor: 0,
    };
  }

  #continueRebuild(rows: number): boolean {
    const shadow = this.#shadow!;
    const end = Math.min(this.#catalog.rows, shadow.cursor + rows);
    for (; shadow.cursor < end; shadow.cursor++) {
      if (this.#catalog.present[shadow.cursor] === 1) {
        this.#raise(shadow.cursor, shadow.overall, shadow.recent, shadow.lists);
      }
    }
    if (shadow.cursor < this.#catalog.rows) return true;
    this.overall = shadow.overall;
    this.recent = shadow.recent;
    this.#lists = shadow.lists;
    this.#shadow = undefined;
    return this.#incomplete;
  }

  #raise(row: number, overall: TopList, recent: TopList, lists: ListsByCode[]): void {
    overall.raise(row);
    if (this.short.data[row] !== 0) recent.raise(row);
    for (let i = 0; i < this.#attributes.length; i++) {
      const code = this.#code(i, row);
      if (code < 0) continue;
      (lists[i].get(code) ?? lists[i].make(code, this.long))?.raise(row);
    }
  }

  /** A new item joins its lists; a changed or removed one leaves those it is no longer right in. */
  #catalogChanged(row: number, present: boolean): void {
    for (let i = 0; i < this.#attributes.length; i++) {
      const code = this.#code(i, row);
      const before = this.#listed(i, row);
      if (before === code) continue;
      this.#leave(this.#lists[i].get(before), row);
      this.#leave(this.#shadow?.lists[i].get(before), row);
      this.#listedUnder[i][row] = code;
    }
    if (!present) {
      for (const list of [this.overall, this.recent, this.#shadow?.overall, this.#shadow?.recent]) {
        this.#leave(list, row);
      }
      return;
    }
    this.#raise(row, this.overall, this.recent, this.#lists);
    if (this.#shadow && row < this.#shadow.cursor) {
      this.#raise(row, this.#shadow.overall, this.#shadow.recent, this.#shadow.lists);
    }
  }

  #code(attribute: number, row: number): number {
    let column = this.#columns[attribute];
    if (!column) {
      column = this.#catalog.attributes.column(this.#attributes[attribute]);
      if (!column) return -1;
      this.#columns[attribute] = column;
    }
    return column.data[row];
  }

  #listed(attribute: number, row: number): number {
    const codes = this.#listedUnder[attribute];
    if (row < codes.length) return codes[row];
    const grown = new Int32Array(Math.max(row + 1, codes.length * 2)).fill(-1);
    grown.set(codes);
    this.#listedUnder[attribute] = grown;
    return -1;
  }

  #leave(list: TopList | undefined, row: number): void {
    if (!list) return;
    list.remove(row);
    this.#incomplete ||= list.incomplete;
    list.incomplete = false;
  }
}
