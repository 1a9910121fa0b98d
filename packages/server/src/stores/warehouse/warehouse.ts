/** Port: all history, for analytics and training sets. ClickHouse SQL in every adapter. Embedded: chDB in this process. */
export interface Warehouse {
  /**
   * Inserts rows as one block. The same `token` within the deduplication window counts once, in the table
   * and in its materialized views, even if the first try ended in a crash half-way.
   * `rows` is newline-delimited JSON, an object by column name each.
   */
  insert(table: WarehouseTable, rows: string, token: string): Promise<void>;
  /** Runs one statement with bound parameters (`{name:Type}` in the text). No string from a request may be in `sql`. */
  query<Row>(
    sql: string,
    params?: Record<string, unknown>,
    options?: QueryOptions,
  ): Promise<QueryResult<Row>>;
  /** The same, row by row, in constant memory. */
  stream<Row>(sql: string, params?: Record<string, unknown>): AsyncIterable<Row[]>;
  /** DDL and mutations; resolves when done on all data. */
  command(sql: string, params?: Record<string, unknown>): Promise<void>;
  /** Deletes every row of these customers from every table and waits until no part on disk holds them. */
  erase(subject: { customerIds: string[]; anonymousIds: string[]; decisionIds: string[] }): Promise<void>;
  close(): Promise<void>;
}

export type WarehouseTable = 'events' | 'decisions' | 'items' | 'customers' | 'aliases';

export interface QueryOptions {
  timeoutMs?: number;
  maxRows?: number;
}

export interface QueryResult<Row> {
  rows: Row[];
  elapsedMs: number;
  rowsRead: number;
}
