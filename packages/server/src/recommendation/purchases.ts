import type { FeatureDefinition } from '../features/definition.ts';
import type { Applied, RecordConsumer } from '../features/feature-engine.ts';
import { PairHistory, pairLimit } from '../features/primitives/pair-history.ts';
import type { Occurrence } from '../features/primitives/primitive.ts';
import type { ListColumn, NumberColumn, StateTable } from '../stores/online/state-table.ts';

/** A customer's bought items; the first `count` are filled. */
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
    items: new Int32Array(pairLimit),
    occasions: new Int32Array(pairLimit),
    first: new Float64Array(pairLimit),
    last: new Float64Array(pairLimit),
  };
}

const events = ['purchase'];

/**
 * What each customer bought, how often and when, and how soon buyers of an item come back for it. The
 * features keep this when one of their definitions is about purchases of the pair; otherwise it is kept here.
 */
export class Purchases implements RecordConsumer {
  readonly name = 'purchases';
  readonly #pairs: PairHistory;
  readonly #list: ListColumn;
  readonly #intervals: NumberColumn<Float64Array>;
  readonly #customers: StateTable;
  readonly #items: StateTable;
  readonly #keptByFeatures: boolean;
  readonly #occurrence: Occurrence = {
    customerRow: 0,
    itemRow: 0,
    type: 0,
    time: 0,
    value: Number.NaN,
    quantity: 1,
    channel: 0,
    device: 0,
  };

  /** To be made after the features, before `restore()`. */
  constructor(customers: StateTable, items: StateTable, definitions: readonly FeatureDefinition[]) {
    this.#customers = customers;
    this.#items = items;
    this.#keptByFeatures = definitions.some(
      (definition) =>
        (definition.kind === 'repurchase' ||
          definition.kind === 'occasions' ||
          (definition.kind === 'recency' && definition.scope === 'pair')) &&
        definition.events.length === 1 &&
        definition.events[0] === 'purchase',
    );
    this.#pairs = new PairHistory(customers, items, new Set(events));
    this.#list = this.#pairs.list;
    this.#intervals = items.float64(`intervals:${events.join(',')}`, 2);
  }

  apply({ record, customerRow, itemRow }: Applied): void {
    if (this.#keptByFeatures || record.kind !== 'event' || record.type !== 'purchase') return;
    if (customerRow < 0 || itemRow < 0) return;
    this.#customers.touch(customerRow);
    this.#items.touch(itemRow);
    this.#occurrence.customerRow = customerRow;
    this.#occurrence.itemRow = itemRow;
    this.#occurrence.time = record.timestamp;
    this.#pairs.update(this.#occurrence);
  }

  merge(from: number, to: number): void {
    if (this.#keptByFeatures) return;
    this.#customers.touch(to);
    this.#pairs.merge(from, to);
  }

  read(row: number, view: PurchaseView): PurchaseView {
    view.count = row < 0 ? 0 : this.#list.length(row);
    if (view.count === 0) return view;
    const { floats, ints } = this.#list;
    const start = this.#list.start(row);
    for (let i = 0; i < view.count; i++) {
      const at = (start + i) * 2;
      view.first[i] = floats[at];
      view.last[i] = floats[at + 1];
      view.items[i] = ints[at];
      view.occasions[i] = ints[at + 1];
    }
    return view;
  }

  /** Intervals observed between two purchases of the item by one customer, over all customers. */
  intervals(item: number): number {
    return this.#intervals.data[item * 2 + 1];
  }

  /** Their mean, ms; NaN when there is none. */
  meanInterval(item: number): number {
    const count = this.#intervals.data[item * 2 + 1];
    return count > 0 ? this.#intervals.data[item * 2] / count : Number.NaN;
  }
}
