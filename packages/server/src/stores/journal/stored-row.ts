/** Rows of the journal's file, and the messages by which another thread asks for them. */
import type { SqliteFailure } from '../sqlite-error.ts';

/** A stored row: the JSON array text of `count` records whose first has offset `firstOffset`. */
export interface StoredRow {
  firstOffset: number;
  count: number;
  text: string;
}

/** What another thread asks over a port of its own: rows from the one that holds `from`, up to `to`. */
export interface ReaderRequest {
  from: number;
  to: number;
  /** Stored bytes after which the reply ends; it holds at least one row. */
  maxBytes: number;
}

/** A stored row as it lies in the file; the asking thread decodes it. */
export interface StoredPayload {
  firstOffset: number;
  count: number;
  codec: number;
  bytes: Uint8Array<ArrayBuffer>;
}

export type ReaderReply = { payloads: StoredPayload[]; next: number } | { failure: SqliteFailure };
