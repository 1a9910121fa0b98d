import type { ListColumn, NumberColumn, StateTable } from '../../stores/online/state-table.ts';
import type { Occurrence, Primitive } from './primitive.ts';

/** Items kept per customer; the one longest ago gives way. */
export const pairLimit = 256;

/** Events closer than this to the pair's first or last are the same occasion (an order's lines, a double click). */
export const occasionGap = 6 * 3_600_000;

const noPosition = -1;

/**
 * What a customer did with which item: a list of (item, occasions; first time, last time) for one set of
 * event types, and per item the usual interval between a customer's occasions.
 */
export class PairHistory implements Primitive {
  readonly events: ReadonlySet<string>;
  /** Floats: first, last time. Ints: item row, occasions. */
  readonly list: ListColumn;
  readonly #items: StateTable;
  /** Sum of intervals (ms) and their number. */
  readonly #intervals: NumberColumn<Float64Array>;
  /** By item row: position in the list of the customer loaded last, plus 1. */
  #positions = new Int32Array(1024);
  #loadedRow = noPosition;
  readonly #loadedItems: number[] = [];

  constructor(customers: StateTable, items: StateTable, events: ReadonlySet<string>) {
    const name = [...events].sort().join(',');
    this.events = events;
    this.list = customers.list(`pairs:${name}`, { floats: 2, ints: 2 });
    this.#items = items;
    this.#intervals = items.float64(`intervals:${name}`, 2);
  }

  update(o: Occurrence): void {
    if (o.itemRow < 0) return;
    const { list } = this;
    const k = this.#find(o.customerRow, o.itemRow);
    if (k < 0) {
      this.#insert(o.customerRow, o.itemRow, 1, o.time, o.time);
      return;
    }
    const first = list.floats[k * 2];
    const last = list.floats[k * 2 + 1];
    if (o.time > last + occasionGap) {
      list.ints[k * 2 + 1]++;
      const i = o.itemRow * 2;
      this.#intervals.data[i] += o.time - last;
      this.#intervals.data[i + 1]++;
    } else if (
      o.time < first - occasionGap ||
      (o.time > first + occasionGap && o.time < last - occasionGap)
    ) {
      list.ints[k * 2 + 1]++;
    }
    if (o.time > last) list.floats[k * 2 + 1] = o.time;
    if (o.time < first) list.floats[k * 2] = o.time;
  }

  merge(from: number, to: number): void {
    const { list } = this;
    for (let i = 0; i < list.length(from); i++) {
      const k = list.start(from) + i;
      const item = list.ints[k * 2];
      const count = list.ints[k * 2 + 1];
      const first = list.floats[k * 2];
      const last = list.floats[k * 2 + 1];
      const known = this.#find(to, item);
      if (known < 0) this.#insert(to, item, count, first, last);
      else {
        list.ints[known * 2 + 1] += count;
        if (first < list.floats[known * 2]) list.floats[known * 2] = first;
        if (last > list.floats[known * 2 + 1]) list.floats[known * 2 + 1] = last;
      }
    }
  }

  /** Makes `position` answer for this customer until the next `load`. */
  load(row: number): void {
    for (const item of this.#loadedItems) this.#positions[item] = 0;
    this.#loadedItems.length = 0;
    if (this.#items.rows > this.#positions.length) this.#positions = new Int32Array(this.#items.rows * 2);
    this.#loadedRow = row;
    if (row < 0) return;
    const { list } = this;
    const start = list.start(row);
    const length = list.length(row);
    for (let i = 0; i < length; i++) {
      const item = list.ints[(start + i) * 2];
      this.#positions[item] = i + 1;
      this.#loadedItems.push(item);
    }
  }

  /** After `load`: the absolute record index for an item, or −1. */
  position(itemRow: number): number {
    const position = this.#positions[itemRow];
    return position > 0 ? this.list.start(this.#loadedRow) + position - 1 : -1;
  }

  /** After `load`: the latest time with this item; NaN for never. */
  lastTime(itemRow: number): number {
    const k = this.position(itemRow);
    return k < 0 ? Number.NaN : this.list.floats[k * 2 + 1];
  }

  /** After `load`: separate occasions with this item; 0 for never. */
  occasions(itemRow: number): number {
    const k = this.position(itemRow);
    return k < 0 ? 0 : this.list.ints[k * 2 + 1];
  }

  /** After `load`: ms between occasions, the pair's own from two on, else the item's mean; NaN when unknown. */
  usualInterval(itemRow: number): number {
    const k = this.position(itemRow);
    if (k >= 0 && this.list.ints[k * 2 + 1] >= 2) {
      return (this.list.floats[k * 2 + 1] - this.list.floats[k * 2]) / (this.list.ints[k * 2 + 1] - 1);
    }
    const i = itemRow * 2;
    const intervals = this.#intervals.data[i + 1];
    return intervals > 0 ? this.#intervals.data[i] / intervals : Number.NaN;
  }

  #find(row: number, item: number): number {
    const { ints } = this.list;
    const start = this.list.start(row);
    const end = start + this.list.length(row);
    // Newest entries stand last and are asked for most.
    for (let k = end - 1; k >= start; k--) if (ints[k * 2] === item) return k;
    return -1;
  }

  #insert(row: number, item: number, count: number, first: number, last: number): void {
    const { list } = this;
    let k: number;
    if (list.length(row) < pairLimit) k = list.push(row);
    else {
      k = list.start(row);
      const end = k + pairLimit;
      for (let i = k + 1; i < end; i++) if (list.floats[i * 2 + 1] < list.floats[k * 2 + 1]) k = i;
      if (last < list.floats[k * 2 + 1]) return;
    }
    list.floats[k * 2] = first;
    list.floats[k * 2 + 1] = last;
    list.ints[k * 2] = item;
    list.ints[k * 2 + 1] = count;
  }
}
