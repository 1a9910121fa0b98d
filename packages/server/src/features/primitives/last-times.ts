import type { NumberColumn, StateTable } from '../../stores/online/state-table.ts';
import type { TypeNumbers } from '../vocabulary.ts';
import type { Occurrence, Primitive } from './primitive.ts';

/** The time of the latest event of each tracked type, per customer or item; 0 for never. */
export class LastTimes implements Primitive {
  readonly events: ReadonlySet<string>;
  readonly #slots: TypeNumbers;
  readonly #slotOf: ReadonlyMap<string, number>;
  readonly #ofItem: boolean;
  readonly #column: NumberColumn<Float64Array>;

  /** `slotOf` numbers the tracked types from 0. */
  constructor(table: StateTable, ofItem: boolean, slotOf: ReadonlyMap<string, number>, slots: TypeNumbers) {
    this.events = new Set(slotOf.keys());
    this.#slotOf = slotOf;
    this.#slots = slots;
    this.#ofItem = ofItem;
    this.#column = table.float64(`lastTimes:${[...slotOf.keys()].join(',')}`, Math.max(1, slotOf.size));
  }

  update(o: Occurrence): void {
    const row = this.#ofItem ? o.itemRow : o.customerRow;
    if (row < 0) return;
    const i = row * this.#column.width + this.#slots.byCode[o.type];
    if (o.time > this.#column.data[i]) this.#column.data[i] = o.time;
  }

  /** A reader of the latest time over these event types; 0 for never. */
  latest(events: readonly string[]): (row: number) => number {
    const slots = events.map((event) => this.#slotOf.get(event) ?? -1);
    if (slots.includes(-1)) throw new Error(`untracked event among ${events.join(', ')}`);
    const column = this.#column;
    return (row) => {
      let latest = 0;
      for (const slot of slots) {
        const time = column.data[row * column.width + slot];
        if (time > latest) latest = time;
      }
      return latest;
    };
  }

  merge(from: number, to: number): void {
    if (this.#ofItem) return;
    const { data, width } = this.#column;
    for (let i = 0; i < width; i++) {
      if (data[from * width + i] > data[to * width + i]) data[to * width + i] = data[from * width + i];
    }
  }
}
