import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { AppError } from '../../errors.ts';
import type { SqliteValue } from './sqlite-protocol.ts';
import type { SqliteThread } from './sqlite-thread.ts';

/**
 * Kysely over a {@link SqliteThread}. Everything that only SQLite has lives here and in the worker. One
 * transaction or single write at a time; reads outside transactions go past them on a connection of their own.
 */
export class SqliteThreadDialect implements Dialect {
  readonly #thread: SqliteThread;
  readonly #writes: Turns;

  constructor(thread: SqliteThread, writes: Turns) {
    this.#thread = thread;
    this.#writes = writes;
  }

  createAdapter(): DialectAdapter {
    return new SqliteAdapter();
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }

  createDriver(): Driver {
    return new ThreadDriver(this.#thread, this.#writes);
  }
}

/** Gives out the writer, one holder at a time, first come first served. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Resolves, when it is the caller's turn, with the function that ends it. */
  async take(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    return resolve;
  }
}

class ThreadDriver implements Driver {
  readonly #thread: SqliteThread;
  readonly #writes: Turns;

  constructor(thread: SqliteThread, writes: Turns) {
    this.#thread = thread;
    this.#writes = writes;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<ThreadConnection> {
    return new ThreadConnection(this.#thread, this.#writes);
  }

  beginTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as ThreadConnection).begin();
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as ThreadConnection).end('COMMIT');
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as ThreadConnection).end('ROLLBACK');
  }

  async releaseConnection(): Promise<void> {}

  destroy(): Promise<void> {
    return this.#thread.close();
  }
}

class ThreadConnection implements DatabaseConnection {
  readonly #thread: SqliteThread;
  readonly #writes: Turns;
  #endTurn: (() => void) | undefined;

  constructor(thread: SqliteThread, writes: Turns) {
    this.#thread = thread;
    this.#writes = writes;
  }

  async begin(): Promise<void> {
    const endTurn = await this.#writes.take();
    try {
      await this.#run('writer', 'BEGIN IMMEDIATE', []);
    } catch (error) {
      endTurn();
      throw error;
    }
    this.#endTurn = endTurn;
  }

  async end(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    try {
      await this.#run('writer', how, []);
      this.#release();
    } catch (error) {
      // Kysely rolls back after a COMMIT that failed; SQLite may have done so by itself (disk full).
      if (how === 'COMMIT') throw error;
      this.#release();
    }
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const parameters = query.parameters.map(toSqlite);
    if (this.#endTurn !== undefined) return this.#run('writer', query.sql, parameters);
    if (query.query.kind === 'SelectQueryNode') return this.#run('reader', query.sql, parameters);
    const endTurn = await this.#writes.take();
    try {
      return await this.#run('writer', query.sql, parameters);
    } finally {
      endTurn();
    }
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new AppError('internal', 'streaming is not available here; read page by page instead');
  }

  async #run<R>(on: 'reader' | 'writer', sql: string, parameters: SqliteValue[]): Promise<QueryResult<R>> {
    const reply = await this.#thread.call({ kind: 'run', on, sql, parameters });
    if (reply.kind === 'rows') return { rows: reply.rows as R[] };
    return { rows: [], numAffectedRows: BigInt(reply.kind === 'changed' ? reply.changes : 0) };
  }

  #release(): void {
    this.#endTurn?.();
    this.#endTurn = undefined;
  }
}

function toSqlite(value: unknown): SqliteValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    case 'undefined':
      return null;
  }
  if (value === null || value instanceof Uint8Array) return value;
  throw new AppError('internal', `a value of type ${typeof value} cannot be bound; convert it to text first`);
}
