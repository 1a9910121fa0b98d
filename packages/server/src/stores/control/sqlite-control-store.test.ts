import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../journal/record.ts';
import { watchLoop } from '../testing/watch-loop.ts';
import { controlStoreConformance } from './control-store.conformance.ts';
import { modelRepositoryConformance } from './model-repository.conformance.ts';
import { openControlStore } from './sqlite-control-store.ts';

const fixture = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'control-'));
  return { open: () => openControlStore(dir), dispose: () => rm(dir, { recursive: true }) };
};
controlStoreConformance('the SQLite control store', fixture);
modelRepositoryConformance('the SQLite control store', fixture);

describe('the SQLite control store', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'control-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('upserts a large catalog while the loop stays free', async () => {
    const store = await openControlStore(dir);
    const upserts: Item[] = Array.from({ length: 92_331 }, (_, i) => ({
      itemId: `item-${i}`,
      title: `Product ${(i * 7919) % 92_331}`,
      category: `category ${i % 30}`,
      price: i / 100,
      attributes: { brand: `brand ${i % 100}`, department: `department ${i % 10}` },
    }));
    const longestTurn = watchLoop();
    await store.items.apply({ upserts, removals: [] }, 1);
    const longest = longestTurn();
    expect(await store.items.count()).toBe(92_331);
    // Some 5 ms of this thread's processor time; the bound leaves room for a collection of garbage.
    expect(longest).toBeLessThan(60);
    await store.close();
  });

  it('leaves no byte of removed and replaced rows in any file after purge', async () => {
    const store = await openControlStore(dir);
    const holds = async (needle: string) => {
      for (const name of await readdir(dir)) {
        if ((await readFile(join(dir, name))).includes(needle)) return true;
      }
      return false;
    };
    const base = {
      kind: 'erase',
      state: 'queued',
      progress: 0,
      message: '',
      told: null,
      result: null,
      error: null,
    } as const;
    for (let i = 0; i < 300; i++) {
      const input = { customerId: `person-${i}-end`, filler: 'x'.repeat((i * 37) % 200) };
      await store.jobs.insert({
        ...base,
        id: `j${i}`,
        input,
        createdAt: i,
        startedAt: null,
        finishedAt: null,
      });
    }
    expect(await holds('person-7-end')).toBe(true);
    for (let i = 0; i < 300; i++) await store.jobs.update(`j${i}`, { input: {} });
    await store.purge();
    expect(await holds('person-')).toBe(false);
    await store.close();
    expect(await holds('person-')).toBe(false);
  });

  it('keeps what a key of an earlier version was for, and which items were hidden or over', async () => {
    const item: Item = { itemId: 'i1', title: 'A', category: 'c', attributes: { hidden: true } };
    const before = await openControlStore(dir);
    const upserts = [
      item,
      { ...item, itemId: 'i2', hidden: true },
      { ...item, itemId: 'i3', availableUntil: 9 },
    ];
    await before.items.apply({ upserts, removals: [] }, 2);
    await before.close();
    const database = new DatabaseSync(join(dir, 'control.sqlite'));
    database.exec(`DELETE FROM kysely_migration WHERE name >= '0004';
      ALTER TABLE api_keys DROP COLUMN origin;
      ALTER TABLE api_keys ADD COLUMN simulated integer NOT NULL DEFAULT 0;
      ALTER TABLE users DROP COLUMN time_zone;
      ALTER TABLE items DROP COLUMN hidden;
      ALTER TABLE items DROP COLUMN available_from;
      ALTER TABLE items DROP COLUMN available_until;
      ALTER TABLE jobs DROP COLUMN told;
      ALTER TABLE jobs DROP COLUMN errors;
      INSERT INTO api_keys (id, name, prefix, secret_hash, scopes, simulated, created_at) VALUES
        ('k1', 'shop', 'pk_1', 'h1', '["events:write"]', 0, 1), ('k2', 'load', 'pk_2', 'h2', '["events:write"]', 1, 2)`);
    database.close();
    const store = await openControlStore(dir);
    expect((await store.keys.list()).map(({ id, origin }) => [id, origin])).toEqual([
      ['k1', 'live'],
      ['k2', 'simulated'],
    ]);
    const hidden = await store.items.list({ hidden: true, limit: 10 });
    expect(hidden.data.map(({ itemId }) => itemId)).toEqual(['i2']);
    const over = await store.items.list({ availability: { kind: 'past', at: 9 }, limit: 10 });
    expect(over.data.map(({ itemId }) => itemId)).toEqual(['i3']);
    await store.close();
  });

  it('opens a database whose tables are up to date without change, and refuses a damaged one', async () => {
    await (await openControlStore(dir)).close();
    const database = new DatabaseSync(join(dir, 'control.sqlite'));
    const migrations = database.prepare('SELECT name FROM kysely_migration').all();
    database.close();
    await (await openControlStore(dir)).close();
    expect(migrations.map(({ name }) => String(name).slice(0, 4))).toEqual(
      migrations.map((_, i) => String(i + 1).padStart(4, '0')),
    );

    await writeFile(
      join(dir, 'control.sqlite'),
      'this is no database, and long enough to be looked at'.repeat(50),
    );
    await expect(openControlStore(dir)).rejects.toMatchObject({ code: 'storage_failed' });
  });
});
