import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../errors.ts';

/** A sorted engine error as plain data, so that a worker thread can send it. */
export interface SqliteFailure {
  code: 'storage_full' | 'storage_failed' | 'conflict';
  message: string;
}

/** Result codes: https://sqlite.org/rescode.html */
const busy = 5;
const ioError = 10;
const full = 13;
const constraintPrimaryKey = 1555;
const constraintUnique = 2067;

/** Sorts an error of node:sqlite by its result code; `file` is the database it came from. */
export function classifySqliteError(error: unknown, file: string): SqliteFailure {
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { errcode?: unknown } | null)?.errcode;
  const extended = typeof code === 'number' ? code : 0;
  // Extended codes hold the primary one in their low byte.
  const primary = extended & 0xff;
  if (primary === full || (primary === ioError && diskIsFull(file))) {
    return { code: 'storage_full', message: `no space left for ${file}; free some and send again` };
  }
  if (primary === busy) {
    return { code: 'conflict', message: `${file} is in use by another process; stop it first` };
  }
  if (extended === constraintPrimaryKey || extended === constraintUnique) {
    return { code: 'conflict', message: `it exists already (${message})` };
  }
  return { code: 'storage_failed', message: `${file}: ${message}` };
}

export function sqliteFailureError(failure: SqliteFailure): AppError {
  const retryAfter = failure.code === 'conflict' ? undefined : 5;
  return new AppError(failure.code, failure.message, { retryAfter });
}

function diskIsFull(file: string): boolean {
  try {
    const stats = statfsSync(dirname(file));
    return stats.bavail * stats.bsize < 1_048_576;
  } catch {
    return false;
  }
}
