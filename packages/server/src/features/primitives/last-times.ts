import type { TypeNumbers } from '../vocabulary.ts';
import type { PackedRows } from './packed-rows.ts';
import type { Occurrence, Primitive } from './primitive.ts';

/** The time of the latest event of each tracked type, per customer or item; 0 for never. */
export class LastTimes implements Primitive {
  readonly events: ReadonlySet<string>;
  readonly #slots: TypeNumbers;
  readonly #slotOf: ReadonlyMap<string, number>;
  readonly #ofItem: boolean;
  readonly #rows: PackedRows;
  readonly #place: number;

  /** `slotOf` numbers the tracked types from 0. */
  constructor(rows: PackedRows, ofItem: boolean, slotOf: ReadonlyMap<string, number>, slots: TypeNumbers) {
    this.events = new Set(slotOf.keys());
    this.#slotOf = slotOf;
    this.#slots = slots;
    this.#ofItem = ofItem;
    this.#rows = rows;
    this.#place = rows.take(`lastTimes:${[...slotOf.keys()].join(',')}`, slotOf.size);
  }

  update(o: Occurrence): void {
    const row = this.#ofItem ? o.itemRow : o.customerRow;
    if (row < 0) return;
    const { data, stride } = this.#rows;
    const i = row * stride + this.#place + this.#slots.byCode[o.type];
    if (o.time > data[i]) data[i] = o.time;
  }

  /** A reader of the latest time over these event types; 0 for never. */
  latest(events: readonly string[]): (row: number) => number {
    const slots = events.map((event) => this.#slotOf.get(event) ?? -1);
    if (slots.includes(-1)) throw new Error(`untracked event among ${events.join(', ')}`);
    const rows = this.#rows;
    const place = this.#place;
    return (row) => {
      const { data, stride } = rows;
      let latest = 0;
      for (const slot of slots) {
        const time = data[row * stride + place + slot];
        if (time > latest) latest = time;
      }
      return latest;
    };
  }

  merge(from: number, to: number): void {
    if (this.#ofItem) return;
    const { data, stride } = this.#rows;
    const source = from * stride + this.#place;
    const target = to * stride + this.#place;
    for (let i = 0; i < this.#slotOf.size; i++) {
      if (data[source + i] > data[target + i]) data[target + i] = data[source + i];
    }
  }
}
