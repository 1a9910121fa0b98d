import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';

/** What the file says besides chunks; one JSON row. */
export interface CheckpointMeta {
  /** Hash of the shape of tables and sections. */
  shape: string;
  /** The first record not in the checkpoint. */
  offset: number;
  tables: Record<string, { rows: number; free: number[] }>;
  /** The numbers of each section's parts, in order. They are chunks of the table {@link sectionTable}. */
  sections: Record<string, number[]>;
}

/** The name that a section's parts have in place of a table's. Tables cannot have it: it has a control character. */
export function sectionTable(section: string): string {
  return `\u0001section:${section}`;
}

/**
 * Opens a checkpoint file. One transaction per checkpoint makes it whole or absent; `secure_delete` and the
 * truncated write-ahead log leave no byte of what was replaced.
 */
export function openCheckpointFile(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA page_size = 16384;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA cache_size = -4096;
    CREATE TABLE IF NOT EXISTS chunk (
      tableName TEXT NOT NULL, number INTEGER NOT NULL, checksum INTEGER NOT NULL, bytes BLOB NOT NULL,
      PRIMARY KEY (tableName, number)
    );
    CREATE TABLE IF NOT EXISTS meta (id INTEGER PRIMARY KEY CHECK (id = 0), json TEXT NOT NULL);
  `);
  return database;
}

export function readMeta(database: DatabaseSync): CheckpointMeta | undefined {
  const row = database.prepare('SELECT json FROM meta').get();
  return row === undefined ? undefined : (JSON.parse(row.json as string) as CheckpointMeta);
}

/** Every chunk, checked against its checksum. Throws on the first that does not match. */
export function* readChunks(
  database: DatabaseSync,
): Generator<{ table: string; number: number; bytes: Uint8Array<ArrayBuffer> }> {
  const rows = database
    .prepare('SELECT tableName, number, checksum, bytes FROM chunk ORDER BY tableName, number')
    .iterate();
  for (const row of rows) {
    const bytes = row.bytes as Uint8Array<ArrayBuffer>;
    checked(bytes, row.checksum as number, `chunk ${String(row.number)} of ${String(row.tableName)}`);
    yield { table: row.tableName as string, number: row.number as number, bytes };
  }
}

/** Removes everything, leaving none of its bytes. */
export function clearCheckpoint(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE; DELETE FROM chunk; DELETE FROM meta; COMMIT;');
  truncateLog(database);
}

/** Moves the write-ahead log into the file and empties it. */
export function truncateLog(database: DatabaseSync): void {
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

function checked(bytes: Uint8Array, checksum: number, what: string): void {
  if (crc32(bytes) !== checksum) throw new Error(`${what} is damaged: its checksum does not match`);
}
