import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWarehouse } from './chdb-warehouse.ts';
import { insertRecords } from './testing/insert-records.ts';
import { warehouseEvent } from './warehouse.conformance.ts';
import type { Warehouse } from './warehouse.ts';

const counts = ['events_per_minute', 'events_per_hour', 'events_per_day'];
const people = ['people_per_hour', 'people_per_day'];

describe('the rollups', () => {
  let dir: string;
  let warehouse: Warehouse;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'rollups-'));
    warehouse = await openWarehouse(dir, { namespace: 'rollups' });
  });
  afterAll(async () => {
    await warehouse.close();
    await rm(dir, { recursive: true });
  });

  async function value(sql: string): Promise<unknown> {
    return (await warehouse.query<{ value: unknown }>(`SELECT ${sql}`)).rows[0].value;
  }

  async function expectEqualToEvents(events: number, sum: number, customers: number): Promise<void> {
    expect(await value('[count(), sum(value), uniqExact(customer_id)] AS value FROM events')).toEqual([
      events,
      sum,
      customers,
    ]);
    for (const table of counts) {
      expect([table, await value(`[sum(events), sum(value)] AS value FROM ${table}`)]).toEqual([
        table,
        [events, sum],
      ]);
    }
    for (const table of people) {
      const distinct = `[uniqCombined64Merge(14)(customers), uniqCombined64Merge(14)(visitors)] AS value FROM ${table}`;
      expect([table, await value(distinct)]).toEqual([table, [customers, customers]]);
    }
  }

  it('count a block once when its insert is repeated', async () => {
    const records = Array.from({ length: 300 }, (_, i) => warehouseEvent(i));
    await insertRecords(warehouse, records, 'once');
    await insertRecords(warehouse, records, 'once');
    const sum = Array.from({ length: 100 }, (_, i) => i * 3).reduce((a, b) => a + b, 0);
    await expectEqualToEvents(300, sum, 10);
  });

  it('forget those who are erased', async () => {
    await warehouse.erase({ customerIds: ['customer-3'], anonymousIds: [], decisionIds: [], messageIds: [] });
    const left = Array.from({ length: 300 }, (_, i) => i).filter((i) => i % 10 !== 3);
    const sum = left.filter((i) => i % 3 === 0).reduce((a, b) => a + b, 0);
    await expectEqualToEvents(270, sum, 9);
    await insertRecords(warehouse, [warehouseEvent(400)], 'later');
    await expectEqualToEvents(271, sum, 9);
  });
});
