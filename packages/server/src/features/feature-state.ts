import type { OnlineStore } from '../stores/online/online-store.ts';
import type { StateTable } from '../stores/online/state-table.ts';
import type { FeatureDefinition } from './definition.ts';
import { milliseconds } from './duration.ts';
import { eventsOf, passiveTypes } from './events-of.ts';
import { ItemColumns } from './item-columns.ts';
import { Affinity } from './primitives/affinity.ts';
import { BehaviorScore } from './primitives/behavior-score.ts';
import { CustomerAttributes } from './primitives/customer-attributes.ts';
import { CustomerHistory } from './primitives/customer-history.ts';
import { DecayedSum, type Subject } from './primitives/decayed-sum.ts';
import { maxPlaces, maxTypes } from './primitives/history.ts';
import { ItemHistory } from './primitives/item-history.ts';
import { LastTimes } from './primitives/last-times.ts';
import { PackedRows } from './primitives/packed-rows.ts';
import { PairHistory } from './primitives/pair-history.ts';
import { PriceLevel } from './primitives/price-level.ts';
import type { Primitive } from './primitives/primitive.ts';
import { Windows } from './primitives/windows.ts';
import { TypeNumbers, Vocabulary } from './vocabulary.ts';

type Weights = Readonly<Record<string, number>>;

/**
 * All state that a set of definitions needs, each piece once: definitions that ask for the same primitive
 * share it. A primitive's parameters are part of its column's name, so that other parameters are another
 * shape of state and lead to a rebuild from the journal.
 */
export class FeatureState {
  readonly store: OnlineStore;
  readonly customers: StateTable;
  readonly items: StateTable;
  readonly itemColumns: ItemColumns;
  readonly types: Vocabulary;
  readonly channels: Vocabulary;
  readonly devices: Vocabulary;
  readonly history: CustomerHistory;
  readonly attributes: CustomerAttributes;
  readonly customerWindows: Windows;
  readonly itemWindows: Windows;
  readonly customerTimes: LastTimes;
  readonly itemTimes: LastTimes;
  /** 1 for activity of the customer, 0 for passive types; by type code. */
  readonly activity: TypeNumbers;
  /** In the order in which events update them. */
  readonly primitives: Primitive[] = [];
  /** The first declared. */
  score: BehaviorScore | undefined;
  /** Raised with every change of state; what was computed under another version is stale. */
  version = 0;

  /** Place of the time of a customer's latest activity. */
  readonly lastInteraction: number;

  readonly #totals: StateTable;
  /** The fixed-size numbers of customers, items and the deployment. */
  readonly rows: Record<Subject, PackedRows>;
  readonly #shared = new Map<string, Primitive>();

  constructor(
    definitions: readonly FeatureDefinition[],
    store: OnlineStore,
    itemAttributes: Iterable<string>,
  ) {
    this.store = store;
    this.customers = store.table('customers');
    this.#totals = store.table('totals');
    this.types = new Vocabulary(store, 'type', maxTypes);
    this.channels = new Vocabulary(store, 'channel', maxPlaces);
    this.devices = new Vocabulary(store, 'device', maxPlaces);
    const numbers = attributesOf(definitions, 'item').filter((name) => name !== 'price');
    this.itemColumns = new ItemColumns(
      store,
      ['category', 'categories', 'tags', ...numbers, ...valuedAttributes(definitions), ...itemAttributes],
      numbers,
    );
    this.items = this.itemColumns.table;
    this.rows = {
      customer: new PackedRows(this.customers),
      item: new PackedRows(this.items),
      total: new PackedRows(this.#totals),
    };
    this.lastInteraction = this.rows.customer.take('lastInteraction', 1);
    this.attributes = new CustomerAttributes(store, this.customers, attributesOf(definitions, 'customer'));
    this.activity = new TypeNumbers(this.types, new Map([...passiveTypes].map((type) => [type, 0])), 1);

    this.history = this.#add(new CustomerHistory(this.customers, this.types));
    const customerSlots = numbered(eventNames(definitions, (d) => d.scope !== 'item'));
    const itemSlots = numbered(eventNames(definitions, (d) => d.scope === 'item'));
    const windowed = numbered(eventNames(definitions, (d) => d.scope === 'item' && 'window' in d));
    const itemHistory = this.#add(
      new ItemHistory(this.items, new Set(windowed.keys()), longestItemWindow(definitions)),
    );
    this.customerWindows = new Windows(
      this.history.list,
      customerSlots,
      this.#slots(customerSlots),
      () => this.version,
    );
    this.itemWindows = new Windows(itemHistory.list, windowed, this.#slots(windowed), () => this.version);
    this.customerTimes = this.#add(
      new LastTimes(this.rows.customer, false, customerSlots, this.#slots(customerSlots)),
    );
    this.itemTimes = this.#add(new LastTimes(this.rows.item, true, itemSlots, this.#slots(itemSlots)));
  }

  /** Makes the columns, after every primitive took its place. */
  declare(): void {
    for (const rows of Object.values(this.rows)) rows.declare();
  }

  decayed(subject: Subject, weights: Weights, halfLife: string): DecayedSum {
    const name = `decayed:${describe(weights)}:${halfLife}`;
    return this.#share(`${subject}:${name}`, () => {
      const table = { customer: this.customers, item: this.items, total: this.#totals }[subject];
      return new DecayedSum(
        table,
        this.rows[subject],
        subject,
        name,
        ...this.#weighted(weights),
        milliseconds(halfLife),
      );
    });
  }

  affinity(attribute: string, weights: Weights, halfLife: string): Affinity {
    const name = `affinity:${attribute}:${describe(weights)}:${halfLife}`;
    return this.#share(name, () => {
      const column = this.itemColumns.attribute(attribute);
      return new Affinity(this.customers, name, column, ...this.#weighted(weights), milliseconds(halfLife));
    });
  }

  pairs(events: readonly string[]): PairHistory {
    return this.#share(
      `pairs:${[...events].sort().join(',')}`,
      () => new PairHistory(this.customers, this.items, new Set(events)),
    );
  }

  priceLevel(events: readonly string[], halfLife: string): PriceLevel {
    const name = `priceLevel:${[...events].sort().join(',')}:${halfLife}`;
    const make = () =>
      new PriceLevel(this.rows.customer, this.itemColumns, name, new Set(events), milliseconds(halfLife));
    return this.#share(name, make);
  }

  behaviorScore(weights: Weights, halfLife: string): BehaviorScore {
    const name = `behaviorScore:${describe(weights)}:${halfLife}`;
    return this.#share(name, () => {
      const score = new BehaviorScore(
        this.rows.customer,
        name,
        ...this.#weighted(weights),
        milliseconds(halfLife),
      );
      this.store.section(score);
      this.score ??= score;
      return score;
    });
  }

  /** The pair history of exactly these event types, if a definition made one. */
  findPairs(events: readonly string[]): PairHistory | undefined {
    const found = this.#shared.get(`pairs:${[...events].sort().join(',')}`);
    return found instanceof PairHistory ? found : undefined;
  }

  #weighted(weights: Weights): [ReadonlySet<string>, TypeNumbers] {
    const numbers = new Map(Object.entries(weights));
    return [new Set(numbers.keys()), new TypeNumbers(this.types, numbers, 0)];
  }

  #slots(slotOf: ReadonlyMap<string, number>): TypeNumbers {
    return new TypeNumbers(this.types, slotOf, -1);
  }

  #share<P extends Primitive>(key: string, make: () => P): P {
    const known = this.#shared.get(key);
    if (known !== undefined) return known as P;
    const made = this.#add(make());
    this.#shared.set(key, made);
    return made;
  }

  #add<P extends Primitive>(primitive: P): P {
    this.primitives.push(primitive);
    return primitive;
  }
}

function attributesOf(definitions: readonly FeatureDefinition[], scope: 'customer' | 'item'): string[] {
  return definitions.flatMap((d) => (d.kind === 'attribute' && d.scope === scope ? [d.attribute] : []));
}

/** Item attributes that definitions read as values. */
function valuedAttributes(definitions: readonly FeatureDefinition[]): string[] {
  return definitions.flatMap((d) => {
    if (d.kind === 'affinity') return [d.attribute];
    return d.kind === 'distinct' && typeof d.of === 'object' ? [d.of.attribute] : [];
  });
}

function longestItemWindow(definitions: readonly FeatureDefinition[]): number {
  return Math.max(
    milliseconds('1h'),
    ...definitions.map((d) => (d.scope === 'item' && 'window' in d ? milliseconds(d.window) : 0)),
  );
}

function eventNames(
  definitions: readonly FeatureDefinition[],
  keep: (definition: FeatureDefinition) => boolean,
): string[] {
  return [...new Set(definitions.filter(keep).flatMap(eventsOf))].sort();
}

function numbered(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, i) => [name, i]));
}

function describe(weights: Weights): string {
  return Object.entries(weights)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([event, weight]) => `${event}=${weight}`)
    .join(',');
}
