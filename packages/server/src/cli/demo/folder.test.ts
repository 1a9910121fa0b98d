import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockDataFolder, openJournal } from '../../stores/index.ts';
import { forgetDemo, keysFile, requireDemoFolder } from './folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('is refused while a server runs on it, and when its data are not a demo’s', async () => {
  await requireDemoFolder(join(folder, 'missing'));
  await requireDemoFolder(folder);
  // As a server does.
  const lock = await lockDataFolder(folder);
  const journal = await openJournal(folder);
  await writeFile(join(folder, keysFile), '{}');
  await expect(requireDemoFolder(folder)).rejects.toMatchObject({ code: 'conflict' });
  await journal.close();
  lock.release();
  await requireDemoFolder(folder);
  await rm(join(folder, keysFile));
  await expect(requireDemoFolder(folder)).rejects.toThrow("holds a server's data");
});

it('is emptied of a demo, of nothing else, and stays', async () => {
  await writeFile(join(folder, 'letter.txt'), 'mine');
  await forgetDemo(folder);
  expect(await readdir(folder)).toEqual(['letter.txt']);
  await writeFile(join(folder, keysFile), '{}');
  await forgetDemo(folder);
  expect(await readdir(folder)).toEqual([]);
});
