import { fork } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchLoop } from '../testing/watch-loop.ts';
import { collect, journalConformance } from './journal.conformance.ts';
import type { JournalRecord } from './record.ts';
import { openJournal } from './sqlite-journal.ts';
import { eventAt, eventsFrom } from './testing/events.ts';

journalConformance('the SQLite journal', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'journal-'));
  return { open: () => openJournal(dir), dispose: () => rm(dir, { recursive: true }) };
});

describe('the SQLite journal', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'journal-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  async function filesHold(needle: Buffer | string): Promise<boolean> {
    for (const name of await readdir(dir)) {
      if ((await readFile(join(dir, name))).includes(needle)) return true;
    }
    return false;
  }

  it('keeps every acknowledged record through kill -9, none twice, at its offset', async () => {
    const acknowledged = new Map<number, { first: number; count: number }>();
    for (let round = 0; round < 3; round++) {
      const child = fork(fileURLToPath(new URL('./testing/append-until-killed.ts', import.meta.url)), [dir], {
        execArgv: [],
      });
      const exited = new Promise((resolve) => child.once('exit', resolve));
      let reports = 0;
      await new Promise<void>((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', () => reject(new Error('the child ended before it was killed')));
        child.on('message', (report: { offset: number; first: number; count: number }) => {
          expect(acknowledged.has(report.offset)).toBe(false);
          acknowledged.set(report.offset, report);
          if (++reports === 60) resolve();
        });
      });
      child.kill('SIGKILL');
      await exited;
    }
    const journal = await openJournal(dir);
    const records = await collect(journal.read(0));
    expect(records).toHaveLength(journal.head);
    for (const [offset, { first, count }] of acknowledged) {
      expect(records.slice(offset, offset + count)).toEqual(eventsFrom(first, count));
    }
    const ids = new Set(records.map((record) => (record?.kind === 'event' ? record.messageId : record)));
    expect(ids.size).toBe(records.length);
    await journal.close();
  });

  it('refuses with storage_full what does not fit, keeps nothing of it, and goes on', async () => {
    const journal = await openJournal(dir, { maxBytes: 2_000_000, compression: false });
    const delivered: number[] = [];
    journal.subscribe((batch) => {
      delivered.push(batch.firstOffset);
    });
    const large = eventsFrom(10_000, 20_000);
    const outcomes = await Promise.allSettled([
      journal.append(eventsFrom(0, 10)),
      journal.append(large),
      journal.append(eventsFrom(10, 10)),
      journal.append(large),
      journal.append(eventsFrom(20, 10)),
    ]);
    expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.code))).toEqual([
      0,
      'storage_full',
      10,
      'storage_full',
      20,
    ]);
    expect(journal.pending).toBe(0);
    expect(await journal.append(eventsFrom(30, 10))).toBe(30);
    expect(delivered).toEqual([0, 10, 20, 30]);
    expect(await collect(journal.read(0))).toEqual(eventsFrom(0, 40));
    await journal.close();

    const roomier = await openJournal(dir, { maxBytes: 50_000_000, compression: false });
    expect(await roomier.append(large)).toBe(40);
    await roomier.close();
  });

  it.each([
    ['stored plain', false],
    ['compressed', true],
  ])('leaves no byte of erased records in any file, %s', async (_, compression) => {
    const secret = 'customer-to-be-forgotten';
    const journal = await openJournal(dir, { compression });
    let at = 0;
    for (let i = 0; i < 40; i++) {
      const records = eventsFrom(at, i % 3 === 0 ? 2 : 300);
      records[records.length >> 1].customerId = secret;
      await journal.append(records);
      at += records.length;
    }
    // Positive control: what must vanish is there and can be found.
    const before = compression ? await storedRows(dir) : [];
    for (const bytes of before) expect(await filesHold(bytes)).toBe(true);
    if (!compression) expect(await filesHold(secret)).toBe(true);

    const erased = await journal.erase((record) => record.kind === 'event' && record.customerId === secret);
    expect(erased).toBe(40);
    for (const bytes of before) expect(await filesHold(bytes)).toBe(false);
    expect(await filesHold(secret)).toBe(false);
    const records = await collect(journal.read(0));
    expect(records).toHaveLength(at);
    expect(records.filter((record) => record === null)).toHaveLength(40);
    await journal.close();
    expect(await filesHold(secret)).toBe(false);
  });

  it('leaves nothing behind when customers are erased one after the other', async () => {
    const journal = await openJournal(dir, { compression: false });
    for (let i = 0; i < 400; i++) {
      await journal.append([
        eventAt(i, { customerId: `person-${i}-end`, properties: { n: 'x'.repeat(i % 90) } }),
      ]);
    }
    for (let i = 0; i < 400; i += 3) {
      const id = `person-${i}-end`;
      expect(await filesHold(id)).toBe(true);
      expect(await journal.erase((r) => r.kind === 'event' && r.customerId === id, [id])).toBe(1);
    }
    const files = await Promise.all((await readdir(dir)).map((name) => readFile(join(dir, name), 'latin1')));
    const found = [...files.join('').matchAll(/person-(\d+)-end/g)].map((match) => Number(match[1]));
    expect(new Set(found)).toEqual(
      new Set(Array.from({ length: 400 }, (_, i) => i).filter((i) => i % 3 !== 0)),
    );
    await journal.close();
  });

  it('keeps the loop free while it is read and erased', async () => {
    const journal = await openJournal(dir);
    for (let i = 0; i < 200; i++) await journal.append(eventsFrom(i * 500, 500));
    const longestTurn = watchLoop();
    let count = 0;
    for await (const batch of journal.read(0)) count += batch.records.length;
    await journal.erase((record) => record.kind === 'event' && record.customerId === 'customer-1');
    const longest = longestTurn();
    expect(count).toBe(100_000);
    // Some 5 ms; the bound leaves room for a collection of garbage.
    expect(longest).toBeLessThan(60);
    await journal.close();
  });

  it('refuses a file that is open elsewhere or written by a newer version', async () => {
    const journal = await openJournal(dir);
    await expect(openJournal(dir)).rejects.toMatchObject({ code: 'conflict' });
    await journal.append(eventsFrom(0, 1));
    await journal.close();
    const database = new DatabaseSync(join(dir, 'journal.sqlite'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(openJournal(dir)).rejects.toThrow(/format 99.*newer version/);
  });

  it('throws a listener error again without losing the append or the other listeners', async () => {
    const journal = await openJournal(dir);
    const uncaught: unknown[] = [];
    const before = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => uncaught.push(error));
    let calls = 0;
    journal.subscribe(() => {
      throw new Error('listener failed');
    });
    journal.subscribe(() => {
      calls++;
    });
    expect(await journal.append(eventsFrom(0, 1))).toBe(0);
    await new Promise((resolve) => setImmediate(resolve));
    process.removeAllListeners('uncaughtException');
    for (const listener of before) process.on('uncaughtException', listener);
    expect(calls).toBe(1);
    expect(uncaught).toMatchObject([{ message: 'listener failed' }]);
    await journal.close();
  });

  it('takes less room than the plain text', async () => {
    const journal = await openJournal(dir);
    const records: JournalRecord[] = eventsFrom(0, 20_000);
    await journal.append(records);
    await journal.close();
    expect((await stat(join(dir, 'journal.sqlite'))).size).toBeLessThan(JSON.stringify(records).length / 3);
  });
});

/** A slice of each stored payload that holds erased records, read from a copy of the files. */
async function storedRows(dir: string): Promise<Buffer[]> {
  const copy = await mkdtemp(join(tmpdir(), 'journal-copy-'));
  await cp(dir, copy, { recursive: true });
  const database = new DatabaseSync(join(copy, 'journal.sqlite'));
  const rows = database.prepare('SELECT payload FROM batches').all() as { payload: Uint8Array }[];
  database.close();
  await rm(copy, { recursive: true });
  // Past the frame's header and the table of symbols, which look alike in all.
  return rows
    .filter((row) => row.payload.length > 600)
    .map((row) => Buffer.from(row.payload.subarray(200, 260)));
}
