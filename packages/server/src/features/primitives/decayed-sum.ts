import type { StateTable } from '../../stores/online/state-table.ts';
import type { TypeNumbers } from '../vocabulary.ts';
import { decay } from './decay.ts';
import type { PackedRows } from './packed-rows.ts';
import type { Occurrence, Primitive } from './primitive.ts';

/** Whose row a primitive keeps its state in. `total` is one row for the whole deployment. */
export type Subject = 'customer' | 'item' | 'total';

/**
 * A sum of event weights that halves every half-life: (value, time of value). A late event decays its own
 * weight to that time instead of moving it back, so the order of arrival does not change the sum.
 */
export class DecayedSum implements Primitive {
  readonly events: ReadonlySet<string>;
  readonly halfLife: number;
  readonly #table: StateTable;
  readonly #subject: Subject;
  readonly #weights: TypeNumbers;
  readonly #rows: PackedRows;
  readonly #place: number;

  constructor(
    table: StateTable,
    rows: PackedRows,
    subject: Subject,
    name: string,
    events: ReadonlySet<string>,
    weights: TypeNumbers,
    halfLife: number,
  ) {
    this.#table = table;
    this.#subject = subject;
    this.#rows = rows;
    this.#place = rows.take(name, 2);
    this.events = events;
    this.#weights = weights;
    this.halfLife = halfLife;
  }

  update(o: Occurrence): void {
    let row = o.customerRow;
    if (this.#subject === 'item') row = o.itemRow;
    else if (this.#subject === 'total') {
      if (o.itemRow < 0) return;
      row = this.#table.ensure('all');
      this.#table.touch(row);
    }
    if (row >= 0) this.add(row, o.time, this.#weights.byCode[o.type]);
  }

  add(row: number, time: number, weight: number): void {
    const data = this.#rows.data;
    const i = row * this.#rows.stride + this.#place;
    const last = data[i + 1];
    if (time >= last) {
      data[i] = data[i] * decay(time - last, this.halfLife) + weight;
      data[i + 1] = time;
    } else data[i] += weight * decay(last - time, this.halfLife);
  }

  /** The sum as of `at`; 0 when there were no events. */
  value(row: number, at: number): number {
    const data = this.#rows.data;
    const i = row * this.#rows.stride + this.#place;
    return data[i] * decay(at - data[i + 1], this.halfLife);
  }

  /** The deployment's sum as of `at` (`total` only). */
  total(at: number): number {
    const row = this.#table.find('all');
    return row < 0 ? 0 : this.value(row, at);
  }

  merge(from: number, to: number): void {
    if (this.#subject !== 'customer') return;
    const data = this.#rows.data;
    const i = from * this.#rows.stride + this.#place;
    if (data[i] !== 0) this.add(to, data[i + 1], data[i]);
  }
}
