import type { ItemColumns } from '../item-columns.ts';
import { decay } from './decay.ts';
import type { PackedRows } from './packed-rows.ts';
import type { Occurrence, Primitive } from './primitive.ts';

/** Keeps the logarithm finite when a sender divides a fortune by almost nothing. */
const highestPrice = 1e12;

/**
 * The decayed mean of ln(unit price) of what a customer paid: (sum of weights, sum of weighted logarithms,
 * their time). The unit price is value ÷ quantity, else the item's price at that moment.
 */
export class PriceLevel implements Primitive {
  readonly events: ReadonlySet<string>;
  readonly #items: ItemColumns;
  readonly #halfLife: number;
  readonly #rows: PackedRows;
  readonly #place: number;

  constructor(
    rows: PackedRows,
    items: ItemColumns,
    name: string,
    events: ReadonlySet<string>,
    halfLife: number,
  ) {
    this.events = events;
    this.#items = items;
    this.#halfLife = halfLife;
    this.#rows = rows;
    this.#place = rows.take(name, 3);
  }

  update(o: Occurrence): void {
    let price = Number.NaN;
    if (!Number.isNaN(o.value)) price = o.quantity > 0 ? o.value / o.quantity : o.value;
    else if (o.itemRow >= 0) price = this.#items.price.data[o.itemRow];
    if (price > 0) this.#add(o.customerRow, o.time, 1, Math.log(Math.min(price, highestPrice)));
  }

  merge(from: number, to: number): void {
    const { data } = this.#rows;
    const i = this.#index(from);
    if (data[i] > 0) this.#add(to, data[i + 2], data[i], data[i + 1]);
  }

  /** ln of the geometric mean unit price; NaN when nothing was bought. Time cancels out of it. */
  logMean(row: number): number {
    const { data } = this.#rows;
    const i = this.#index(row);
    return data[i] > 0 ? data[i + 1] / data[i] : Number.NaN;
  }

  #index(row: number): number {
    return row * this.#rows.stride + this.#place;
  }

  #add(row: number, time: number, weight: number, weightedLog: number): void {
    const { data } = this.#rows;
    const i = this.#index(row);
    const last = data[i + 2];
    if (time >= last) {
      const kept = decay(time - last, this.#halfLife);
      data[i] = data[i] * kept + weight;
      data[i + 1] = data[i + 1] * kept + weightedLog;
      data[i + 2] = time;
    } else {
      const late = decay(last - time, this.#halfLife);
      data[i] += weight * late;
      data[i + 1] += weightedLog * late;
    }
  }
}
