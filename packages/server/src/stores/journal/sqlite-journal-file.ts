import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { classifySqliteError, type SqliteFailure } from '../sqlite-error.ts';
import type { ConsumerPosition } from './journal.ts';
import { type Codec, decodePayload, encodeInPlace, encodePayload } from './payload.ts';
import type { Rows } from './row-writer.ts';
import type { AppendOutcome, JournalWorkerData, ScanSlice } from './sqlite-journal-protocol.ts';
import type { StoredPayload, StoredRow } from './stored-row.ts';

const pageSize = 16_384;
const walPages = 1024;
const schemaVersion = 1;
/** Characters of rows in one reply at most, beyond its last row. */
const maxReplyLength = 400_000;

interface BatchRow {
  first_offset: number;
  count: number;
  codec: Codec;
  payload: Uint8Array;
}

/** The journal's database, synchronous; lives in the worker. The only code that gives offsets. */
export class SqliteJournalFile {
  head: number;
  readonly #db: DatabaseSync;
  readonly #file: string;
  readonly #compression: boolean;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #selectRow: StatementSync;
  readonly #update: StatementSync;
  readonly #selectPosition: StatementSync;
  readonly #upsertPosition: StatementSync;

  constructor(options: JournalWorkerData) {
    this.#file = options.file;
    this.#compression = options.compression;
    this.#db = new DatabaseSync(options.file);
    try {
      this.#prepareFile(options.maxBytes);
    } catch (error) {
      this.#db.close();
      throw error;
    }
    this.#insert = this.#db.prepare(
      'INSERT INTO batches (first_offset, count, codec, payload) VALUES (?, ?, ?, ?)',
    );
    // Starts at the row that holds `from`, whose first offset may lie before it.
    this.#select = this.#db.prepare(
      `SELECT first_offset, count, codec, payload FROM batches
       WHERE first_offset >= (SELECT coalesce(max(first_offset), 0) FROM batches WHERE first_offset <= ?)
         AND first_offset < ? ORDER BY first_offset`,
    );
    this.#selectRow = this.#db.prepare(
      'SELECT codec, length(payload) AS size FROM batches WHERE first_offset = ?',
    );
    this.#update = this.#db.prepare('UPDATE batches SET codec = ?, payload = ? WHERE first_offset = ?');
    this.#selectPosition = this.#db.prepare('SELECT "offset", pending_end FROM positions WHERE consumer = ?');
    this.#upsertPosition = this.#db.prepare(
      `INSERT INTO positions (consumer, "offset", pending_end) VALUES (?, ?, ?)
       ON CONFLICT (consumer) DO UPDATE SET "offset" = excluded."offset", pending_end = excluded.pending_end`,
    );
    const last = this.#db
      .prepare('SELECT first_offset + count AS head FROM batches ORDER BY first_offset DESC LIMIT 1')
      .get();
    this.head = last === undefined ? 0 : (last.head as number);
  }

  /**
   * Stores the appends in one transaction. When that fails, each gets a transaction of its own, so that one
   * which cannot be stored (too large for what is left of the disk) takes none of the others with it.
   */
  append(appends: readonly Rows[]): AppendOutcome[] {
    try {
      return this.#appendTogether(appends);
    } catch (error) {
      if (appends.length === 1) return [{ failure: this.failure(error) }];
      return appends.map((one) => this.append([one])[0]);
    }
  }

  #appendTogether(appends: readonly Rows[]): AppendOutcome[] {
    let next = this.head;
    const outcomes: AppendOutcome[] = [];
    this.#transaction(() => {
      for (const { rows, counts } of appends) {
        outcomes.push({ firstOffset: next, stored: rows });
        for (let i = 0; i < rows.length; i++) {
          const { codec, bytes } = encodePayload(rows[i], this.#compression);
          this.#insert.run(next, counts[i], codec, bytes);
          next += counts[i];
        }
      }
    });
    this.head = next;
    return outcomes;
  }

  /** Rows from the one that holds `from`, until `to` or about `maxTextLength` characters; at least one row. */
  read(from: number, to: number, maxTextLength: number): ScanSlice {
    return this.scan(from, to, null, maxTextLength);
  }

  /** Like {@link read}, but returns only rows whose text holds one of `mentions` (null: every row). */
  scan(from: number, to: number, mentions: string[] | null, maxTextLength: number): ScanSlice {
    const rows: StoredRow[] = [];
    let next = from;
    let length = 0;
    let found = 0;
    for (const row of this.#select.iterate(from, to) as unknown as Iterable<BatchRow>) {
      const text = this.#decode(row);
      next = row.first_offset + row.count;
      length += text.length;
      if (mentions === null || mentions.some((mention) => text.includes(mention))) {
        rows.push({ firstOffset: row.first_offset, count: row.count, text });
        found += text.length;
      }
      if (length >= maxTextLength || found >= maxReplyLength) return { rows, next };
    }
    return { rows, next: Math.max(next, to) };
  }

  /** Rows from the one that holds `from`, as stored, until `to` or about `maxBytes`; at least one row. */
  payloads(from: number, to: number, maxBytes: number): { payloads: StoredPayload[]; next: number } {
    const payloads: StoredPayload[] = [];
    let next = from;
    let size = 0;
    for (const row of this.#select.iterate(from, to) as unknown as Iterable<BatchRow>) {
      const bytes = new Uint8Array(row.payload);
      payloads.push({ firstOffset: row.first_offset, count: row.count, codec: row.codec, bytes });
      next = row.first_offset + row.count;
      size += bytes.length;
      if (size >= maxBytes) return { payloads, next };
    }
    return { payloads, next: Math.max(next, to) };
  }

  /** Replaces the texts of stored rows, in place where possible; the old bytes are overwritten. */
  rewrite(rows: readonly StoredRow[]): void {
    this.#transaction(() => {
      for (const { firstOffset, text } of rows) {
        const old = this.#selectRow.get(firstOffset) as { codec: Codec; size: number } | undefined;
        if (old === undefined) throw new Error(`the journal has no row at offset ${firstOffset}`);
        const inPlace = encodeInPlace(text, old.codec, old.size);
        const { codec, bytes } = inPlace
          ? { codec: old.codec, bytes: inPlace }
          : encodePayload(Buffer.from(text, 'utf8'), this.#compression);
        this.#update.run(codec, bytes, firstOffset);
      }
    });
  }

  /** Moves the write-ahead log into the database and empties it: replaced bytes are then in no file. */
  wipe(): void {
    const result = this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    if (result.busy !== 0) throw new Error('the write-ahead log could not be emptied because it is in use');
  }

  position(consumer: string): ConsumerPosition {
    const row = this.#selectPosition.get(consumer);
    if (row === undefined) return { offset: 0 };
    const offset = row.offset as number;
    return row.pending_end === null ? { offset } : { offset, pendingEnd: row.pending_end as number };
  }

  savePosition(consumer: string, position: ConsumerPosition): void {
    this.#transaction(() => {
      this.#upsertPosition.run(consumer, position.offset, position.pendingEnd ?? null);
    });
  }

  close(): void {
    this.#db.close();
  }

  /** Sorts an engine error: disk full, file held by another process, or anything else. */
  failure(error: unknown): SqliteFailure {
    return classifySqliteError(error, this.#file);
  }

  #decode(row: BatchRow): string {
    try {
      return decodePayload(row.codec, row.payload);
    } catch (cause) {
      throw new Error(`the journal's row at offset ${row.first_offset} is damaged`, { cause });
    }
  }

  #prepareFile(maxBytes: number | null): void {
    const db = this.#db;
    // EXCLUSIVE must come before the first access: it keeps the WAL's index in memory (no -shm file).
    db.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA page_size = ${pageSize}; PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
      PRAGMA wal_autocheckpoint = ${walPages}; PRAGMA journal_size_limit = ${pageSize * walPages * 4};`);
    if (maxBytes !== null) {
      db.exec(`PRAGMA max_page_count = ${Math.max(8, Math.floor(maxBytes / pageSize))}`);
    }
    const version = (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
    if (version > schemaVersion) {
      throw new Error(
        `${this.#file} has format ${version}, this version reads up to ${schemaVersion}; run the newer version`,
      );
    }
    db.exec(`BEGIN IMMEDIATE;
      CREATE TABLE IF NOT EXISTS batches (first_offset INTEGER PRIMARY KEY, count INTEGER NOT NULL,
        codec INTEGER NOT NULL, payload BLOB NOT NULL);
      CREATE TABLE IF NOT EXISTS positions (consumer TEXT PRIMARY KEY, "offset" INTEGER NOT NULL,
        pending_end INTEGER) WITHOUT ROWID;
      PRAGMA user_version = ${schemaVersion};
      COMMIT`);
  }

  #transaction(work: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#db.exec('COMMIT');
    } catch (error) {
      // SQLite rolls back by itself on some errors (disk full, I/O).
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}
