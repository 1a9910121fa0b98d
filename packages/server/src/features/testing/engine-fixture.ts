import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventRecord, Item, JournalRecord } from '../../stores/journal/record.ts';
import { openOnlineStore } from '../../stores/online/index.ts';
import type { OnlineStore } from '../../stores/online/online-store.ts';
import { type CompileOptions, compileFeatures } from '../compile.ts';
import type { FeatureDefinition } from '../definition.ts';
import type { FeatureEngine } from '../feature-engine.ts';

/** 2026-01-05, a Monday, 12:00 UTC. */
export const noon = Date.UTC(2026, 0, 5, 12);
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export function event(type: string, timestamp: number, more: Partial<EventRecord> = {}): EventRecord {
  return {
    kind: 'event',
    type,
    messageId: `${type} ${timestamp}`,
    customerId: 'ana',
    timestamp,
    receivedAt: timestamp,
    origin: 'live',
    ...more,
  };
}

export function item(itemId: string, more: Partial<Item> = {}): JournalRecord {
  return {
    kind: 'item',
    receivedAt: 0,
    item: { itemId, title: `Title of ${itemId}`, category: 'garden', ...more },
  };
}

/** An engine over a store of its own, fed without identity resolution. */
export interface EngineFixture {
  engine: FeatureEngine;
  store: OnlineStore;
  apply(...records: JournalRecord[]): void;
  /** Row of a customer id; −1 when unknown. */
  row(customerId: string): number;
  /** The vector of one customer and one item (or none), by feature name. */
  vector(
    customerId: string,
    itemId: string,
    at: number,
    context?: { channel?: string; device?: string },
  ): Record<string, number>;
  dispose(): Promise<void>;
}

export async function engineFixture(
  definitions: readonly FeatureDefinition[],
  options?: CompileOptions,
): Promise<EngineFixture> {
  const dir = await mkdtemp(join(tmpdir(), 'features-'));
  const store = openOnlineStore(dir);
  const engine = compileFeatures(definitions, store, options);
  await store.restore();
  let offset = 0;
  return {
    engine,
    store,
    apply(...records) {
      for (const record of records) {
        let customerRow = -1;
        let itemRow = -1;
        if (record.kind === 'event') {
          customerRow = engine.customers.ensure(`c:${record.customerId}`);
          if (record.itemId !== undefined) itemRow = engine.items.ensure(record.itemId);
        } else if (record.kind === 'item') itemRow = engine.items.ensure(record.item.itemId);
        else if (record.kind === 'item_removed') itemRow = engine.items.find(record.itemId);
        engine.apply({ record, offset: offset++, customerRow, itemRow });
      }
    },
    row: (customerId) => engine.customers.find(`c:${customerId}`),
    vector(customerId, itemId, at, context = {}) {
      const out = new Float64Array(engine.width);
      engine.read(
        {
          customerRow: engine.customers.find(`c:${customerId}`),
          itemRows: Int32Array.of(engine.items.find(itemId)),
          count: 1,
          context,
          at,
        },
        out,
      );
      return Object.fromEntries(engine.names.map((name, i) => [name, out[i]]));
    },
    async dispose() {
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
