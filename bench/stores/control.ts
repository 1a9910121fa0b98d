/**
 * Control store: a whole catalog upserted at once, against SQLite called directly.
 * Run: node bench/stores/control.ts [items]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openControlStore } from '../../packages/server/src/stores/index.ts';
import type { Item } from '../../packages/server/src/stores/journal/record.ts';
import { report, threadCost } from './sample.ts';

const total = Number(process.argv[2] ?? 92_331);
const dir = mkdtempSync(join(tmpdir(), 'bench-control-'));
const items: Item[] = Array.from({ length: total }, (_, i) => ({
  itemId: `item-${i}`,
  title: `Product ${(i * 7919) % total}`,
  category: `category ${i % 30}`,
  price: i / 100,
  attributes: { brand: `brand ${i % 100}`, department: `department ${i % 10}` },
}));

/** Baseline: the same columns and indexes, one prepared INSERT a row in one transaction; blocks its thread. */
function rawSqlite(): void {
  const database = new DatabaseSync(join(dir, 'raw.sqlite'));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE items (item_id TEXT PRIMARY KEY, category TEXT, search_title TEXT, body TEXT);
    CREATE INDEX a ON items (search_title, item_id); CREATE INDEX b ON items (category, search_title, item_id)`);
  const insert = database.prepare('INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?)');
  const start = performance.now();
  database.exec('BEGIN');
  for (const item of items)
    insert.run(item.itemId, item.category, item.title.toLowerCase(), JSON.stringify(item));
  database.exec('COMMIT');
  report('baseline: SQLite, a prepared INSERT a row', total, performance.now() - start);
  database.close();
}

async function control(): Promise<void> {
  const store = await openControlStore(join(dir, 'control'));
  for (const name of ['control store, new catalog', 'control store, same catalog again']) {
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }, 1);
    const cpu = process.threadCpuUsage();
    const start = performance.now();
    await store.items.apply({ upserts: items, removals: [] }, 1);
    const ms = performance.now() - start;
    clearInterval(timer);
    report(name, total, ms, {
      'calling thread': threadCost(cpu, total),
      'longest block': `${longest.toFixed(0)} ms`,
    });
  }
  const start = performance.now();
  await store.items.list({ search: 'duct 77', limit: 50 });
  console.log(`search by substring: ${(performance.now() - start).toFixed(1)} ms`);
  await store.close();
}

try {
  rawSqlite();
  await control();
} finally {
  rmSync(dir, { recursive: true });
}
