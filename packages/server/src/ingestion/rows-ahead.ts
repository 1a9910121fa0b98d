import type { FeatureEngine } from '../features/feature-engine.ts';
import type { JournalRecord } from '../stores/journal/record.ts';
import type { Identity } from './identity.ts';

/** Records looked up together: few enough that all they need stays in the cache nearest to the processor's core. */
export const recordsAhead = 64;

/**
 * Customers' and items' rows of the events about to be applied. Looking them up side by side, and reading what
 * the events will change, lets the processor wait for many places of memory together instead of one by one.
 * Nothing is made here: −1 stands for whatever is not known yet, and for every customer after {@link forget}.
 */
export class RowsAhead {
  readonly #identity: Identity;
  readonly #engine: FeatureEngine;
  readonly #customers = new Int32Array(recordsAhead);
  readonly #items = new Int32Array(recordsAhead);

  constructor(identity: Identity, engine: FeatureEngine) {
    this.#identity = identity;
    this.#engine = engine;
  }

  /** Looks up at most {@link recordsAhead} records from the `from`th on. */
  look(records: readonly (JournalRecord | null)[], from: number): void {
    const count = Math.min(recordsAhead, records.length - from);
    for (let k = 0; k < count; k++) {
      const record = records[from + k];
      this.#customers[k] = -1;
      this.#items[k] = -1;
      if (record?.kind !== 'event') continue;
      this.#customers[k] = this.#identity.find(record);
      if (record.itemId !== undefined) this.#items[k] = this.#engine.items.find(record.itemId);
    }
    this.#engine.warm(this.#customers, this.#items, count);
  }

  /** By place from where {@link look} began. */
  customer(place: number): number {
    return this.#customers[place];
  }

  item(place: number): number {
    return this.#items[place];
  }

  /** Somebody was linked: whose rows the rest of the batch is about may be others from here on. */
  forget(): void {
    this.#customers.fill(-1);
  }
}
