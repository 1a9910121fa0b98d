import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ResponseJSON } from '@clickhouse/client';
import { drainPending, Session } from 'chdb';
import { AppError } from '../../errors.ts';
import { lowerThreadPriority } from '../thread-priority.ts';
import type { ByteFormat } from './byte-format.ts';
import { ByteStreams } from './byte-streams.ts';
import { ChdbConnections, LanePool, newTag, stopStatement } from './chdb-connections.ts';
import { writeEngineConfig } from './engine-config.ts';
import { eraseStatements, schemaStatements } from './schema.ts';
import type {
  BuildOptions,
  QueryOptions,
  QueryResult,
  RowTable,
  Warehouse,
  WarehouseSubject,
} from './warehouse.ts';
import { buildError, queryError, type StatementBounds, writeError } from './warehouse-error.ts';

export interface WarehouseOptions {
  /** Prefix of the database's name; lower-case letters, digits, underscores. */
  namespace: string;
  /** Bytes that one statement may use. Default 300 MB. */
  statementMemory?: number;
  /** Default true; false stores plain bytes. */
  compression?: boolean;
}

const defaultTimeoutMs = 30_000;
const defaultMaxRows = 100_000;
/** Reads at once. Every running statement occupies one of libuv's four threads, which files need too. */
const readers = 2;
const oldPartsTimeoutMs = 60_000;

/**
 * The engine's threads, and those of libuv's pool which call it. What they do yields to serving, or on few cores
 * an insert or a merge would hold up answers for tens of milliseconds. The lowest priority would starve them on a
 * machine that others use too: they get a tenth of what an equal thread gets, not a seventieth.
 */
const engineThreads: ReadonlySet<string> = new Set([
  'libuv-worker',
  'ThreadPool',
  'BgSchPool',
  'BgStrmSchPool',
  'Common',
  'Fetch',
  'MergeMutate',
  'Move',
  'PoolDelayExec',
]);
const engineNiceness = 10;

/**
 * Opens the embedded warehouse in `dir` (made when absent): chDB, that is ClickHouse in this process.
 * One folder at a time in one process, and only in its main thread: the engine ends a process whose worker
 * thread had opened it. Rejects with `storage_failed` when the folder cannot be used.
 */
export async function openWarehouse(dir: string, options: WarehouseOptions): Promise<Warehouse> {
  const data = resolve(dir, 'data');
  await mkdir(data, { recursive: true });
  const config = await writeEngineConfig(dir);
  const database = options.namespace === '' ? 'personalization' : `${options.namespace}_personalization`;
  let engine: Session | undefined;
  try {
    await drainPending();
    engine = new Session(data, { connectionArgs: [`--config-file=${config}`] });
    await engine.queryAsync(`CREATE DATABASE IF NOT EXISTS \`${database}\``);
    const connections = new ChdbConnections(data, database, options.statementMemory ?? 300_000_000);
    const writer = await LanePool.open(connections, 1);
    for (const query of schemaStatements({ compression: options.compression ?? true })) {
      await writer.use((lane) => lane.client.command({ query }));
    }
    const reader = await LanePool.open(connections, readers);
    const control = await LanePool.open(connections, 1);
    lowerThreadPriority(engineThreads, engineNiceness);
    return new ChdbWarehouse(engine, connections, database, { writer, reader, control });
  } catch (cause) {
    engine?.close();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('storage_failed', `the warehouse in ${join(dir)} could not be opened: ${why}`, {
      cause,
    });
  }
}

interface Pools {
  /** Inserts and mutations, one after the other. */
  writer: LanePool;
  reader: LanePool;
  /** Stops statements that run on the others. */
  control: LanePool;
}

class ChdbWarehouse implements Warehouse {
  readonly #engine: Session;
  readonly database: string;
  readonly #pools: Pools;
  readonly #streams: ByteStreams;
  #closing: Promise<void> | undefined;

  constructor(engine: Session, connections: ChdbConnections, database: string, pools: Pools) {
    this.#engine = engine;
    this.database = database;
    this.#pools = pools;
    this.#streams = new ByteStreams(connections, (tag) => this.#stop(tag));
  }

  insert(table: RowTable, rows: string | Uint8Array, token: string): Promise<void> {
    const values = typeof rows === 'string' ? Buffer.from(rows, 'utf8') : rows;
    return this.#insertBlock(table, values, { insert_deduplication_token: token });
  }

  insertEvents(records: Uint8Array, firstOffset: number, token: string): Promise<void> {
    return this.#insertBlock('recorded_events', records, {
      insert_deduplication_token: token,
      input_format_skip_unknown_fields: 1,
      // The one setting made for a client's own words; the view reads it.
      log_comment: String(firstOffset),
    });
  }

  async #insertBlock(
    table: string,
    values: Uint8Array,
    settings: Record<string, string | number>,
  ): Promise<void> {
    this.#refuseWhenClosing();
    if (values.length === 0) return;
    await this.#pools.writer
      .use(({ connection }) =>
        // Settings in the statement: on the connection they would outlive it, and the token with them.
        connection.chdb.rawInsert({
          table,
          values,
          format: 'JSONEachRow',
          settings: {
            ...settings,
            async_insert: 0,
            // One block whatever the size: a token counts for each block apart, offsets count on in it.
            input_format_parallel_parsing: 0,
            max_insert_block_size: 100_000_000,
            min_insert_block_size_rows: 0,
            min_insert_block_size_bytes: 0,
            max_partitions_per_insert_block: 0,
          },
        }),
      )
      .catch((error: unknown) => {
        throw writeError(error);
      });
  }

  async query<Row>(
    sql: string,
    params: Record<string, unknown> = {},
    options: QueryOptions = {},
  ): Promise<QueryResult<Row>> {
    this.#refuseWhenClosing();
    const bounds: StatementBounds = {
      timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
      maxRows: options.maxRows ?? defaultMaxRows,
    };
    const { signal } = options;
    const start = performance.now();
    try {
      signal?.throwIfAborted();
      return await this.#pools.reader.use(async ({ client }) => {
        // Waiting for a connection counts.
        const left = bounds.timeoutMs - (performance.now() - start);
        if (left <= 0) throw queryTimeout(bounds);
        signal?.throwIfAborted();
        return this.#stoppable(left, signal, async (tag) => {
          const result = await client.query({
            query: `${tag} ${sql}`,
            query_params: params,
            format: 'JSON',
            clickhouse_settings: {
              max_execution_time: left / 1000,
              max_result_rows: String(bounds.maxRows),
              result_overflow_mode: 'throw',
            },
          });
          const answer = (await result.json()) as ResponseJSON<Row>;
          return {
            rows: answer.data,
            elapsedMs: (answer.statistics?.elapsed ?? 0) * 1000,
            rowsRead: answer.statistics?.rows_read ?? 0,
          };
        });
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw queryError(error, bounds);
    }
  }

  async build(statements: readonly string[], options: BuildOptions): Promise<void> {
    this.#refuseWhenClosing();
    const { timeoutMs, signal, params } = options;
    // Derived tables take a reader's connection: one more running statement would leave files without a thread.
    const pool = options.exclusive ? this.#pools.writer : this.#pools.reader;
    try {
      await pool.use(async ({ client }) => {
        for (const statement of statements) {
          signal?.throwIfAborted();
          await this.#stoppable(timeoutMs, signal, (tag) =>
            client.command({
              query: `${tag} ${statement}`,
              query_params: params,
              // Settings stay on their connection: a reader's next query sets its own, an insert would keep them.
              clickhouse_settings: options.exclusive
                ? {}
                : { max_execution_time: timeoutMs / 1000, max_result_rows: '0' },
            }),
          );
        }
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw buildError(error, timeoutMs);
    }
  }

  /** Runs a statement that starts with the tag given, and stops it in the engine after `ms` or when aborted. */
  async #stoppable<T>(
    ms: number,
    signal: AbortSignal | undefined,
    run: (tag: string) => Promise<T>,
  ): Promise<T> {
    const tag = newTag();
    const stop = () => this.#stop(tag);
    // The engine keeps the time itself, but looks at the clock only between blocks.
    const timer = setTimeout(stop, ms + 500);
    signal?.addEventListener('abort', stop);
    try {
      return await run(tag);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }

  #stop(tag: string): void {
    this.#pools.control.use((lane) => stopStatement(lane, tag)).catch(() => {});
  }

  streamBytes(
    sql: string,
    params: Record<string, unknown>,
    format: ByteFormat,
    signal?: AbortSignal,
  ): AsyncIterable<Uint8Array> {
    this.#refuseWhenClosing();
    return this.#streams.read(sql, params, format, signal);
  }

  async command(sql: string, params: Record<string, unknown> = {}): Promise<void> {
    this.#refuseWhenClosing();
    await this.#pools.writer
      .use(({ client }) => client.command({ query: sql, query_params: params }))
      .catch((error: unknown) => {
        throw writeError(error);
      });
  }

  async erase(subject: WarehouseSubject): Promise<void> {
    this.#refuseWhenClosing();
    await this.#pools.writer
      .use(async ({ client, connection }) => {
        await client.command({ query: 'TRUNCATE TABLE erasing' });
        const values = Buffer.from(erasingRows(subject));
        if (values.length === 0) return;
        await connection.chdb.rawInsert({
          table: 'erasing',
          values,
          format: 'JSONEachRow',
          settings: { async_insert: 0 },
        });
        for (const query of eraseStatements) await client.command({ query });
        await client.command({ query: 'TRUNCATE TABLE erasing' });
      })
      .catch((error: unknown) => {
        throw writeError(error);
      });
    await this.#oldPartsGone();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#pools.writer.close();
    await this.#pools.reader.close();
    await this.#pools.control.close();
    this.#engine.close();
    await drainPending();
  }

  /** Waits until no part that is inactive now is on the disk any more. */
  async #oldPartsGone(): Promise<void> {
    const { rows } = await this.query<{ path: string }>(
      'SELECT path FROM system.parts WHERE startsWith(database, {database:String}) AND NOT active',
      { database: this.database },
    );
    const paths = rows.map((row) => row.path);
    const end = performance.now() + oldPartsTimeoutMs;
    while (paths.length > 0) {
      const left = await this.query<{ count: number }>(
        'SELECT count() AS count FROM system.parts WHERE NOT active AND path IN {paths:Array(String)}',
        { paths },
      );
      if (left.rows[0].count === 0) return;
      if (performance.now() > end) {
        throw new AppError(
          'storage_failed',
          `${left.rows[0].count} old parts that may hold erased rows are still on the disk; repeat the erasure`,
        );
      }
      await new Promise((done) => setTimeout(done, 200));
    }
  }

  #refuseWhenClosing(): void {
    if (this.#closing !== undefined) throw new AppError('shutting_down', 'the warehouse is closed');
  }
}

function queryTimeout(bounds: StatementBounds): AppError {
  return new AppError('overloaded', `no connection was free for ${bounds.timeoutMs} ms; try again later`, {
    retryAfter: 5,
  });
}

function erasingRows(subject: WarehouseSubject): string {
  const rows = [
    ...subject.customerIds.map((id) => ({ kind: 'customer', id })),
    ...subject.anonymousIds.map((id) => ({ kind: 'anonymous', id })),
    ...subject.decisionIds.map((id) => ({ kind: 'decision', id })),
    ...subject.messageIds.map((id) => ({ kind: 'message', id })),
  ];
  // An absent id is '' in the tables: erasing that would erase everybody without one.
  return rows
    .filter((row) => row.id !== '')
    .map((row) => `${JSON.stringify({ ...row, id: row.id.toWellFormed() })}\n`)
    .join('');
}
