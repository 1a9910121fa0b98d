import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOnlineStore } from './index.ts';
import { onlineStoreConformance } from './online-store.conformance.ts';

const run = promisify(execFile);

onlineStoreConformance('the embedded store', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'online-'));
  return { open: () => openOnlineStore(dir), dispose: () => rm(dir, { recursive: true, force: true }) };
});

describe('the embedded store', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'online-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  async function bytesOf(text: string): Promise<number> {
    let found = 0;
    for (const file of await readdir(dir)) if ((await readFile(join(dir, file))).includes(text)) found++;
    return found;
  }

  it('leaves no byte of a removed row in any file once the next checkpoint is durable', async () => {
    const store = openOnlineStore(dir);
    const table = store.table('customers');
    const json = table.json('attributes');
    await store.restore();
    for (let i = 0; i < 2_000; i++) {
      json.set(table.ensure(`c:customer-${i}`), { note: i === 1234 ? 'a-secret-of-1234' : `note ${i}` });
    }
    await store.checkpoint(1);
    expect(await bytesOf('a-secret-of-1234')).toBe(1);
    table.remove('c:customer-1234');
    await store.checkpoint(2);
    expect(await bytesOf('a-secret-of-1234')).toBe(0);
    expect(await bytesOf('customer-1234"')).toBe(0);
    await store.close();
    expect(await bytesOf('a-secret-of-1234')).toBe(0);
  });

  it('writes only the chunks that changed', async () => {
    const store = openOnlineStore(dir);
    const table = store.table('t');
    const column = table.float64('x', 64);
    await store.restore();
    for (let i = 0; i < 10_000; i++) table.ensure(`${i}`);
    await store.checkpoint(1);
    const chunks = Math.ceil(10_000 / 256);
    table.touch(5_000);
    column.data[5_000 * 64] = 1;
    await store.checkpoint(2);
    await store.close();
    const database = new DatabaseSync(join(dir, 'online.sqlite'));
    // A replaced row gets a new rowid: one chunk was written after the first checkpoint's.
    const rowids = database.prepare('SELECT rowid AS id FROM chunk ORDER BY rowid').all();
    database.close();
    expect(rowids).toHaveLength(chunks);
    expect(rowids.filter(({ id }) => Number(id) > chunks)).toHaveLength(1);
    const again = openOnlineStore(dir);
    const restored = again.table('t').float64('x', 64);
    expect(await again.restore()).toBe(2);
    expect(restored.data[5_000 * 64]).toBe(1);
    await again.close();
  });

  it.each(['chunk', 'section'])('rebuilds from nothing when a %s is damaged, and says so', async (what) => {
    const store = openOnlineStore(dir);
    store.section({ name: 's', save: () => new Uint8Array(100), restore: () => undefined });
    store.table('t').float64('x');
    await store.restore();
    for (let i = 0; i < 1_000; i++) store.table('t').ensure(`${i}`);
    await store.checkpoint(7);
    await store.close();
    const database = new DatabaseSync(join(dir, 'online.sqlite'));
    const where = what === 'section' ? "LIKE '%section:s'" : "= 't'";
    database.exec(`UPDATE chunk SET bytes = zeroblob(length(bytes) - 1) || x'01' WHERE tableName ${where}`);
    database.close();
    const reasons: string[] = [];
    const again = openOnlineStore(dir, { onDiscard: (reason) => reasons.push(reason) });
    let sections = 0;
    again.section({ name: 's', save: () => new Uint8Array(), restore: () => sections++ });
    again.table('t').float64('x');
    expect(await again.restore()).toBe(0);
    expect(again.table('t').size).toBe(0);
    expect(again.table('t').ensure('a')).toBe(0);
    expect(sections).toBe(0);
    expect(reasons).toEqual([expect.stringMatching(/checksum does not match/)]);
    await again.close();
  });

  it('keeps the previous checkpoint when one fails, and saves everything with the next', async () => {
    const store = openOnlineStore(dir);
    const table = store.table('t');
    const column = table.int32('x');
    await store.restore();
    // The file is opened by the first checkpoint; until then somebody else may hold it.
    const other = new DatabaseSync(join(dir, 'online.sqlite'));
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const set = (key: string, value: number) => {
      const row = table.ensure(key);
      table.touch(row);
      column.data[row] = value;
    };
    for (let i = 0; i < 1_000; i++) set(`${i}`, i);
    await expect(store.checkpoint(1)).rejects.toMatchObject({
      code: 'storage_failed',
      message: expect.stringMatching(/locked; the previous one stays in use/),
    });
    other.exec('ROLLBACK');
    other.close();
    set('5', -5);
    await store.checkpoint(2);
    await store.close();
    const again = openOnlineStore(dir);
    const values = again.table('t').int32('x');
    expect(await again.restore()).toBe(2);
    for (let i = 0; i < 1_000; i++) expect(values.data[again.table('t').find(`${i}`)]).toBe(i === 5 ? -5 : i);
    await again.close();
  });

  it('says what to do when the file is no checkpoint at all', async () => {
    await writeFile(
      join(dir, 'online.sqlite'),
      'this is no database, but long enough to be looked at as one',
    );
    const store = openOnlineStore(dir);
    await expect(store.restore()).rejects.toThrow(/online\.sqlite .* delete it/);
    await store.close();
  });

  it('restores a whole checkpoint, never a mixture, after kill -9 at any moment', async () => {
    const script = join(import.meta.dirname, 'testing/checkpoint-forever.ts');
    let offset = 0;
    for (let round = 0; round < 6; round++) {
      const child = fork(script, [dir], { execArgv: [], stdio: 'ignore' });
      const exited = once(child, 'exit');
      try {
        // Whichever comes first, so that a child that fails ends the test instead of hanging it.
        await Promise.race([once(child, 'message'), exited]);
        expect(child.exitCode).toBeNull();
        await setTimeout(40 + round * 45);
      } finally {
        child.kill('SIGKILL');
      }
      await exited;
      const { stdout } = await run(process.execPath, [script, dir, 'check']);
      const restored = Number(stdout);
      expect(restored).toBeGreaterThanOrEqual(offset);
      offset = restored;
    }
    expect(offset).toBeGreaterThan(1);
  });
});
