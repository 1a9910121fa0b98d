import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import type { ControlStore } from './control-store.ts';
import { KyselyControlStore } from './kysely-control-store.ts';
import { migrate } from './migrations/index.ts';
import type { ControlDatabase } from './schema.ts';
import { SqliteThreadDialect, Turns } from './sqlite-dialect.ts';
import { SqliteThread } from './sqlite-thread.ts';

/**
 * Opens the embedded control store `control.sqlite` in `dir` (made when absent) and brings its tables up to
 * date. Rejects with `storage_failed` when the file is damaged or cannot be written.
 */
export async function openControlStore(dir: string): Promise<ControlStore> {
  await mkdir(dir, { recursive: true });
  const thread = await SqliteThread.start({ file: join(dir, 'control.sqlite') });
  const writes = new Turns();
  const db = new Kysely<ControlDatabase>({ dialect: new SqliteThreadDialect(thread, writes) });
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return new KyselyControlStore(db, async () => {
    const endTurn = await writes.take();
    try {
      await thread.call({ kind: 'purge' });
    } finally {
      endTurn();
    }
  });
}
