/**
 * Reporting over HTTP, by a server that runs as people run it: how long a picture and a document take, and how many
 * rows a second it hands out. The first picture is that of a server that has been started before: the very first
 * start of an installation has no compiled code on disk yet.
 * Run: node bench/reporting/files.ts [rows, default 1000000] [formats, default csv,json,parquet]
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Section } from '../../packages/server/src/reporting/document/document.ts';
import { openWarehouse } from '../../packages/server/src/stores/index.ts';
import { joinRecorded, recordedEvents } from '../../packages/server/src/stores/warehouse/recorded-events.ts';
import { machine, quantile } from '../ingestion/machine.ts';
import {
  adminKey,
  removeFolder,
  type ServerProcess,
  startServer,
  temporaryFolder,
} from '../ingestion/server.ts';
import { sampleEvents } from '../stores/sample.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
if (!(rows >= 1_000 && rows <= 20_000_000)) throw new Error(`rows must be 1000 to 20000000, got ${rows}`);
const headers = { authorization: `Bearer ${adminKey}` };
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
const charts = Array.from({ length: 8 }, (_, i) => chart(i));
const tables = Array.from({ length: 3 }, (_, i) => table(i));

async function time(
  { url }: ServerProcess,
  format: 'png' | 'pdf',
  sections: readonly Section[],
  times: number,
): Promise<string> {
  const blocks = sections.map((section) => ({ type: 'data', ...section }));
  const body = JSON.stringify({ format, blocks, locale: 'pt-BR', timeZone: 'America/Sao_Paulo' });
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const begun = performance.now();
    const answer = await fetch(`${url}/v1/reports`, {
      ...{ method: 'POST', body },
      headers: { ...headers, 'content-type': 'application/json' },
    });
    if (!answer.ok) throw new Error(`the report failed: ${await answer.text()}`);
    await answer.bytes();
    taken.push(performance.now() - begun);
  }
  const [first, ...rest] = taken;
  rest.sort((a, b) => a - b);
  return `first ${first.toFixed(0)} ms, then p50 ${quantile(rest, 0.5).toFixed(0)} ms, p95 ${quantile(rest, 0.95).toFixed(0)} ms`;
}

console.log(machine());
const folder = await temporaryFolder();
try {
  await drawn(folder);
  await fill(folder);
  await exported(folder);
} finally {
  await removeFolder(folder);
}

/** Pictures and documents, after a first start that leaves its compiled code on disk. */
async function drawn(dataDir: string): Promise<void> {
  for (const last of [false, true]) {
    const server = await startServer(dataDir);
    try {
      if (last) {
        console.log(`PNG of one chart: ${await time(server, 'png', charts.slice(0, 1), 21)}; bar 300 ms`);
        console.log(
          `PDF of 8 charts and 3 tables: ${await time(server, 'pdf', [...charts, ...tables], 6)}; bar 4000 ms`,
        );
      } else await time(server, 'png', charts.slice(0, 1), 1);
    } finally {
      server.kill('SIGTERM');
      await server.ended;
    }
  }
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
  const server = await startServer(dataDir);
  const address = server.url;
  try {
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
    await server.ended;
  }
}
