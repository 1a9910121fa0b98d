/**
 * Warehouse: rows a second through the writer, and memory, against chDB fed with blocks made beforehand.
 * Run: node bench/stores/warehouse.ts [records]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal, openWarehouse, WarehouseWriter } from '../../packages/server/src/stores/index.ts';
import { joinRecorded, recordedEvents } from '../../packages/server/src/stores/warehouse/recorded-events.ts';
import { report, sampleEvents, threadCost } from './sample.ts';

const total = Number(process.argv[2] ?? 1_000_000);
const blockSize = 50_000;
const dir = mkdtempSync(join(tmpdir(), 'bench-warehouse-'));

/** Resident memory in MB: the process's own pages and those mapped from files (the engine's library). */
function memory(): string {
  const status = readFileSync('/proc/self/status', 'utf8');
  const megabytes = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1000);
  return `${megabytes('RssAnon')} + ${megabytes('RssFile')} MB`;
}

async function prebuilt(): Promise<void> {
  const warehouse = await openWarehouse(join(dir, 'prebuilt'), { namespace: '' });
  console.log(`memory with the warehouse open: ${memory()}`);
  const records = sampleEvents(blockSize);
  const events = recordedEvents({ firstOffset: 0, records }, 0, blockSize);
  const block = joinRecorded([{ events, count: blockSize }]);
  const start = performance.now();
  for (let i = 0; i < total; i += blockSize) await warehouse.insertEvents(block, i, `block ${i}`);
  report('baseline: chDB, blocks of records made beforehand', total, performance.now() - start, {
    memory: memory(),
  });
  await warehouse.close();
}

async function writer(): Promise<void> {
  const journal = await openJournal(join(dir, 'journal'));
  const warehouse = await openWarehouse(join(dir, 'warehouse'), { namespace: '' });
  const copier = new WarehouseWriter(journal, warehouse);
  for (let i = 0; i < total; i += 500) await journal.append(sampleEvents(500, i));
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  const cpu = process.threadCpuUsage();
  const start = performance.now();
  await copier.start();
  await copier.drain();
  const ms = performance.now() - start;
  clearInterval(timer);
  report('journal to warehouse through the writer', total, ms, {
    'calling thread': threadCost(cpu, total),
    'longest block': `${longest.toFixed(0)} ms`,
    memory: memory(),
  });
  const { rows } = await warehouse.query<{ counts: number[] }>(
    'SELECT [count(), (SELECT sum(events) FROM events_per_minute)] AS counts FROM events',
  );
  if (rows[0].counts.some((count) => count !== total))
    throw new Error(`counted ${rows[0].counts}, not ${total}`);
  for (const [name, sql, params] of [
    [
      'one customer',
      'SELECT * FROM events WHERE customer_id = {id:String} ORDER BY timestamp',
      { id: 'customer-7919' },
    ],
    ['count by type', 'SELECT type, count(), sum(value) FROM events GROUP BY type', {}],
    [
      'buyers in a window',
      "SELECT uniqExact(customer_id) FROM events WHERE type = 'purchase' AND timestamp > '2023-11-20'",
      {},
    ],
  ] as const) {
    await warehouse.query(sql, params);
    const begun = performance.now();
    const { rowsRead } = await warehouse.query(sql, params);
    console.log(
      `query, ${name}: ${(performance.now() - begun).toFixed(1)} ms, ${rowsRead.toLocaleString('en')} rows read`,
    );
  }
  await copier.stop();
  await warehouse.close();
  await journal.close();
}

try {
  console.log(`memory at the start: ${memory()}`);
  await prebuilt();
  await writer();
} finally {
  rmSync(dir, { recursive: true });
}
