/**
 * Analytics: a dozen questions of an overview, answered from rollups and, as the baseline, from the events
 * themselves. Prints p50 and p95 over all questions, and each one's median; with several sizes, also how the
 * cost grows with them.
 * Run: node bench/analytics/query.ts [millions of events, default 2]… [--rounds 5] [--folder PATH], such as 2 10 20
 * With a folder the events are kept there and read again the next time; --rounds 0 only makes them.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AnalyticsService,
  type QueryInput,
  SemanticModel,
} from '../../packages/server/src/analytics/semantic/index.ts';
import { openWarehouse } from '../../packages/server/src/stores/warehouse/chdb-warehouse.ts';
import { machine, option, quantile } from '../ingestion/machine.ts';

const flags = process.argv.findIndex((argument) => argument.startsWith('--'));
const given = process.argv.slice(2, flags < 0 ? undefined : flags);
const sizes = given.length === 0 ? [2] : given.map(Number);
for (const [i, size] of sizes.entries()) {
  if (!(size > 0 && size <= 200)) throw new Error(`millions must be above 0 to 200, got ${given[i]}`);
}
const rounds = option('rounds', 5);
const folderFlag = process.argv.indexOf('--folder');
const folder = folderFlag === -1 ? undefined : process.argv[folderFlag + 1];
const days = 30;
const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 1);

/** Made by the engine: 100,000 customers, 9,000 items in 60 categories, 30 days; the shares of types as in a shop. */
const makeEvents = `INSERT INTO events (offset, type, message_id, customer_id, item_id, timestamp, received_at, value,
    quantity, currency, channel, device, placement, decision_id, origin)
  SELECT number, multiIf(h % 100 < 40, 'page_view', h % 100 < 75, 'impression', h % 100 < 90, 'click',
      h % 100 < 97, 'add_to_cart', 'purchase') AS made,
    toString(cityHash64(number, 'm')), concat('customer-', toString(intDiv(h, 100) % 100000)),
    concat('item-', toString(intDiv(h, 7919) % 9000)),
    fromUnixTimestamp64Milli(toInt64({start:Int64} + intDiv(number * {span:UInt64}, {events:UInt64})), 'UTC') AS at, at,
    if(made = 'purchase', (h % 20000) / 100, NULL), if(made = 'purchase', 1, NULL),
    if(made = 'purchase', 'BRL', ''), ['web', 'app', 'store', 'email'][h % 4 + 1],
    ['desktop', 'mobile', 'tablet'][h % 3 + 1], if(h % 5 = 0, ['home', 'product', 'cart', 'email'][h % 4 + 1], ''),
    if(h % 5 = 0, toString(h % 100000), ''), 'live'
  FROM (SELECT number, cityHash64(number) AS h FROM numbers({first:UInt64}, {count:UInt64}))`;

const at = (day: number) => new Date(start + day * dayMs).toISOString();
const month = { from: at(0), to: at(days) };
const lastDay = { from: at(days - 1), to: at(days) };
const timeZone = 'America/Sao_Paulo';
const dozen: Record<string, QueryInput> = {
  'figures of the month against the one before': {
    ...month,
    metrics: ['events', 'visitors', 'purchases', 'revenue', 'averageOrderValue', 'conversionRate'],
    compare: 'previous',
  },
  'figures of the last day': { ...lastDay, metrics: ['events', 'visitors', 'revenue', 'clickThroughRate'] },
  'events by day': { ...month, metrics: ['events'], granularity: 'day' },
  'events by day in São Paulo': { ...month, metrics: ['events'], granularity: 'day', timeZone },
  'revenue by day against the month before': {
    ...month,
    metrics: ['revenue'],
    granularity: 'day',
    compare: 'previous',
  },
  'visitors by day': { ...month, metrics: ['visitors', 'buyers'], granularity: 'day' },
  'last day by hour': { ...lastDay, metrics: ['events', 'purchases'], granularity: 'hour' },
  'last six hours by minute': {
    from: at(days - 0.25),
    to: at(days),
    metrics: ['events', 'clicks'],
    granularity: 'minute',
  },
  'event types by day': { ...month, metrics: ['events'], dimensions: ['eventType'], granularity: 'day' },
  'channels and devices': {
    ...month,
    metrics: ['revenue', 'conversionRate'],
    dimensions: ['channel', 'device'],
  },
  placements: { ...month, metrics: ['clickThroughRate', 'attributedRevenue'], dimensions: ['placement'] },
  'heat map of weekday and hour in São Paulo': {
    ...month,
    metrics: ['events'],
    dimensions: ['weekday', 'hourOfDay'],
    timeZone,
  },
  'beside the dozen: items by revenue, no rollup': {
    ...month,
    metrics: ['revenue'],
    dimensions: ['item'],
    limit: 10,
    other: true,
  },
  'beside the dozen: visits, no rollup': { ...month, metrics: ['sessions'] },
  'beside the dozen: visits by channel, no rollup': {
    ...month,
    metrics: ['sessions'],
    dimensions: ['channel'],
  },
};

/** The folder of a warehouse that holds the events; made unless it is there. */
async function filled(events: number): Promise<string> {
  const kept = folder === undefined ? undefined : join(folder, `${events}-events`);
  if (kept !== undefined && existsSync(kept)) return kept;
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const dir = mkdtempSync(join(folder ?? tmpdir(), 'bench-analytics-'));
  const warehouse = await openWarehouse(dir, { namespace: '' });
  const filling = performance.now();
  const block = 250_000;
  for (let first = 0; first < events; first += block) {
    const count = Math.min(block, events - first);
    await warehouse.command(makeEvents, { start, span: days * dayMs, events, first, count });
  }
  console.log(
    `${events / 1_000_000} M events made and rolled up in ${((performance.now() - filling) / 1000).toFixed(1)} s`,
  );
  await warehouse.close();
  if (kept === undefined) return dir;
  renameSync(dir, kept);
  return kept;
}

/** Fills a warehouse and asks everything; p95 over the dozen, ms. */
async function measure(millions: number): Promise<{ rollups: number; raw: number }> {
  const events = millions * 1_000_000;
  const dir = await filled(events);
  const warehouse = await openWarehouse(dir, { namespace: '' });
  try {
    let version = 0;
    const service = new AnalyticsService({
      warehouse,
      model: new SemanticModel(),
      freshness: () => ({ version: version++, asOf: Date.now() }),
      timeZone: 'UTC',
    });
    const times = { rollups: [] as number[], raw: [] as number[] };
    for (const [name, query] of Object.entries(dozen)) {
      const line: string[] = [];
      for (const kind of ['rollups', 'raw'] as const) {
        const own: number[] = [];
        let rowsRead = 0;
        let rollup: string | null = null;
        for (let round = 0; round < rounds; round++) {
          const begun = performance.now();
          const { meta } = await service.query({ ...query, rollups: kind === 'rollups' });
          own.push(performance.now() - begun);
          ({ rowsRead, rollup } = meta);
        }
        if (!name.startsWith('beside')) times[kind].push(...own);
        own.sort((a, b) => a - b);
        line.push(
          `${kind}${kind === 'rollups' ? ` (${rollup ?? 'none fits'})` : ''} ${quantile(own, 0.5).toFixed(1)} ms, ${rowsRead.toLocaleString('en')} rows`,
        );
      }
      console.log(`${name.padEnd(46)} ${line.join('   ')}`);
    }
    const costs = { rollups: 0, raw: 0 };
    for (const kind of ['rollups', 'raw'] as const) {
      const sorted = times[kind].sort((a, b) => a - b);
      console.log(
        `the dozen from ${kind === 'raw' ? 'raw events (baseline)' : 'rollups'}: p50 ${quantile(sorted, 0.5).toFixed(1)} ms, p95 ${quantile(sorted, 0.95).toFixed(1)} ms`,
      );
      costs[kind] = quantile(sorted, 0.95);
    }
    return costs;
  } finally {
    await warehouse.close();
    if (folder === undefined) rmSync(dir, { recursive: true });
  }
}

console.log(machine());
const summary: string[] = [];
for (const size of sizes) {
  if (rounds === 0) {
    await filled(size * 1_000_000);
    continue;
  }
  const costs = await measure(size);
  summary.push(
    `${size} M events: ${costs.rollups.toFixed(1)} ms from rollups, ${costs.raw.toFixed(1)} ms raw`,
  );
}
if (summary.length > 1) console.log(`p95 by size\n${summary.join('\n')}`);
