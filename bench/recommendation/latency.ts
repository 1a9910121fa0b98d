/**
 * What one recommendation costs the main thread: 200 candidates, the features of personalize.config.ts, the
 * default ranker, everything but the wait for the journal. Beside it, in the same run, the answer that a
 * popularity list alone would give. Also what each event costs the recommendation's and segments' consumers.
 *
 *   node bench/recommendation/latency.ts [--items 20000] [--customers 20000] [--events 300000] [--requests 3000]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../../packages/server/src/define-config.ts';
import type { Applied, RecordConsumer } from '../../packages/server/src/features/feature-engine.ts';
import { compileFeatures } from '../../packages/server/src/features/index.ts';
import { SegmentEvaluator, SegmentMembership } from '../../packages/server/src/profiles/index.ts';
import { createRecommendation, defaultPlacements } from '../../packages/server/src/recommendation/index.ts';
import type { EventRecord, JournalRecord } from '../../packages/server/src/stores/journal/record.ts';
import { openOnlineStore } from '../../packages/server/src/stores/online/index.ts';

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '20000' },
    customers: { type: 'string', default: '20000' },
    events: { type: 'string', default: '300000' },
    requests: { type: 'string', default: '3000' },
  },
});
const items = Number(values.items);
const customers = Number(values.customers);
const events = Number(values.events);
const requests = Number(values.requests);

const config = await loadConfig(new URL('../../personalize.config.ts', import.meta.url).pathname);
const dir = mkdtempSync(join(tmpdir(), 'latency-'));
const store = openOnlineStore(dir);
const engine = compileFeatures(config.features, store);
const membership = new SegmentMembership(store, engine.customers);
SegmentEvaluator.declare(engine);
let now = Date.UTC(2026, 5, 1);
let applied = 0;
const placements = new Map(defaultPlacements.map((placement) => [placement.name, placement]));
const service = createRecommendation({
  store,
  engine,
  placement: (name) => placements.get(name),
  customerRow: ({ customerId }) => engine.customers.find(`c:${customerId}`),
  appliedOffset: () => applied,
  append: async () => undefined,
  now: () => now,
});
await store.restore();
const evaluator = new SegmentEvaluator({
  engine,
  membership,
  segments: config.segments ?? [],
  append: async (records: JournalRecord[]) => {
    for (const record of records) apply(record);
  },
  now: () => now,
});
const consumers: RecordConsumer[] = [engine, membership, evaluator, ...service.consumers];
const spent = new Map(consumers.map(({ name }) => [name, 0]));
const at: Applied = {
  record: { kind: 'item_removed', receivedAt: 0, itemId: '' },
  offset: 0,
  customerRow: -1,
  itemRow: -1,
};

function locate(record: JournalRecord): void {
  at.record = record;
  at.offset = applied++;
  at.customerRow = record.kind === 'event' ? engine.customers.ensure(`c:${record.customerId}`) : -1;
  const itemId =
    record.kind === 'event' ? record.itemId : record.kind === 'item' ? record.item.itemId : undefined;
  at.itemRow = itemId === undefined ? -1 : engine.items.ensure(itemId);
}

function apply(record: JournalRecord): void {
  locate(record);
  for (const consumer of consumers) consumer.apply(at);
}

/** Milliseconds of CPU time that the main thread has used: what other processes take does not count. */
const cpu = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** mulberry32 with a fixed seed: the same load in every run. */
let state = 20260601;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

for (let i = 0; i < items; i++) {
  apply({
    kind: 'item',
    receivedAt: now,
    item: {
      itemId: `item-${i}`,
      title: `Product number ${i}`,
      category: `category ${i % 300}`,
      price: 1 + (i % 97) / 3,
      currency: 'USD',
      attributes: {
        department: `department ${i % 30}`,
        brand: `brand ${i % 500}`,
        productType: `type ${i % 1900}`,
      },
    },
  });
}
service.rebuild();

const types = [
  'page_view',
  'page_view',
  'page_view',
  'click',
  'click',
  'impression',
  'add_to_cart',
  'purchase',
];
function nextEvent(n: number): EventRecord {
  // Long tails: a fifth of the customers and of the items take most of the traffic; baskets stay in a category.
  const customer = Math.floor(random() ** 2 * customers);
  const base = Math.floor(random() ** 3 * items);
  now += 40;
  return {
    kind: 'event',
    type: types[Math.floor(random() * types.length)],
    messageId: `${n}`,
    customerId: `customer-${customer}`,
    itemId: `item-${random() < 0.4 ? (customer * 31 + Math.floor(random() * 12) * 300) % items : base}`,
    timestamp: now,
    receivedAt: now,
    value: 5,
    channel: 'web',
    device: 'mobile',
    origin: 'live',
  };
}
const load: EventRecord[] = Array.from({ length: events }, (_, n) => nextEvent(n));
const warm = Math.floor(events * 0.8);
for (const record of load.slice(0, warm)) apply(record);
await flush();
/** Each consumer alone over chunks of records that the ones before it have applied, by CPU time. */
const measured = load.slice(warm);
const chunk = 1_000;
for (let i = 0; i < measured.length; i += chunk) {
  const records = measured.slice(i, i + chunk);
  const located = records.map((record) => {
    locate(record);
    return { ...at };
  });
  for (const consumer of consumers) {
    const start = cpu();
    for (const one of located) consumer.apply(one);
    spent.set(consumer.name, spent.get(consumer.name)! + cpu() - start);
  }
}
const waiting = evaluator.waiting;
const flushStart = cpu();
await flush();
const segmentsPerCustomer = ((cpu() - flushStart) / Math.max(1, waiting)) * 1000;

async function flush(): Promise<void> {
  do await evaluator.flush(1000);
  while (evaluator.waiting > 0);
}

const everyone = Array.from({ length: requests }, () => ({
  customerId: `customer-${Math.floor(random() ** 2 * customers)}`,
  placement: 'home',
  context: { channel: 'web', device: 'mobile', itemId: `item-${Math.floor(random() ** 3 * items)}` },
}));
let candidates = 0;
const time = (work: (i: number) => unknown): { cpu: number; wall: Float64Array } => {
  const wall = new Float64Array(everyone.length);
  for (let i = 0; i < everyone.length; i++) work(i);
  const cpuStart = cpu();
  for (let i = 0; i < everyone.length; i++) {
    const start = performance.now();
    work(i);
    wall[i] = performance.now() - start;
  }
  // The system counts CPU time in steps of milliseconds: good for a mean over all requests, not for one.
  return { cpu: (cpu() - cpuStart) / everyone.length, wall: wall.sort() };
};
const full = time((i) => {
  candidates += service.recommender.preview(everyone[i], placements.get('home')).candidates.eligible;
});
placements.set('popular', {
  ...placements.get('home')!,
  name: 'popular',
  sources: [{ name: 'popular', limit: 12 }],
  candidateLimit: 12,
  policy: { kind: 'greedy' },
  diversity: { lambda: 1, caps: [] },
  logFeatures: false,
});
const baseline = time((i) =>
  service.recommender.preview({ ...everyone[i], placement: 'popular' }, placements.get('popular')),
);
// The stages of the same requests, one after the other; what is left are diversity, policy, reasons and record.
const home = placements.get('home')!;
const gatherer = service.gatherer();
const gather = (i: number) =>
  gatherer.gather(everyone[i], home, engine.customers.find(`c:${everyone[i].customerId}`), 12, now);
const scores = new Float64Array(1000);
const gathered = time(gather);
const read = time((i) => {
  gather(i);
  gatherer.featurize(everyone[i]);
});
const scored = time((i) => {
  gather(i);
  service.heuristic.score(gatherer.featurize(everyone[i]), scores);
});

const quantile = (times: Float64Array, q: number) => times[Math.floor((times.length - 1) * q)].toFixed(3);
const line = (name: string, { cpu, wall }: { cpu: number; wall: Float64Array }) =>
  console.log(
    `${name.padEnd(42)} CPU mean ${cpu.toFixed(3)} ms   wall p50 ${quantile(wall, 0.5)} p99 ${quantile(wall, 0.99)} ms`,
  );
console.log(`${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}`);
console.log(
  `${items} items, ${customers} customers, ${events} events, ${engine.width} features, ${config.segments?.length ?? 0} segments, ${requests} requests, ${Math.round(candidates / requests / 2)} candidates each\n`,
);
line('recommendation, all stages but the append', full);
line('  up to retrieve and filter', gathered);
line('  up to featurize', read);
line('  up to score', scored);
line('baseline: 12 most popular items', baseline);
console.log('\nper event, main-thread CPU:');
for (const [name, ms] of spent) {
  console.log(`  ${name.padEnd(20)} ${((ms / measured.length) * 1000).toFixed(2)} µs`);
}
console.log(
  `  segments compared     ${segmentsPerCustomer.toFixed(2)} µs per waiting customer (${waiting} waited)`,
);
await store.close();
rmSync(dir, { recursive: true });
