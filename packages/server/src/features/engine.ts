import type { EventRecord, JsonObject } from '../stores/journal/record.ts';
import type { StateTable } from '../stores/online/state-table.ts';
import type { CompiledColumns, Triggers } from './columns.ts';
import type { FeatureDefinition } from './definition.ts';
import { describeAffinities, describeFeatures, recentEvents } from './describe.ts';
import type {
  Applied,
  AttributeAffinity,
  CustomerFeatures,
  FeatureEngine,
  ReadRequest,
  RecentEvent,
} from './feature-engine.ts';
import type { FeatureState } from './feature-state.ts';
import type { ItemColumns } from './item-columns.ts';
import type { PackedRows } from './primitives/packed-rows.ts';
import type { PairHistory } from './primitives/pair-history.ts';
import type { Occurrence, Primitive } from './primitives/primitive.ts';

/** Times are kept within 1970 and 2200; ingestion refuses what is outside, this only bounds arithmetic. */
const lastTime = Date.UTC(2200, 0, 1);
/** Bounds of money and quantity, far beyond any real event, so that sums stay finite. */
const largest = 1e12;
/** Values per attribute in `describe`. */
const describedAffinities = 20;

/** The feature engine over compiled columns; made by `compileFeatures`. */
export class StateFeatureEngine implements FeatureEngine {
  readonly name = 'features';
  readonly definitions: readonly FeatureDefinition[];
  readonly names: readonly string[];
  readonly width: number;
  readonly hash: string;
  readonly customers: StateTable;
  readonly items: StateTable;
  readonly itemColumns: ItemColumns;

  readonly #state: FeatureState;
  readonly #columns: CompiledColumns;
  readonly #rows: PackedRows;
  readonly #lastInteraction: number;
  /** What to update by type code: the primitives' `update`, bound (a dozen classes in one loop are looked up anew each time). */
  readonly #dispatch: (readonly Primitive['update'][] | undefined)[] = [];
  readonly #occurrence: Occurrence = {
    customerRow: 0,
    itemRow: -1,
    type: 0,
    time: 0,
    value: Number.NaN,
    quantity: 1,
    channel: 0,
    device: 0,
  };
  readonly #knownTypes: readonly string[];
  #typesKnown = false;
  /** Values that are the same for every candidate of a read. */
  readonly #constants: Float64Array;
  readonly #pairLoaded: Uint8Array;
  /** What was read to warm rows: kept, since reads that nothing uses would be left out. */
  warmth = 0;

  constructor(
    definitions: readonly FeatureDefinition[],
    hash: string,
    state: FeatureState,
    columns: CompiledColumns,
  ) {
    this.definitions = definitions;
    this.names = definitions.map((definition) => definition.name);
    this.width = definitions.length;
    this.hash = hash;
    this.customers = state.customers;
    this.items = state.items;
    this.itemColumns = state.itemColumns;
    this.#state = state;
    this.#columns = columns;
    this.#rows = state.rows.customer;
    this.#lastInteraction = state.lastInteraction;
    this.#constants = new Float64Array(this.width);
    this.#pairLoaded = new Uint8Array(columns.pairs.length);
    const named = state.primitives.flatMap(({ events }) => (events === 'all' ? [] : [...events]));
    this.#knownTypes = [...new Set(named)].sort();
  }

  apply(applied: Applied): void {
    const { record } = applied;
    if (record.kind === 'event') {
      if (applied.customerRow >= 0) this.#applyEvent(record, applied.customerRow, applied.itemRow);
    } else if (record.kind === 'item') {
      if (applied.itemRow >= 0) this.itemColumns.set(applied.itemRow, record.item);
    } else if (record.kind === 'item_removed') {
      if (applied.itemRow >= 0) this.itemColumns.remove(applied.itemRow);
    } else return;
    this.#state.version++;
  }

  warm(customerRows: Int32Array, itemRows: Int32Array, count: number): void {
    const { rows, primitives } = this.#state;
    let sum = rows.customer.warm(customerRows, count) + rows.item.warm(itemRows, count);
    for (const primitive of primitives) sum += primitive.warm?.(customerRows, itemRows, count) ?? 0;
    this.warmth = sum;
  }

  merge(fromRow: number, toRow: number): void {
    this.customers.touch(fromRow);
    this.customers.touch(toRow);
    for (const primitive of this.#state.primitives) primitive.merge?.(fromRow, toRow);
    this.#state.attributes.merge(fromRow, toRow);
    this.#interacted(toRow, this.#lastTime(fromRow));
    this.#state.version++;
  }

  forget(customerRow: number): void {
    this.customers.touch(customerRow);
    for (const primitive of this.#state.primitives) primitive.forget?.(customerRow);
    this.#state.version++;
  }

  read(request: ReadRequest, out: Float64Array): void {
    const { customerRow, itemRows, count, at, context } = request;
    const { width } = this;
    if (out.length < count * width) {
      throw new RangeError(`out must hold ${count} × ${width} values, has room for ${out.length}`);
    }
    const { customer, item, pairs, context: contextual } = this.#columns;
    const constants = this.#constants;
    for (const column of customer) constants[column.index] = this.#customerValue(customerRow, column, at);
    for (const column of contextual) {
      const value = column.read(context, at);
      constants[column.index] = Number.isNaN(value) ? column.fallback : value;
    }
    for (let p = 0; p < pairs.length; p++) this.#pairLoaded[p] = pairs[p].pair.load(customerRow, at) ? 1 : 0;

    for (let i = 0; i < count; i++) {
      const base = i * width;
      const row = itemRows[i];
      out.set(constants, base);
      for (let c = 0; c < item.length; c++) {
        const column = item[c];
        const value = row < 0 ? Number.NaN : column.read(row, at);
        out[base + column.index] = Number.isNaN(value) ? column.fallback : value;
      }
      for (let p = 0; p < pairs.length; p++) {
        const column = pairs[p];
        const value = row < 0 || this.#pairLoaded[p] === 0 ? Number.NaN : column.pair.value(row, at);
        out[base + column.index] = Number.isNaN(value) ? column.fallback : value;
      }
    }
  }

  readCustomer(customerRow: number, column: number, at: number): number {
    const found = this.#columns.customerByIndex[column];
    if (found === undefined) {
      throw new RangeError(
        `feature ${this.names[column] ?? column} is not about the customer alone; its scope must be customer`,
      );
    }
    return this.#customerValue(customerRow, found, at);
  }

  triggers(column: number): Triggers {
    const triggers = this.#columns.triggers[column];
    if (triggers === undefined) throw new RangeError(`column must be 0 to ${this.width - 1}, got ${column}`);
    return triggers;
  }

  describe(customerRow: number, at: number): CustomerFeatures {
    const affinities: CustomerFeatures['affinities'] = {};
    for (const { attribute, values } of this.affinities(customerRow, at, describedAffinities)) {
      affinities[attribute] = Object.fromEntries(values.map(({ value, share }) => [value, share]));
    }
    return {
      features: describeFeatures(this.#columns, this.names, customerRow, at),
      affinities,
      behaviorScore: this.behaviorScore(customerRow),
      lastInteraction: this.lastInteraction(customerRow),
    };
  }

  affinities(customerRow: number, at: number, limit: number): AttributeAffinity[] {
    return describeAffinities(this.#state, customerRow, at, limit);
  }

  behaviorScore(customerRow: number): number {
    return customerRow < 0 ? 0 : (this.#state.score?.value(customerRow) ?? 0);
  }

  lastInteraction(customerRow: number): number | null {
    return customerRow < 0 ? null : this.#lastTime(customerRow) || null;
  }

  attributes(customerRow: number): JsonObject {
    return customerRow < 0 ? {} : this.#state.attributes.get(customerRow);
  }

  recentEvents(customerRow: number, limit: number): RecentEvent[] {
    return customerRow < 0 ? [] : recentEvents(this.#state, customerRow, limit);
  }

  pairHistory(events: readonly string[]): PairHistory | undefined {
    return this.#state.findPairs(events);
  }

  #customerValue(row: number, column: CompiledColumns['customer'][number], at: number): number {
    if (row < 0) return column.fallback;
    const value = column.read(row, at);
    return Number.isNaN(value) ? column.fallback : value;
  }

  #applyEvent(record: EventRecord, customerRow: number, itemRow: number): void {
    const state = this.#state;
    if (!this.#typesKnown) {
      // Types that features name come first, so that a flood of invented types cannot crowd them out.
      for (const type of this.#knownTypes) state.types.intern(type);
      this.#typesKnown = true;
    }
    const o = this.#occurrence;
    o.customerRow = customerRow;
    o.itemRow = itemRow;
    o.type = state.types.intern(record.type);
    o.time = bounded(record.timestamp, 1, lastTime, bounded(record.receivedAt, 1, lastTime, 1));
    o.value = record.value === undefined ? Number.NaN : bounded(record.value, -largest, largest, Number.NaN);
    o.quantity = record.quantity === undefined ? 1 : bounded(record.quantity, 0, largest, 1);
    o.channel = record.channel === undefined ? 0 : state.channels.intern(record.channel);
    o.device = record.device === undefined ? 0 : state.devices.intern(record.device);

    this.customers.touch(customerRow);
    if (itemRow >= 0) this.items.touch(itemRow);
    const updates = this.#dispatch[o.type] ?? this.#dispatchFor(o.type);
    for (let i = 0; i < updates.length; i++) updates[i](o);
    if (state.activity.byCode[o.type] === 1) this.#interacted(customerRow, o.time);
    if (record.traits !== undefined) state.attributes.set(customerRow, record.traits, o.time);
  }

  #lastTime(customerRow: number): number {
    return this.#rows.data[customerRow * this.#rows.stride + this.#lastInteraction];
  }

  #interacted(customerRow: number, time: number): void {
    const { data, stride } = this.#rows;
    const i = customerRow * stride + this.#lastInteraction;
    if (time > data[i]) data[i] = time;
  }

  #dispatchFor(type: number): readonly Primitive['update'][] {
    const name = this.#state.types.value(type) ?? '';
    const primitives = this.#state.primitives.filter(({ events }) => events === 'all' || events.has(name));
    const updates = primitives.map((primitive) => primitive.update.bind(primitive));
    while (this.#dispatch.length < type) this.#dispatch.push(undefined);
    this.#dispatch[type] = updates;
    return updates;
  }
}

function bounded(value: number, min: number, max: number, fallback: number): number {
  return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
}
