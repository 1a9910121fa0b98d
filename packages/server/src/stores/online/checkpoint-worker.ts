/** The thread that writes checkpoints, so that serving never waits for the disk. */
import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import { release } from '../memory.ts';
import { type CheckpointMeta, openCheckpointFile, sectionTable, truncateLog } from './checkpoint-file.ts';

export type ToWorker =
  | { kind: 'begin'; generation: number }
  | { kind: 'chunk'; generation: number; table: string; number: number; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'commit'; generation: number; meta: CheckpointMeta }
  | { kind: 'close' };

export type FromWorker =
  | { kind: 'written'; generation: number; bytes: number }
  | { kind: 'committed'; generation: number }
  | { kind: 'failed'; generation: number; code: string; message: string }
  | { kind: 'closed' };

const port = parentPort;
if (port !== null) {
  const send = (message: FromWorker): void => port.postMessage(message);
  let database: DatabaseSync | undefined;
  /** The generation being written; −1 when none is, or when it failed and its messages are to be dropped. */
  let open = -1;

  const fail = (generation: number, error: unknown): void => {
    open = -1;
    try {
      if (database?.isTransaction) database.exec('ROLLBACK');
    } catch {
      // The rollback's own failure says nothing that the first error does not.
    }
    const code = (error as { errcode?: number }).errcode === 13 ? 'storage_full' : 'storage_failed';
    send({ kind: 'failed', generation, code, message: (error as Error).message });
  };

  const handle = (message: Exclude<ToWorker, { kind: 'close' }>): void => {
    if (message.kind === 'begin') {
      database ??= openCheckpointFile(String((workerData as { path: string }).path));
      database.exec('BEGIN IMMEDIATE');
      open = message.generation;
      return;
    }
    if (open !== message.generation || database === undefined) return;
    if (message.kind === 'chunk') {
      const { length } = message.bytes;
      database
        .prepare('INSERT OR REPLACE INTO chunk (tableName, number, checksum, bytes) VALUES (?, ?, ?, ?)')
        .run(message.table, message.number, crc32(message.bytes), message.bytes);
      release(message.bytes.buffer);
      send({ kind: 'written', generation: message.generation, bytes: length });
      return;
    }
    for (const [name, numbers] of Object.entries(message.meta.sections)) {
      database
        .prepare('DELETE FROM chunk WHERE tableName = ? AND number NOT IN (SELECT value FROM json_each(?))')
        .run(sectionTable(name), JSON.stringify(numbers));
    }
    database
      .prepare('INSERT OR REPLACE INTO meta (id, json) VALUES (0, ?)')
      .run(JSON.stringify(message.meta));
    database.exec('COMMIT');
    open = -1;
    truncateLog(database);
    send({ kind: 'committed', generation: message.generation });
  };

  port.on('message', (message: ToWorker) => {
    if (message.kind === 'close') {
      database?.close();
      send({ kind: 'closed' });
      port.close();
      return;
    }
    try {
      handle(message);
    } catch (error) {
      fail(message.generation, error);
    }
  });
}
