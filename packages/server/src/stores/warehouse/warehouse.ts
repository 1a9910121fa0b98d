import type { ByteFormat } from './byte-format.ts';

/** Port: all history, for analytics and training sets. ClickHouse SQL in every adapter. Embedded: chDB in this process. */
export interface Warehouse {
  /** The database of these tables. Tables that are derived from them stand in databases whose names begin with it. */
  readonly database: string;
  /**
   * Inserts rows as one block. The same `token` within the deduplication window counts once, in the table
   * and in its materialized views, even if the first try ended in a crash half-way.
   * `rows` is newline-delimited JSON, an object by column name each (see rows.ts); bytes spare a copy and
   * must not change until this resolves. Rejects with `storage_full` or `storage_failed`.
   */
  insert(table: RowTable, rows: string | Uint8Array, token: string): Promise<void>;
  /**
   * Inserts the events of consecutive journal records in the same way, given as the journal stores them: JSON
   * objects, one after the other, apart by commas or white space. The first record has the offset
   * `firstOffset`; what is no event must stand there as `{}` for its place in the count.
   */
  insertEvents(records: Uint8Array, firstOffset: number, token: string): Promise<void>;
  /**
   * Runs one statement with bound parameters (`{name:Type}` in the text). No string from a request may be in
   * `sql`, and no FORMAT clause. Times come as `YYYY-MM-DD hh:mm:ss.mmm` in UTC, 64-bit integers as numbers.
   * Rejects with `overloaded` (time or memory), `unprocessable` (too many rows), `invalid_request` (a
   * parameter of the wrong type), or the signal's reason.
   */
  query<Row>(
    sql: string,
    params?: Record<string, unknown>,
    options?: QueryOptions,
  ): Promise<QueryResult<Row>>;
  /**
   * The same without bounds on rows and time, as the engine itself writes it: in pieces of up to some megabytes and in
   * constant memory, the next one made when it is asked for. Stop reading to end it; `signal` also ends it while a
   * piece is awaited, and the reading rejects with its reason. Rejects with `overloaded` when too many are read
   * already, and in the middle with whatever breaks it there.
   */
  streamBytes(
    sql: string,
    params: Record<string, unknown>,
    format: ByteFormat,
    signal?: AbortSignal,
  ): AsyncIterable<Uint8Array>;
  /** DDL and mutations; resolves when done on all data. */
  command(sql: string, params?: Record<string, unknown>): Promise<void>;
  /**
   * Runs statements that make tables from tables (DDL, `INSERT … SELECT`), one after the other, each within
   * `timeoutMs`; inserts of events do not wait for them unless `exclusive`: then none comes in between.
   * Rejects with `overloaded` (time or memory), `storage_full`, `unprocessable` with the engine's words for
   * whatever else it refuses, or the signal's reason. Statements before the one that failed stay done.
   */
  build(statements: readonly string[], options: BuildOptions): Promise<void>;
  /** Deletes every row of these from every table and waits until no part on disk holds them. */
  erase(subject: WarehouseSubject): Promise<void>;
  close(): Promise<void>;
}

/** Whose rows an erasure deletes. Rows of an anonymous id that name a customer are that customer's. */
export interface WarehouseSubject {
  customerIds: string[];
  anonymousIds: string[];
  decisionIds: string[];
  /** Of events without a customer, where several customers had the anonymous id. */
  messageIds: string[];
}

export const warehouseTables = ['events', 'decisions', 'items', 'customers', 'aliases'] as const;
export type WarehouseTable = (typeof warehouseTables)[number];
/** Tables that take rows by column name; events come as the journal's records. */
export const rowTables = ['decisions', 'items', 'customers', 'aliases'] as const;
export type RowTable = (typeof rowTables)[number];

export interface QueryOptions {
  /** Default 30,000; includes waiting for a free connection. */
  timeoutMs?: number;
  /** Default 100,000. */
  maxRows?: number;
  /** Ends the statement in the engine too. */
  signal?: AbortSignal;
}

export interface BuildOptions {
  /** For each statement. */
  timeoutMs: number;
  /** Ends the statement in the engine too. */
  signal?: AbortSignal;
  /** Default false. */
  exclusive?: boolean;
  /** Bound parameters. */
  params?: Record<string, unknown>;
}

export interface QueryResult<Row> {
  rows: Row[];
  elapsedMs: number;
  rowsRead: number;
}
