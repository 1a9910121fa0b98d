import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../errors.ts';
import { classifySqliteError } from './sqlite-error.ts';

/** Held by this process until `release` or its end, however it ends. */
export interface DataFolderLock {
  release(): void;
}

/** Two that ask at the same moment may both be in the other's way for an instant; then one gets it. */
const patienceMs = 300;

/**
 * Makes the caller the only user of `dir` (made when absent). Rejects with `conflict`, naming the folder and
 * the process that has it, when it is in use, be it by this process; with `storage_failed` when it cannot be
 * written to.
 *
 * The lock is an exclusive SQLite transaction that stays open: the operating system frees it the moment that
 * its process ends, even by kill -9. `lock.json` beside it only tells people who has it. Do not open
 * `lock.sqlite` in the same process by other means: closing it again would free the lock (POSIX).
 */
export async function lockDataFolder(dir: string): Promise<DataFolderLock> {
  const folder = resolve(dir);
  const database = await openExclusively(folder);
  try {
    await writeHolder(folder);
  } catch (cause) {
    database.close();
    throw new AppError('storage_failed', `${folder} cannot be written to: ${String(cause)}`, { cause });
  }
  let released = false;
  return {
    release() {
      if (released) return;
      released = true;
      database.close();
    },
  };
}

async function openExclusively(folder: string): Promise<DatabaseSync> {
  const file = join(folder, 'lock.sqlite');
  let database: DatabaseSync | undefined;
  try {
    await mkdir(folder, { recursive: true });
    database = new DatabaseSync(file, { timeout: patienceMs });
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (cause) {
    database?.close();
    const failure = classifySqliteError(cause, file);
    if (failure.code !== 'conflict') {
      throw new AppError(
        'storage_failed',
        `${folder} cannot be used: ${failure.message}; check its permissions`,
        {
          cause,
        },
      );
    }
    const holder = await readHolder(folder);
    throw new AppError(
      'conflict',
      `the data folder ${folder} is in use by ${holder}; stop it first or choose another folder (DATA_DIR)`,
      { cause },
    );
  }
}

async function writeHolder(folder: string): Promise<void> {
  const file = join(folder, 'lock.json');
  const text = JSON.stringify({ pid: process.pid, since: new Date().toISOString() });
  await writeFile(`${file}.${process.pid}`, `${text}\n`);
  await rename(`${file}.${process.pid}`, file);
}

async function readHolder(folder: string): Promise<string> {
  try {
    const { pid, since } = JSON.parse(await readFile(join(folder, 'lock.json'), 'utf8'));
    return `process ${Number(pid)} since ${String(since)}`;
  } catch {
    return 'another process';
  }
}
