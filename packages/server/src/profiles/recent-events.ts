import type { Applied, RecordConsumer } from '../features/feature-engine.ts';
import type { Vocabulary } from '../features/vocabulary.ts';
import type { StateTable } from '../stores/online/state-table.ts';

/** Events kept of each customer. */
export const recentLimit = 24;

/** A customer's latest events, newest arrival first; the first `count` of each array are filled. */
export interface RecentView {
  count: number;
  times: Float64Array;
  /** NaN when the event had no value. */
  values: Float64Array;
  /** Codes of the vocabulary given to the ring; 0 for a type beyond its limit. */
  types: Int32Array;
  /** −1 when the event named no item. */
  items: Int32Array;
}

export function recentView(): RecentView {
  return {
    count: 0,
    times: new Float64Array(recentLimit),
    values: new Float64Array(recentLimit),
    types: new Int32Array(recentLimit),
    items: new Int32Array(recentLimit),
  };
}

const floats = 2;
const ints = 2;

/**
 * The last {@link recentLimit} events of each customer in a ring: what profiles show, and where
 * recommendation sources find what the customer looked at a moment ago.
 */
export class RecentEvents implements RecordConsumer {
  readonly name = 'recentEvents';
  readonly #customers: StateTable;
  readonly #types: Vocabulary;
  readonly #ring;
  /** Where the next record goes once the ring is full. */
  readonly #next;

  constructor(customers: StateTable, types: Vocabulary) {
    this.#customers = customers;
    this.#types = types;
    this.#ring = customers.list('recentEvents', { floats, ints });
    this.#next = customers.int32('recentEventsNext');
  }

  apply({ record, customerRow, itemRow }: Applied): void {
    if (record.kind !== 'event' || customerRow < 0) return;
    this.#customers.touch(customerRow);
    this.#push(
      customerRow,
      record.timestamp,
      record.value ?? Number.NaN,
      this.#types.intern(record.type),
      itemRow,
    );
  }

  /** Copies the customer's ring into `view`, newest arrival first. */
  read(row: number, view: RecentView): RecentView {
    const length = row < 0 ? 0 : this.#ring.length(row);
    view.count = length;
    if (length === 0) return view;
    const start = this.#ring.start(row);
    let at = length < recentLimit ? length - 1 : (this.#next.data[row] + recentLimit - 1) % recentLimit;
    for (let i = 0; i < length; i++) {
      const record = start + at;
      view.times[i] = this.#ring.floats[record * floats];
      view.values[i] = this.#ring.floats[record * floats + 1];
      view.types[i] = this.#ring.ints[record * ints];
      view.items[i] = this.#ring.ints[record * ints + 1];
      at = at === 0 ? length - 1 : at - 1;
    }
    return view;
  }

  /** Keeps the newest by event time; `to`'s own stand later among equals. */
  merge(from: number, to: number): void {
    const both = [this.read(from, recentView()), this.read(to, recentView())];
    const events = both
      .flatMap((view, side) =>
        Array.from({ length: view.count }, (_, i) => ({
          time: view.times[i],
          value: view.values[i],
          type: view.types[i],
          item: view.items[i],
          side,
          age: i,
        })),
      )
      .sort((a, b) => a.time - b.time || a.side - b.side || b.age - a.age)
      .slice(-recentLimit);
    this.#customers.touch(to);
    this.#ring.truncate(to, 0);
    this.#next.data[to] = 0;
    for (const event of events) this.#push(to, event.time, event.value, event.type, event.item);
  }

  #push(row: number, time: number, value: number, type: number, item: number): void {
    let record: number;
    if (this.#ring.length(row) < recentLimit) {
      record = this.#ring.push(row);
    } else {
      const next = this.#next.data[row];
      record = this.#ring.start(row) + next;
      this.#next.data[row] = (next + 1) % recentLimit;
    }
    this.#ring.floats[record * floats] = time;
    this.#ring.floats[record * floats + 1] = value;
    this.#ring.ints[record * ints] = type;
    this.#ring.ints[record * ints + 1] = item;
  }
}
