import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Journal } from '../journal/journal.ts';
import { openJournal } from '../journal/sqlite-journal.ts';
import { eventsFrom } from '../journal/testing/events.ts';
import { watchLoop } from '../testing/watch-loop.ts';
import { openWarehouse } from './chdb-warehouse.ts';
import type { Warehouse } from './warehouse.ts';
import { WarehouseWriter } from './warehouse-writer.ts';

describe('the warehouse writer', () => {
  let dir: string;
  let journal: Journal;
  let warehouse: Warehouse;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'writer-'));
    await open();
  });
  afterEach(async () => {
    await close();
    await rm(dir, { recursive: true });
  });

  async function open() {
    journal = await openJournal(join(dir, 'journal'));
    warehouse = await openWarehouse(join(dir, 'warehouse'), { namespace: '' });
  }

  async function close() {
    await warehouse.close();
    await journal.close();
  }

  /** Number of rows, of different offsets, and of events in the rollup: equal when each counted once. */
  async function counts(): Promise<number[]> {
    const { rows } = await warehouse.query<{ counts: number[] }>(
      `SELECT [count(), uniqExact(offset), (SELECT sum(events) FROM events_per_minute)] AS counts FROM events`,
    );
    return rows[0].counts;
  }

  it('copies what was there and what comes, and says how far it is', async () => {
    await journal.append(eventsFrom(0, 2500));
    const writer = new WarehouseWriter(journal, warehouse, { maxRecords: 1000, maxWaitMs: 10 });
    await writer.start();
    await writer.start();
    await journal.append(eventsFrom(2500, 700));
    await writer.drain();
    expect(writer.position).toBe(3200);
    expect(writer.lag).toBe(0);
    expect(await counts()).toEqual([3200, 3200, 3200]);
    const { rows } = await warehouse.query(
      'SELECT offset, message_id FROM events WHERE offset IN (0, 3199) ORDER BY offset',
    );
    expect(rows).toEqual([
      { offset: 0, message_id: 'message-0' },
      { offset: 3199, message_id: 'message-3199' },
    ]);
    await journal.append(eventsFrom(3200, 10));
    await writer.stop();
    await writer.stop();
    expect(await counts()).toEqual([3210, 3210, 3210]);
    expect(await journal.position('warehouse')).toEqual({ offset: 3210 });
    await journal.append(eventsFrom(3210, 5));
    expect(writer.lag).toBe(5);
    await expect(writer.drain()).rejects.toThrow(/stopped|not running/);
  });

  it('leaves what it has no more patience for to the next start', async () => {
    await journal.append(eventsFrom(0, 300));
    const impatient = new WarehouseWriter(journal, warehouse, { maxRecords: 100, maxWaitMs: 60_000 });
    await impatient.start();
    await impatient.stop(AbortSignal.abort());
    const done = impatient.position;
    expect(done).toBeLessThan(300);
    expect(await counts()).toEqual([done, done, done]);
    const next = new WarehouseWriter(journal, warehouse);
    await next.start();
    await next.stop(new AbortController().signal);
    expect(await counts()).toEqual([300, 300, 300]);
  });

  it('gives events their offsets and texts whatever stands between them', async () => {
    const writer = new WarehouseWriter(journal, warehouse, { maxWaitMs: 50 });
    await writer.start();
    const hostile = ['\u2028"\\n{}', 'half \ud800 pair', 'é😀', '],[', '\n\n;'];
    const item = {
      kind: 'item' as const,
      receivedAt: 1,
      item: { itemId: 'i', title: '\udc00', category: 'c' },
    };
    const events = hostile.map((text, i) => ({ ...eventsFrom(i, 1)[0], itemId: text, properties: { text } }));
    await Promise.all([
      journal.append([item, item]),
      journal.append(events.slice(0, 2)),
      journal.append([events[2], item, events[3]]),
      journal.append([item]),
      journal.append([events[4]]),
    ]);
    await writer.drain();
    const { rows } = await warehouse.query(
      "SELECT offset, item_id, JSONExtractString(properties, 'text') AS text FROM events ORDER BY offset",
    );
    const texts = hostile.map((text) => text.toWellFormed());
    expect(rows).toEqual([2, 3, 4, 6, 8].map((offset, i) => ({ offset, item_id: texts[i], text: texts[i] })));
    await writer.stop();
  });

  it('goes on where it ended, and leaves out what was erased', async () => {
    const first = new WarehouseWriter(journal, warehouse);
    await first.start();
    await journal.append(eventsFrom(0, 100));
    await first.stop();
    await journal.append(eventsFrom(100, 100));
    await journal.erase((record) => record.kind === 'event' && record.messageId === 'message-150');
    await close();
    await open();
    const second = new WarehouseWriter(journal, warehouse);
    await second.start();
    await second.stop();
    expect(await counts()).toEqual([199, 199, 199]);
  });

  it('fills a warehouse that was made anew', async () => {
    const first = new WarehouseWriter(journal, warehouse);
    await first.start();
    await journal.append(eventsFrom(0, 100));
    await first.stop();
    await close();
    await rm(join(dir, 'warehouse'), { recursive: true });
    await open();
    const second = new WarehouseWriter(journal, warehouse);
    await second.start();
    await second.stop();
    expect(await counts()).toEqual([100, 100, 100]);
  });

  it('reads the journal again when more came than it keeps in memory', async () => {
    const writer = new WarehouseWriter(journal, warehouse, {
      maxQueuedBytes: 100_000,
      maxRecords: 450,
      maxWaitMs: 5,
    });
    await writer.start();
    const appends: Promise<number>[] = [];
    for (let i = 0; i < 4000; i += 100) appends.push(journal.append(eventsFrom(i, 100)));
    appends.push(journal.append(eventsFrom(4000, 1000)), journal.append(eventsFrom(5000, 50)));
    await Promise.all(appends);
    await writer.drain();
    expect(await counts()).toEqual([5050, 5050, 5050]);
    await writer.stop();
  });

  it('tries again after failures, also when the failed insert had done its work', async () => {
    let calls = 0;
    const failing = new Proxy(warehouse, {
      get(target, name) {
        if (name !== 'insertEvents') return Reflect.get(target, name).bind(target);
        return async (...call: Parameters<Warehouse['insertEvents']>) => {
          calls++;
          if (calls % 3 === 1) throw new Error('no connection');
          await target.insertEvents(...call);
          if (calls % 3 === 2) throw new Error('connection lost');
        };
      },
    });
    const writer = new WarehouseWriter(journal, failing, { maxRecords: 300, maxWaitMs: 5, retryMs: 30 });
    await writer.start();
    await journal.append(eventsFrom(0, 1000));
    const drained = writer.drain();
    await expect
      .poll(() => writer.lastError?.message, { interval: 2 })
      .toMatch(/no connection|connection lost/);
    expect(writer.lag).toBeGreaterThan(0);
    await drained;
    expect(writer.lastError).toBeUndefined();
    expect(await counts()).toEqual([1000, 1000, 1000]);
    await writer.stop();
  });

  it('stops while the warehouse does not answer well, and keeps its place', async () => {
    const broken = new Proxy(warehouse, {
      get(target, name) {
        if (name !== 'insertEvents') return Reflect.get(target, name).bind(target);
        return () => Promise.reject(new Error('gone'));
      },
    });
    const writer = new WarehouseWriter(journal, broken, { maxWaitMs: 5, retryMs: 10_000 });
    await writer.start();
    await journal.append(eventsFrom(0, 10));
    await expect.poll(() => writer.lastError?.message).toBe('gone');
    const drained = writer.drain();
    drained.catch(() => {});
    await writer.stop();
    await expect(drained).rejects.toThrow(/stopped/);
    expect(writer.position).toBe(0);
    const healthy = new WarehouseWriter(journal, warehouse);
    await healthy.start();
    await healthy.stop();
    expect(await counts()).toEqual([10, 10, 10]);
  });

  it('counts each record once through kill -9 at any moment', async () => {
    await close();
    for (let round = 0; round < 4; round++) {
      const child = fork(fileURLToPath(new URL('./testing/write-until-killed.ts', import.meta.url)), [dir], {
        execArgv: [],
      });
      const exited = new Promise((resolve) => child.once('exit', resolve));
      await new Promise((resolve, reject) => {
        child.once('message', resolve);
        child.once('error', reject);
        child.once('exit', () => reject(new Error('the child ended before it was killed')));
      });
      await new Promise((resolve) => setTimeout(resolve, round * 130));
      child.kill('SIGKILL');
      await exited;
    }
    await open();
    const writer = new WarehouseWriter(journal, warehouse);
    await writer.start();
    await writer.stop();
    expect(journal.head).toBeGreaterThanOrEqual(4000);
    expect(await counts()).toEqual([journal.head, journal.head, journal.head]);
  });

  it('leaves the loop free while it writes', async () => {
    const writer = new WarehouseWriter(journal, warehouse, { maxWaitMs: 20 });
    for (let i = 0; i < 50_000; i += 500) await journal.append(eventsFrom(i, 500));
    await writer.start();
    const longestTurn = watchLoop();
    await writer.drain();
    const longest = longestTurn();
    await writer.stop();
    expect(await counts()).toEqual([50_000, 50_000, 50_000]);
    // Some 8 ms; the bound leaves room for a collection of garbage.
    expect(longest).toBeLessThan(60);
  });
});
