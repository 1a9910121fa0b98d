import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { lockDataFolder } from '../../stores/index.ts';

/** Stands in the folder of every demo, and in no other. */
export const keysFile = 'demo-keys.json';
const journalFile = 'journal.sqlite';

/**
 * Makes sure that the demo may have the folder, before anything in it is touched.
 * @throws AppError `conflict` when a server runs on it, or it holds the data of one that is no demo
 */
export async function requireDemoFolder(folder: string): Promise<void> {
  if (!existsSync(join(folder, journalFile))) return;
  (await lockDataFolder(folder)).release();
  if (existsSync(join(folder, keysFile))) return;
  throw new AppError(
    'conflict',
    `${folder} holds a server's data, not a demo's; choose another folder (DATA_DIR)`,
  );
}

/** Removes what a demo left. The folder itself stays: it may be a mounted volume. Without a demo nothing goes. */
export async function forgetDemo(folder: string): Promise<void> {
  if (!existsSync(join(folder, keysFile))) return;
  const names = (await readdir(folder)).filter((name) => name !== keysFile);
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true });
  // Last, so that what is left after an interruption is still known for a demo's.
  await rm(join(folder, keysFile), { force: true });
}
