/** Worker entry: one SQLite file, a connection that writes and one that reads. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { classifySqliteError } from '../sqlite-error.ts';
import type {
  SqliteReady,
  SqliteReply,
  SqliteRequest,
  SqliteValue,
  SqliteWorkerData,
} from './sqlite-protocol.ts';

const maxStatements = 200;

const port = parentPort;
if (port === null) throw new Error('sqlite-worker.ts must be started as a worker thread');
const { file } = workerData as SqliteWorkerData;

/** A connection with its prepared statements, least recently used first. */
class Connection {
  readonly database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(readOnly: boolean) {
    this.database = new DatabaseSync(file, { readOnly });
    this.database.exec('PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY');
  }

  prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    const statement = known ?? this.database.prepare(sql);
    this.#statements.delete(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > maxStatements) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest);
        break;
      }
    }
    return statement;
  }
}

function open(): { writer: Connection; reader: Connection } | undefined {
  try {
    const writer = new Connection(false);
    writer.database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
      PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 16000000`);
    const reader = new Connection(true);
    port!.postMessage({ kind: 'ready' } satisfies SqliteReady);
    return { writer, reader };
  } catch (error) {
    port!.postMessage({ kind: 'unusable', failure: classifySqliteError(error, file) } satisfies SqliteReady);
    return undefined;
  }
}

const connections = open();
if (connections !== undefined) {
  port.on('message', (request: SqliteRequest) => {
    port.postMessage(answer(connections.writer, connections.reader, request));
    if (request.kind === 'close') port.close();
  });
}

function answer(writer: Connection, reader: Connection, request: SqliteRequest): SqliteReply {
  const { id } = request;
  try {
    switch (request.kind) {
      case 'run':
        return run(id, request.on === 'reader' ? reader : writer, request.sql, request.parameters);
      case 'purge':
        // VACUUM writes every page anew: rebalancing may have left copies of rows in the slack of old ones.
        writer.database.exec('VACUUM');
        writer.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
        return { id, kind: 'done' };
      case 'close':
        reader.database.close();
        writer.database.close();
        return { id, kind: 'done' };
    }
  } catch (error) {
    return { id, kind: 'failed', failure: classifySqliteError(error, file) };
  }
}

function run(id: number, connection: Connection, sql: string, parameters: SqliteValue[]): SqliteReply {
  const statement = connection.prepare(sql);
  if (statement.columns().length > 0) {
    return { id, kind: 'rows', rows: statement.all(...parameters) as Record<string, SqliteValue>[] };
  }
  return { id, kind: 'changed', changes: Number(statement.run(...parameters).changes) };
}
