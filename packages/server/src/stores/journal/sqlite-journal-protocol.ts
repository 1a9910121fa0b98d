/** Messages between {@link openSqliteJournal} (main thread) and its worker. Handled strictly in the order sent. */
import type { MessagePort } from 'node:worker_threads';
import type { SqliteFailure } from '../sqlite-error.ts';
import type { ConsumerPosition } from './journal.ts';
import type { Rows } from './row-writer.ts';
import type { StoredRow } from './stored-row.ts';

export type JournalRequest =
  | { id: number; kind: 'append'; appends: Rows[] }
  | { id: number; kind: 'read'; from: number; to: number; maxTextLength: number }
  | { id: number; kind: 'scan'; from: number; to: number; mentions: string[] | null; maxTextLength: number }
  | { id: number; kind: 'rewrite'; rows: StoredRow[] }
  | { id: number; kind: 'wipe' }
  | { id: number; kind: 'position'; consumer: string }
  | { id: number; kind: 'savePosition'; consumer: string; position: ConsumerPosition }
  | { id: number; kind: 'attach'; port: MessagePort }
  | { id: number; kind: 'close' };

/** The first offset given to one append and its rows back, or why none of it was stored. */
export type AppendOutcome =
  | { firstOffset: number; stored: Uint8Array<ArrayBuffer>[] }
  | { failure: SqliteFailure };

/** Rows of one slice of a scan, and where the next slice starts. */
export interface ScanSlice {
  rows: StoredRow[];
  next: number;
}

export type JournalReply =
  | { id: number; kind: 'failed'; failure: SqliteFailure }
  | { id: number; kind: 'done' }
  | { id: number; kind: 'appended'; outcomes: AppendOutcome[] }
  | { id: number; kind: 'rows'; slice: ScanSlice }
  | { id: number; kind: 'position'; position: ConsumerPosition };

/** What the worker is started with, and its first message back. */
export interface JournalWorkerData {
  file: string;
  maxBytes: number | null;
  compression: boolean;
}
export type JournalReady = { kind: 'ready'; head: number } | { kind: 'unusable'; failure: SqliteFailure };
