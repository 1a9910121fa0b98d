import type { Applied, RecordConsumer } from '../features/feature-engine.ts';
import type { StateTable } from '../stores/online/state-table.ts';

const hour = 3_600_000;
/** Lines this close are one occasion. */
const occasion = hour;
/** Items remembered of each customer; beyond, the one bought longest ago is forgotten, single purchases first. */
export const purchaseLimit = 128;
const floats = 2;
const ints = 2;
const itemWidth = 3;

/** Each of a customer's bought items, by position; the first `count` are filled. */
export interface PurchaseView {
  count: number;
  items: Int32Array;
  /** Occasions on which it was bought. */
  occasions: Int32Array;
  /** Epoch ms. */
  first: Float64Array;
  last: Float64Array;
}

export function purchaseView(): PurchaseView {
  return {
    count: 0,
    items: new Int32Array(purchaseLimit),
    occasions: new Int32Array(purchaseLimit),
    first: new Float64Array(purchaseLimit),
    last: new Float64Array(purchaseLimit),
  };
}

/** What each customer bought, how often and when, and how soon buyers of an item come back for it. */
export class Purchases implements RecordConsumer {
  readonly name = 'purchases';
  readonly #customers: StateTable;
  readonly #items: StateTable;
  readonly #list;
  /** By item: Σ ln(interval ms), number of intervals, occasions. */
  readonly #intervals;

  constructor(customers: StateTable, items: StateTable) {
    this.#customers = customers;
    this.#items = items;
    this.#list = customers.list('purchases', { floats, ints });
    this.#intervals = items.float64('repurchase', itemWidth);
  }

  apply({ record, customerRow, itemRow }: Applied): void {
    if (record.kind !== 'event' || record.type !== 'purchase' || customerRow < 0 || itemRow < 0) return;
    const time = record.timestamp;
    this.#customers.touch(customerRow);
    const at = this.#find(customerRow, itemRow);
    if (at < 0) {
      this.#add(customerRow, itemRow, 1, time, time);
      this.#learn(itemRow, 0);
      return;
    }
    const first = this.#list.floats[at * floats];
    const last = this.#list.floats[at * floats + 1];
    if (time > last) this.#list.floats[at * floats + 1] = time;
    if (time < first) this.#list.floats[at * floats] = time;
    if (Math.abs(time - last) <= occasion || Math.abs(time - first) <= occasion) return;
    this.#list.ints[at * ints + 1]++;
    this.#learn(itemRow, time - last);
  }

  read(row: number, view: PurchaseView): PurchaseView {
    view.count = row < 0 ? 0 : this.#list.length(row);
    if (view.count === 0) return view;
    const start = this.#list.start(row);
    for (let i = 0; i < view.count; i++) {
      const record = start + i;
      view.first[i] = this.#list.floats[record * floats];
      view.last[i] = this.#list.floats[record * floats + 1];
      view.items[i] = this.#list.ints[record * ints];
      view.occasions[i] = this.#list.ints[record * ints + 1];
    }
    return view;
  }

  /** Intervals between purchases of the item, over all customers: their number and mean logarithm (ms). */
  itemIntervals(item: number): { count: number; meanLog: number; occasions: number } {
    const data = this.#intervals.data;
    const count = data[item * itemWidth + 1];
    return {
      count,
      meanLog: count > 0 ? data[item * itemWidth] / count : Number.NaN,
      occasions: data[item * itemWidth + 2],
    };
  }

  merge(from: number, to: number): void {
    const view = this.read(from, purchaseView());
    this.#customers.touch(to);
    for (let i = 0; i < view.count; i++) {
      const at = this.#find(to, view.items[i]);
      if (at < 0) {
        this.#add(to, view.items[i], view.occasions[i], view.first[i], view.last[i]);
        continue;
      }
      this.#list.ints[at * ints + 1] += view.occasions[i];
      this.#list.floats[at * floats] = Math.min(this.#list.floats[at * floats], view.first[i]);
      this.#list.floats[at * floats + 1] = Math.max(this.#list.floats[at * floats + 1], view.last[i]);
    }
  }

  #find(row: number, item: number): number {
    const start = this.#list.start(row);
    const end = start + this.#list.length(row);
    for (let at = start; at < end; at++) if (this.#list.ints[at * ints] === item) return at;
    return -1;
  }

  #add(row: number, item: number, occasions: number, first: number, last: number): void {
    let at: number;
    if (this.#list.length(row) < purchaseLimit) {
      at = this.#list.push(row);
    } else {
      at = this.#oldest(row);
    }
    this.#list.floats[at * floats] = first;
    this.#list.floats[at * floats + 1] = last;
    this.#list.ints[at * ints] = item;
    this.#list.ints[at * ints + 1] = occasions;
  }

  #oldest(row: number): number {
    const start = this.#list.start(row);
    const end = start + this.#list.length(row);
    let oldest = start;
    let rank = Number.POSITIVE_INFINITY;
    for (let at = start; at < end; at++) {
      const repeat = this.#list.ints[at * ints + 1] > 1 ? 365 * 24 * hour : 0;
      const age = this.#list.floats[at * floats + 1] + repeat;
      if (age < rank) {
        rank = age;
        oldest = at;
      }
    }
    return oldest;
  }

  #learn(item: number, interval: number): void {
    this.#items.touch(item);
    const data = this.#intervals.data;
    data[item * itemWidth + 2]++;
    if (interval <= occasion) return;
    data[item * itemWidth] += Math.log(interval);
    data[item * itemWidth + 1]++;
  }
}
