import type { ListColumn, StateTable } from '../../stores/online/state-table.ts';
import type { ItemAttribute } from '../item-columns.ts';
import type { TypeNumbers } from '../vocabulary.ts';
import { decay } from './decay.ts';
import type { Occurrence, Primitive } from './primitive.ts';

/** Values kept per customer and attribute; the one with the least decayed weight gives way. */
export const affinityLimit = 64;

/**
 * A customer's decayed, weighted interest in the values of an item attribute: a list of (code; weight, time
 * of weight).
 */
export class Affinity implements Primitive {
  readonly events: ReadonlySet<string>;
  readonly attribute: ItemAttribute;
  readonly halfLife: number;
  readonly list: ListColumn;
  readonly #weights: TypeNumbers;
  /** Share by code, for the customer loaded last. */
  #shares = new Float64Array(256);
  #loaded: number[] = [];

  constructor(
    customers: StateTable,
    name: string,
    attribute: ItemAttribute,
    events: ReadonlySet<string>,
    weights: TypeNumbers,
    halfLife: number,
  ) {
    this.list = customers.list(name, { floats: 2, ints: 1 });
    this.attribute = attribute;
    this.events = events;
    this.#weights = weights;
    this.halfLife = halfLife;
  }

  update(o: Occurrence): void {
    if (o.itemRow < 0) return;
    const weight = this.#weights.byCode[o.type];
    const { single, several } = this.attribute;
    if (single !== undefined) {
      const code = single.data[o.itemRow];
      if (code > 0) this.#add(o.customerRow, code, o.time, weight);
      return;
    }
    if (several === undefined) return;
    const start = several.start(o.itemRow);
    const end = start + several.length(o.itemRow);
    for (let i = start; i < end; i++) this.#add(o.customerRow, several.ints[i], o.time, weight);
  }

  merge(from: number, to: number): void {
    const { list } = this;
    for (let i = 0; i < list.length(from); i++) {
      const k = list.start(from) + i;
      this.#add(to, list.ints[k], list.floats[k * 2 + 1], list.floats[k * 2]);
    }
  }

  /** Calls `visit(code, share)` for each value the customer has an interest in; shares add up to 1. */
  forEach(row: number, at: number, visit: (code: number, share: number) => void): void {
    const total = this.#total(row, at);
    if (total === 0) return;
    const { list } = this;
    const start = list.start(row);
    for (let k = start; k < start + list.length(row); k++) {
      visit(list.ints[k], this.#weight(k, at) / total);
    }
  }

  /** Makes `share` answer for this customer at this time. False when the customer has no interest yet. */
  load(row: number, at: number): boolean {
    for (const code of this.#loaded) this.#shares[code] = 0;
    this.#loaded.length = 0;
    if (this.attribute.vocabulary.size >= this.#shares.length) {
      this.#shares = new Float64Array((this.attribute.vocabulary.size + 1) * 2);
    }
    if (row < 0) return false;
    const total = this.#total(row, at);
    if (total === 0) return false;
    const { list } = this;
    const start = list.start(row);
    for (let k = start; k < start + list.length(row); k++) {
      const code = list.ints[k];
      this.#shares[code] = this.#weight(k, at) / total;
      this.#loaded.push(code);
    }
    return true;
  }

  /** After `load`: the share that the item's values hold, 0..1; NaN for an item without a value. */
  share(itemRow: number): number {
    const { single, several } = this.attribute;
    if (single !== undefined) {
      const code = single.data[itemRow];
      return code === 0 ? Number.NaN : this.#shares[code];
    }
    if (several === undefined || several.length(itemRow) === 0) return Number.NaN;
    let share = 0;
    const start = several.start(itemRow);
    const end = start + several.length(itemRow);
    for (let i = start; i < end; i++) share += this.#shares[several.ints[i]];
    return Math.min(1, share);
  }

  #weight(index: number, at: number): number {
    return this.list.floats[index * 2] * decay(at - this.list.floats[index * 2 + 1], this.halfLife);
  }

  #total(row: number, at: number): number {
    const start = this.list.start(row);
    const end = start + this.list.length(row);
    let total = 0;
    for (let k = start; k < end; k++) total += this.#weight(k, at);
    return total;
  }

  #add(row: number, code: number, time: number, weight: number): void {
    const { list } = this;
    const start = list.start(row);
    const end = start + list.length(row);
    let k = start;
    while (k < end && list.ints[k] !== code) k++;
    if (k === end) {
      k = list.length(row) < affinityLimit ? list.push(row) : this.#evict(row, time, weight);
      if (k < 0) return;
      list.ints[k] = code;
      list.floats[k * 2] = weight;
      list.floats[k * 2 + 1] = time;
      return;
    }
    const last = list.floats[k * 2 + 1];
    if (time >= last) {
      list.floats[k * 2] = list.floats[k * 2] * decay(time - last, this.halfLife) + weight;
      list.floats[k * 2 + 1] = time;
    } else list.floats[k * 2] += weight * decay(last - time, this.halfLife);
  }

  /** The index of the least entry, or −1 when the newcomer itself is less than all. */
  #evict(row: number, time: number, weight: number): number {
    const { floats } = this.list;
    const start = this.list.start(row);
    const end = start + this.list.length(row);
    let newest = time;
    for (let k = start; k < end; k++) if (floats[k * 2 + 1] > newest) newest = floats[k * 2 + 1];
    let least = weight * decay(newest - time, this.halfLife);
    let found = -1;
    for (let k = start; k < end; k++) {
      const current = this.#weight(k, newest);
      if (current >= least) continue;
      least = current;
      found = k;
    }
    return found;
  }
}
