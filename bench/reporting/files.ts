/**
 * Reporting: how long a picture and a document take, and how many rows a second become CSV.
 * Run: node bench/reporting/files.ts [rows, default 1000000]
 */
import type { ReportDocument, Section } from '../../packages/server/src/reporting/document/document.ts';
import { Renderer } from '../../packages/server/src/reporting/index.ts';
import { writeTable } from '../../packages/server/src/reporting/tables/write-table.ts';
import { machine, quantile } from '../ingestion/machine.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
if (!(rows >= 1_000 && rows <= 20_000_000)) throw new Error(`rows must be 1000 to 20000000, got ${rows}`);
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

async function* batches() {
  const batch = Array.from({ length: 5_000 }, (_, i) => ({
    ...{ id: `message-${i}`, type: i % 3 === 0 ? '=purchase' : 'page_view', value: i / 3, at: start + i },
    ...{ channel: 'web', item: `item, ${i}` },
  }));
  for (let made = 0; made < rows; made += batch.length) yield batch;
}

console.log(machine());
console.log(`PNG of one chart: ${await time('png', 21)}; bar 300 ms`);
console.log(`PDF of 8 charts and 3 tables: ${await time('pdf', 6)}; bar 4000 ms`);
await renderer.close();
const columns = [
  ...(['id', 'type', 'channel', 'item'] as const).map((name) => ({ name, type: 'string' as const })),
  { name: 'value', type: 'number' as const },
  { name: 'at', type: 'time' as const },
];
const before = process.memoryUsage().rss;
const begun = performance.now();
let bytes = 0;
for await (const chunk of writeTable('csv', columns, batches())) bytes += chunk.length;
const seconds = (performance.now() - begun) / 1000;
const grown = (process.memoryUsage().rss - before) / 1e6;
console.log(
  `CSV of ${rows} rows, six columns: ${Math.round(rows / seconds)} rows/s, ${(bytes / 1e6).toFixed(0)} MB, memory +${grown.toFixed(0)} MB; bar 300000 rows/s`,
);
