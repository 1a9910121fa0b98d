import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../packages/server/src/define-config.ts';
import {
  type Applied,
  compileFeatures,
  type FeatureEngine,
} from '../../packages/server/src/features/index.ts';
import type { EventRecord } from '../../packages/server/src/stores/journal/record.ts';
import { type OnlineStore, openOnlineStore } from '../../packages/server/src/stores/online/index.ts';

export const customers = 100_000;
export const items = 20_000;
const start = Date.UTC(2026, 0, 5);
/** Milliseconds between two events: a million events are 23 days. */
const step = 2_000;

const types = [
  'impression',
  'impression',
  'impression',
  'page_view',
  'page_view',
  'page_view',
  'click',
  'add_to_cart',
  'purchase',
  'search',
];

/** Numbers of 0..1; a linear congruential generator, which is enough to spread load. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function timeOf(event: number): number {
  return start + event * step;
}

/** Event number `i`: any customer, popular items more often. The same for the same generator. */
function makeEvent(i: number, random: () => number): EventRecord {
  const type = types[Math.floor(random() * types.length)];
  const record: EventRecord = {
    kind: 'event',
    type,
    messageId: '',
    customerId: `customer-${Math.floor(random() * customers)}`,
    itemId: `item-${Math.floor(random() * random() * items)}`,
    timestamp: timeOf(i),
    receivedAt: timeOf(i),
    channel: 'web',
    device: 'mobile',
    origin: 'live',
  };
  if (type === 'purchase') record.value = 1 + random() * 30;
  return record;
}

/** Events as the server has them: parsed from JSON, so that their strings are as fresh as in a request. */
export function makeEvents(from: number, count: number, random: () => number): EventRecord[] {
  const events = Array.from({ length: count }, (_, i) => makeEvent(from + i, random));
  return JSON.parse(JSON.stringify(events)) as EventRecord[];
}

/** An engine with the project's default features and a catalog, over a throw-away store. */
export async function openEngine(): Promise<{
  engine: FeatureEngine;
  store: OnlineStore;
  close(): Promise<void>;
}> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-features-'));
  const store = openOnlineStore(dir);
  const { features } = await loadConfig(join(import.meta.dirname, '../../personalize.config.ts'));
  const engine = compileFeatures(features, store);
  await store.restore();
  for (let i = 0; i < items; i++) {
    const itemId = `item-${i}`;
    const attributes = { brand: `brand ${i % 7}`, department: `department ${i % 20}` };
    const item = { itemId, title: itemId, category: `category ${i % 120}`, price: 1 + (i % 50), attributes };
    const itemRow = engine.items.ensure(itemId);
    engine.apply({ record: { kind: 'item', receivedAt: 0, item }, offset: 0, customerRow: -1, itemRow });
  }
  return {
    engine,
    store,
    async close() {
      await store.close();
      rmSync(dir, { recursive: true });
    },
  };
}

/** CPU time of this thread in ms: other load on the machine does not count into it. */
export function threadMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** CPU microseconds per event: finding or making the rows of customer and item, and updating the features. */
export interface EventCost {
  rows: number;
  update: number;
}

/** Applies events `from`…`to`; making the events does not count. */
export function applyEvents(
  engine: FeatureEngine,
  from: number,
  to: number,
  random: () => number,
): EventCost {
  const none = { kind: 'item_removed', receivedAt: 0, itemId: '' } as const;
  const applied: Applied = { record: none, offset: 0, customerRow: 0, itemRow: 0 };
  const batch = 500;
  const customerRows = new Int32Array(batch);
  const itemRows = new Int32Array(batch);
  const cost = { rows: 0, update: 0 };
  for (let at = from; at < to; at += batch) {
    const records = makeEvents(at, Math.min(batch, to - at), random);
    const begun = threadMilliseconds();
    for (let i = 0; i < records.length; i++) {
      customerRows[i] = engine.customers.ensure(`c:${records[i].customerId}`);
      itemRows[i] = engine.items.ensure(records[i].itemId ?? '');
    }
    const found = threadMilliseconds();
    for (let i = 0; i < records.length; i++) {
      applied.record = records[i];
      applied.customerRow = customerRows[i];
      applied.itemRow = itemRows[i];
      engine.apply(applied);
    }
    cost.rows += found - begun;
    cost.update += threadMilliseconds() - found;
  }
  const events = to - from;
  return { rows: (cost.rows * 1000) / events, update: (cost.update * 1000) / events };
}
