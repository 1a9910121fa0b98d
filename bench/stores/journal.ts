/**
 * Journal: appends a second at the calling thread and what each costs it, against SQLite called directly.
 * Run: node bench/stores/journal.ts [records]
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openJournal } from '../../packages/server/src/stores/index.ts';
import { report, sampleEvents, threadCost } from './sample.ts';

const total = Number(process.argv[2] ?? 1_000_000);
const batchSize = 500;
const lanes = 16;
const batch = sampleEvents(batchSize);
const dir = mkdtempSync(join(tmpdir(), 'bench-journal-'));

/** Baseline: no thread, no compression, no subscribers; one transaction a batch in the calling thread. */
function rawSqlite(): void {
  const database = new DatabaseSync(join(dir, 'raw.sqlite'));
  database.exec(`PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE batches (first_offset INTEGER PRIMARY KEY, payload TEXT)`);
  const insert = database.prepare('INSERT INTO batches VALUES (?, ?)');
  const cpu = process.threadCpuUsage();
  const start = performance.now();
  for (let offset = 0; offset < total; offset += batchSize) insert.run(offset, JSON.stringify(batch));
  report('baseline: SQLite, one transaction a batch', total, performance.now() - start, {
    'calling thread': threadCost(cpu, total),
  });
  database.close();
}

async function journal(): Promise<void> {
  const opened = await openJournal(join(dir, 'journal'));
  let delivered = 0;
  opened.subscribe(({ records }) => {
    delivered += records.length;
  });
  let left = total / batchSize;
  const waits: number[] = [];
  const cpu = process.threadCpuUsage();
  const start = performance.now();
  const lane = async () => {
    while (left-- > 0) {
      const sent = performance.now();
      await opened.append(batch);
      waits.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const ms = performance.now() - start;
  waits.sort((a, b) => a - b);
  report(`journal, ${batchSize}-record appends, ${lanes} at once`, total, ms, {
    'calling thread': threadCost(cpu, total),
    p50: `${waits[waits.length >> 1].toFixed(1)} ms`,
    p99: `${waits[Math.floor(waits.length * 0.99)].toFixed(1)} ms`,
  });
  if (delivered !== total) throw new Error(`subscribers saw ${delivered} of ${total} records`);

  const reading = performance.now();
  let read = 0;
  for await (const { records } of opened.read(0)) read += records.length;
  report('journal, read from the beginning', read, performance.now() - reading);

  const single = sampleEvents(1);
  const singles = 20_000;
  let unsent = singles;
  const singleCpu = process.threadCpuUsage();
  const singleStart = performance.now();
  const singleLane = async () => {
    while (unsent-- > 0) await opened.append(single);
  };
  await Promise.all(Array.from({ length: 64 }, singleLane));
  report('journal, single-record appends, 64 at once', singles, performance.now() - singleStart, {
    'calling thread': threadCost(singleCpu, singles),
  });
  await opened.close();
  const size = statSync(join(dir, 'journal', 'journal.sqlite')).size;
  console.log(`journal file: ${(size / (total + singles)).toFixed(0)} bytes a record`);
}

try {
  console.log(`${total.toLocaleString('en')} events of ${JSON.stringify(batch).length / batchSize} bytes`);
  rawSqlite();
  await journal();
} finally {
  rmSync(dir, { recursive: true });
}
