/**
 * How fast the journal replays on one core: read, parse, resolve identity, update every feature (and, for
 * training sets from purchases, everything that candidate sources keep). The baseline, measured in the same
 * run, reads and parses the same journal and does nothing with it.
 *
 *   node bench/learning/replay.ts [--events 400000]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replay } from '../../packages/server/src/learning/training/replay.ts';
import { openWorld } from '../../packages/server/src/learning/training/world.ts';
import { openJournal } from '../../packages/server/src/stores/index.ts';
import type { Journal } from '../../packages/server/src/stores/journal/journal.ts';
import { openJournalReader } from '../../packages/server/src/stores/journal/journal-reader.ts';
import type { EventRecord, Item, JournalRecord } from '../../packages/server/src/stores/journal/record.ts';
import config from '../../personalize.config.ts';
import { machine, option } from '../ingestion/machine.ts';
import { makeEvent, makeItems } from '../ingestion/traffic.ts';

const events = option('events', 400_000);
const customers = 100_000;
const items = 10_000;
/** Records per second of one core's time. */
const bar = 200_000;

const dir = mkdtempSync(join(tmpdir(), 'replay-'));
try {
  console.log(machine());
  const journal = await openJournal(dir);
  await fill(journal);
  console.log(
    `${journal.head} records: ${items} items, ${events} events of ${customers} customers, as ingestion stores them`,
  );
  const parsed = await measure('read and parse only (baseline)', journal, async (reader) => {
    for await (const { text } of reader.rows(0)) JSON.parse(text);
  });
  for (const candidates of [false, true]) {
    const name = candidates ? 'features and candidate sources' : 'features';
    const rate = await measure(`replay: ${name}`, journal, async (reader) => {
      const world = await openWorld({ features: config.features, timeZone: 'UTC', candidates }, reader);
      await replay(reader, world, { to: reader.head });
    });
    console.log(
      `  ${(parsed / rate).toFixed(2)} × the baseline's time; ${rate >= bar ? 'met' : 'MISSED'}: bar ${bar.toLocaleString('en')} records/s of one core`,
    );
    if (rate < bar) process.exitCode = 1;
  }
  await journal.close();
} finally {
  rmSync(dir, { recursive: true, force: true });
}

/** Returns records per second of this thread's CPU time: the machine may be shared. */
async function measure(
  name: string,
  journal: Journal,
  run: (reader: ReturnType<typeof openJournalReader>) => Promise<void>,
): Promise<number> {
  const reader = openJournalReader(journal.readHandle());
  const cpu = process.threadCpuUsage();
  const began = performance.now();
  await run(reader);
  const wall = (performance.now() - began) / 1000;
  const used = process.threadCpuUsage(cpu);
  reader.close();
  const seconds = (used.user + used.system) / 1e6;
  const rate = journal.head / seconds;
  console.log(
    `${name}: ${Math.round(rate).toLocaleString('en')} records/s of one core's time, ${Math.round(journal.head / wall).toLocaleString('en')}/s by the clock`,
  );
  return rate;
}

async function fill(journal: Journal): Promise<void> {
  const receivedAt = Date.UTC(2026, 0, 1);
  await append(
    journal,
    makeItems(items).map((item) => ({ kind: 'item', receivedAt, item: item as unknown as Item })),
  );
  for (let n = 0; n < events; n += 500) {
    const batch: JournalRecord[] = [];
    for (let i = n; i < Math.min(events, n + 500); i++) {
      const at = receivedAt + i * 20;
      const { timestamp, ...event } = makeEvent(i, { customers, items, at });
      const times = { timestamp: Date.parse(timestamp as string), receivedAt: at };
      batch.push({ kind: 'event', origin: 'live', ...event, ...times } as EventRecord);
    }
    await append(journal, batch);
  }
}

async function append(journal: Journal, records: JournalRecord[]): Promise<void> {
  await journal.append(records);
}
