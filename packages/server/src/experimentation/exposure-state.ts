import type { Applied, RecordConsumer } from '../features/feature-engine.ts';
import type { OnlineStore } from '../stores/online/online-store.ts';
import type { ListColumn, StateTable } from '../stores/online/state-table.ts';

/**
 * Who has been exposed to which variant, from `exposure` records alone, so that it is the same after a
 * restart. A customer's first variant of an experiment stays theirs.
 */
export class ExposureState implements RecordConsumer {
  readonly name = 'exposures';
  readonly #customers: StateTable;
  /** Rows stand for experiments and for their variants. */
  readonly #names: StateTable;
  /** Pairs of an experiment's row and a variant's, by customer. */
  readonly #pairs: ListColumn;

  /** Declares its state: call before `store.restore()`. */
  constructor(store: OnlineStore, customers: StateTable) {
    this.#customers = customers;
    this.#names = store.table('experimentNames');
    this.#pairs = customers.list('exposures', { floats: 0, ints: 2 });
  }

  apply({ record, customerRow }: Applied): void {
    if (record.kind !== 'event' || record.type !== 'exposure' || customerRow < 0) return;
    const { experiment, variant } = record.properties ?? {};
    if (typeof experiment !== 'string' || typeof variant !== 'string') return;
    this.#add(customerRow, this.#names.ensure(experiment), this.#names.ensure(`${experiment}:${variant}`));
  }

  merge(fromRow: number, toRow: number): void {
    for (let i = 0; i < this.#pairs.length(fromRow); i++) {
      const at = (this.#pairs.start(fromRow) + i) * 2;
      this.#add(toRow, this.#pairs.ints[at], this.#pairs.ints[at + 1]);
    }
  }

  /** The variant that the customer was first exposed to; undefined when to none. */
  variantOf(customerRow: number, experiment: string): string | undefined {
    if (customerRow < 0) return undefined;
    const row = this.#names.find(experiment);
    const i = row < 0 ? -1 : this.#find(customerRow, row);
    if (i < 0) return undefined;
    const variant = this.#pairs.ints[(this.#pairs.start(customerRow) + i) * 2 + 1];
    return this.#names.key(variant)?.slice(experiment.length + 1);
  }

  #find(customerRow: number, experimentRow: number): number {
    const start = this.#pairs.start(customerRow);
    for (let i = 0; i < this.#pairs.length(customerRow); i++) {
      if (this.#pairs.ints[(start + i) * 2] === experimentRow) return i;
    }
    return -1;
  }

  #add(customerRow: number, experimentRow: number, variantRow: number): void {
    if (this.#find(customerRow, experimentRow) >= 0) return;
    this.#customers.touch(customerRow);
    const at = this.#pairs.push(customerRow) * 2;
    this.#pairs.ints[at] = experimentRow;
    this.#pairs.ints[at + 1] = variantRow;
  }
}
