import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Journal } from './journal.ts';
import { type JournalReader, openJournalReader } from './journal-reader.ts';
import { openJournal } from './sqlite-journal.ts';
import { eventsFrom } from './testing/events.ts';

let dir: string;
let journal: Journal;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'journal-reader-'));
  journal = await openJournal(dir);
});
afterEach(async () => {
  await journal.close();
  await rm(dir, { recursive: true });
});

async function all(reader: JournalReader, from = 0, to?: number): Promise<unknown[]> {
  const found: unknown[] = [];
  let next: number | undefined;
  for await (const { firstOffset, count, text } of reader.rows(from, to)) {
    expect(firstOffset).toBe(next ?? firstOffset);
    next = firstOffset + count;
    found.push(...JSON.parse(text));
  }
  return found;
}

describe('a reader of the journal', () => {
  it('gets every stored row, in order, with appends going on', async () => {
    const records = eventsFrom(0, 30_000);
    for (let i = 0; i < records.length; i += 3000) await journal.append(records.slice(i, i + 3000));
    const reader = openJournalReader(journal.readHandle());
    const appended = journal.append(eventsFrom(30_000, 500));
    expect(await all(reader)).toEqual(JSON.parse(JSON.stringify(records)));
    await appended;
    expect(await all(reader)).toHaveLength(30_000);
    reader.close();
  });

  it('starts at the row that holds an offset and ends with the row that holds the last', async () => {
    for (let i = 0; i < 10; i++) await journal.append(eventsFrom(i * 100, 100));
    const reader = openJournalReader(journal.readHandle());
    const rows = [];
    for await (const row of reader.rows(250, 420)) rows.push(row.firstOffset);
    expect(rows).toEqual([200, 300, 400]);
    reader.close();
  });

  it('can be left early and read again', async () => {
    await journal.append(eventsFrom(0, 20_000));
    const reader = openJournalReader(journal.readHandle());
    for await (const row of reader.rows(0)) if (row.firstOffset >= 0) break;
    expect(await all(reader)).toHaveLength(20_000);
    reader.close();
  });

  it('fails clearly once the journal is closed', async () => {
    await journal.append(eventsFrom(0, 100));
    const reader = openJournalReader(journal.readHandle());
    expect(await all(reader)).toHaveLength(100);
    await journal.close();
    await expect(all(reader)).rejects.toMatchObject({ code: 'shutting_down' });
    journal = await openJournal(dir);
  });

  it('works in another thread', async () => {
    await journal.append(eventsFrom(0, 5000));
    const handle = journal.readHandle();
    const worker = new Worker(new URL('./testing/count-rows.ts', import.meta.url), {
      workerData: handle,
      transferList: [handle.port],
    });
    const counted = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    expect(counted).toBe(5000);
    await worker.terminate();
  });
});
