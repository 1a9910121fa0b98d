/** Messages between the SQLite dialect (main thread) and its worker; answered in the order sent. */
import type { SqliteFailure } from '../sqlite-error.ts';

export type SqliteValue = null | number | bigint | string | Uint8Array;

/** `on`: readers see the last commit, so a long transaction of the writer holds no reader up. */
export type SqliteRequest =
  | { id: number; kind: 'run'; on: 'reader' | 'writer'; sql: string; parameters: SqliteValue[] }
  | { id: number; kind: 'purge' }
  | { id: number; kind: 'close' };

export type SqliteReply =
  | { id: number; kind: 'rows'; rows: Record<string, SqliteValue>[] }
  | { id: number; kind: 'changed'; changes: number }
  | { id: number; kind: 'done' }
  | { id: number; kind: 'failed'; failure: SqliteFailure };

export type SqliteReady = { kind: 'ready' } | { kind: 'unusable'; failure: SqliteFailure };

export interface SqliteWorkerData {
  file: string;
}
