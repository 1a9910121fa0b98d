/**
 * Reporting: how long a picture and a document take, and how many rows a second a server hands out.
 * Run: node bench/reporting/files.ts [rows, default 1000000] [formats, default csv,json,parquet]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReportDocument, Section } from '../../packages/server/src/reporting/document/document.ts';
import { Renderer } from '../../packages/server/src/reporting/index.ts';
import { openWarehouse } from '../../packages/server/src/stores/index.ts';
import { joinRecorded, recordedEvents } from '../../packages/server/src/stores/warehouse/recorded-events.ts';
import { machine, quantile } from '../ingestion/machine.ts';
import { sampleEvents } from '../stores/sample.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
if (!(rows >= 1_000 && rows <= 20_000_000)) throw new Error(`rows must be 1000 to 20000000, got ${rows}`);
const port = 18_431;
const key = 'bench-admin-key-0001';
const headers = { authorization: `Bearer ${key}` };
const formats = (process.argv[3] ?? 'csv,json,parquet').split(',');
const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const money = { style: 'currency', currency: 'BRL' } as const;

const chart = (i: number): Section => ({
  title: `Revenue ${i}`,
  notes: ['Filters: channel is web', '1 January to 31 March'],
  chart: {
    kind: 'lines',
    series: ['web', 'app', 'store'].map((name, s) => ({
      ...{ key: name, name },
      points: Array.from(
        { length: 90 },
        (_, d) => [start + d * dayMs, 1000 * (s + 1) + 300 * Math.sin(d / 7 + i)] as const,
      ),
    })),
    x: { name: '', type: 'time' },
    y: { name: 'Revenue', unit: money },
  },
});
const table = (i: number): Section => ({
  title: `Table ${i}`,
  notes: [],
  table: {
    columns: [
      { name: 'Item', type: 'string' },
      { name: 'Day', type: 'time' },
      { name: 'Revenue', type: 'number', unit: money },
    ],
    rows: Array.from({ length: 200 }, (_, r) => [`Item ${r}`, start + r * dayMs, r * 3.5]),
  },
});
const report: ReportDocument = {
  ...{
    title: 'Board',
    locale: 'pt-BR',
    timeZone: 'America/Sao_Paulo',
    theme: 'light',
    asOf: start,
    madeAt: start,
  },
  sections: [
    ...Array.from({ length: 8 }, (_, i) => chart(i)),
    ...Array.from({ length: 3 }, (_, i) => table(i)),
  ],
};

const renderer = new Renderer();
const size = { width: 960, scale: 2 };
const time = async (format: 'png' | 'pdf', times: number) => {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const begun = performance.now();
    await renderer.render({ format, report, size });
    taken.push(performance.now() - begun);
  }
  const [first, ...rest] = taken;
  rest.sort((a, b) => a - b);
  return `first ${first.toFixed(0)} ms, then p50 ${quantile(rest, 0.5).toFixed(0)} ms, p95 ${quantile(rest, 0.95).toFixed(0)} ms`;
};

console.log(machine());
console.log(`PNG of one chart: ${await time('png', 21)}; bar 300 ms`);
console.log(`PDF of 8 charts and 3 tables: ${await time('pdf', 6)}; bar 4000 ms`);
await renderer.close();
const folder = await mkdtemp(join(tmpdir(), 'bench-files-'));
try {
  await fill(folder);
  await exported(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Events as the server would have stored them. */
async function fill(dataDir: string): Promise<void> {
  const warehouse = await openWarehouse(join(dataDir, 'warehouse'), { namespace: '' });
  const size = 50_000;
  for (let i = 0; i < rows; i += size) {
    const records = sampleEvents(Math.min(size, rows - i), i);
    const events = recordedEvents({ firstOffset: i, records }, 0, records.length);
    await warehouse.insertEvents(joinRecorded([{ events, count: records.length }]), i, `block ${i}`);
  }
  await warehouse.close();
}

interface Health {
  /** MB */
  memory: number;
  /** Of the event loop since it was asked last, ms. */
  delay: number;
  /** Processor time so far, s. */
  cpu: number;
}

/** What the server itself says. */
async function health(address: string): Promise<Health> {
  const text = await (await fetch(`${address}/metrics`, { headers })).text();
  const value = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
  return {
    memory: value('process_resident_memory_bytes') / 1e6,
    delay: value('nodejs_eventloop_lag_max_seconds') * 1000,
    cpu: value('process_cpu_seconds_total'),
  };
}

async function exported(dataDir: string): Promise<void> {
  const address = `http://127.0.0.1:${port}`;
  const main = new URL('../../packages/server/src/main.ts', import.meta.url).pathname;
  const env = { ...process.env, PORT: String(port), DATA_DIR: dataDir, ADMIN_KEY: key };
  const server = spawn(process.execPath, [main, 'start'], { env, stdio: 'ignore' });
  try {
    while (
      !(await fetch(`${address}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await sleep(100);
    for (const format of formats) {
      // Before it counts what starting cost.
      await health(address);
      const before = await health(address);
      let largest = before;
      let watching = true;
      const watch = (async () => {
        while (watching) {
          await sleep(200);
          const now = await health(address);
          const memory = Math.max(largest.memory, now.memory);
          largest = { ...now, memory, delay: Math.max(largest.delay, now.delay) };
        }
      })();
      const begun = performance.now();
      let bytes = 0;
      const answer = await fetch(`${address}/v1/exports/events?format=${format}`, { headers });
      if (!answer.ok || answer.body === null) throw new Error(`the export failed: ${await answer.text()}`);
      for await (const chunk of answer.body) bytes += chunk.length;
      const seconds = (performance.now() - begun) / 1000;
      watching = false;
      await watch;
      const figures = [
        `${Math.round(rows / seconds)} rows/s`,
        `${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s`,
        `${Math.round(rows / (largest.cpu - before.cpu))} rows for a second of its processor time`,
        `server's memory +${(largest.memory - before.memory).toFixed(0)} MB`,
        `its event loop late by at most ${largest.delay.toFixed(0)} ms`,
      ];
      console.log(`${format} of ${rows} events over HTTP: ${figures.join(', ')}; bar of csv 300000 rows/s`);
    }
  } finally {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
}
