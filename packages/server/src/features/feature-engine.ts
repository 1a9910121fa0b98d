import type { JournalRecord, JsonObject } from '../stores/journal/record.ts';
import type { StateTable } from '../stores/online/state-table.ts';
import type { FeatureDefinition } from './definition.ts';
import type { ItemColumns } from './item-columns.ts';
import type { PairHistory } from './primitives/pair-history.ts';

/** What a record is about, looked up once and handed to every consumer. One object, reused for each record. */
export interface Applied {
  record: JournalRecord;
  offset: number;
  /** Row in `customers` after identity resolution; −1 for records about no customer. */
  customerRow: number;
  /** Row in `items`; −1 when the record names none. */
  itemRow: number;
}

/** Something that learns from each record, in journal order, exactly once. Must be synchronous and fast. */
export interface RecordConsumer {
  readonly name: string;
  apply(applied: Applied): void;
  /** `from` and `to` turned out to be one customer: fold `from` into `to`. `from` is removed afterwards. */
  merge?(fromRow: number, toRow: number): void;
  /** The customer is erased: forget the row. Called before the row is freed. */
  forget?(customerRow: number): void;
}

export interface ReadRequest {
  /** −1 for an unknown customer. */
  customerRow: number;
  /** Candidate items; the first `count` are read. */
  itemRows: Int32Array;
  count: number;
  context: { channel?: string; device?: string };
  /** Epoch ms the vector is true for. Online: now; in replay: the decision's timestamp. */
  at: number;
}

/** The features of one customer, for profiles, segments and pages. */
export interface CustomerFeatures {
  features: Record<string, number | null>;
  /** attribute → value → share 0..1, at most 20 each, largest first (values that look like whole numbers stand before others). */
  affinities: Record<string, Record<string, number>>;
  behaviorScore: number;
  /** Epoch ms of the latest event; null when none. */
  lastInteraction: number | null;
}

/** What a customer prefers of one attribute. */
export interface AttributeAffinity {
  attribute: string;
  /** Shares of all interest in the attribute, 0..1. */
  values: { value: string; share: number }[];
}

/** An entry of a customer's timeline. */
export interface RecentEvent {
  /** `(other)` for a type beyond the 10,000 that are told apart. */
  type: string;
  /** −1 when the event named no item. */
  itemRow: number;
  /** Event time, epoch ms; the start of the hour or day when old events were joined (`count` > 1). */
  time: number;
  /** Sum of the events' values; null when none carried one. */
  value: number | null;
  quantity: number;
  channel?: string;
  device?: string;
  /** How many events this entry stands for. */
  count: number;
}

export interface FeatureEngine extends RecordConsumer {
  readonly definitions: readonly FeatureDefinition[];
  /** Feature names by column of the vector. */
  readonly names: readonly string[];
  /** Number of columns. */
  readonly width: number;
  /** SHA-256 of the definitions; stored with every model and decision set. */
  readonly hash: string;
  readonly customers: StateTable;
  readonly items: StateTable;
  /** Prices, availability and attributes of items, by item row. */
  readonly itemColumns: ItemColumns;

  /** Brings what events of these rows (−1: none) will change into the processor's cache; changes nothing. */
  warm(customerRows: Int32Array, itemRows: Int32Array, count: number): void;
  /** Writes `count × width` values row-major into `out`; NaN where missing and without default. Allocates nothing. */
  read(request: ReadRequest, out: Float64Array): void;
  /** One customer-scope feature by column; NaN when missing. For segment rules. */
  readCustomer(customerRow: number, column: number, at: number): number;
  /** Event types that can change this column; `undefined` when time alone changes it too. */
  triggers(column: number): { events: ReadonlySet<string>; time: boolean };
  describe(customerRow: number, at: number): CustomerFeatures;
  attributes(customerRow: number): JsonObject;
  /**
   * Shares of interest per attribute that has an affinity feature, largest first, at most `limit` each. Lists,
   * since an object would put values that look like numbers first.
   */
  affinities(customerRow: number, at: number, limit: number): AttributeAffinity[];
  /** 0..100; 0 without a `behaviorScore` feature or activity. */
  behaviorScore(customerRow: number): number;
  /** Epoch ms of the customer's latest activity; null when none. */
  lastInteraction(customerRow: number): number | null;
  /** The customer's newest events, newest first, at most `limit`. */
  recentEvents(customerRow: number, limit: number): RecentEvent[];
  /**
   * Which items a customer did these very event types with, when, and how often; for buy-again sources and
   * bought-within filters. Undefined unless a `repurchase`, `occasions` or pair `recency` feature names the same types.
   */
  pairHistory(events: readonly string[]): PairHistory | undefined;
}
