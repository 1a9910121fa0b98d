import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWarehouse } from '../../stores/warehouse/chdb-warehouse.ts';
import { insertRecords } from '../../stores/warehouse/testing/insert-records.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { Params } from './params.ts';
import { day0, hour, shopEvent } from './testing/shop.ts';
import { cutsStatement, visitsSettings, visitsSql } from './visits.ts';

const minute = 60_000;
/** Two by two of one customer at one time or a millisecond apart; among them quiet times of exactly half an hour. */
const events = Array.from({ length: 2000 }, (_, n) => {
  const pair = Math.floor(n / 2);
  return {
    ...shopEvent(n),
    customerId: `c-${pair % 23}`,
    timestamp: day0 + ((pair * (pair + 7)) % 599) * 5 * minute + (n % 5 === 4 ? 1 : 0),
  };
});
const days = { from: day0, to: day0 + 50 * hour };

describe('visits', () => {
  let dir: string;
  let warehouse: Warehouse;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'visits-'));
    warehouse = await openWarehouse(dir, { namespace: 'visits' });
    await insertRecords(warehouse, events, 'events', 0);
  });
  afterAll(async () => {
    await warehouse.close();
    await rm(dir, { recursive: true });
  });

  /** First events of visits in the range, as [time, channel] or [time]. */
  async function found(range: { from: number; to: number }, cuts: number[], columns: string[]) {
    const params = new Params();
    const list = ['toUnixTimestamp64Milli(e.timestamp)', ...columns];
    const sql = `SELECT [${list.map((sql) => `toString(${sql})`).join(', ')}] AS row
      FROM ${visitsSql(range, cuts, params, columns)} AS e ORDER BY row ${visitsSettings}`;
    const { rows } = await warehouse.query<{ row: string[] }>(sql, params.values);
    return rows.map(({ row }) => row);
  }

  function expected({ from, to }: { from: number; to: number }) {
    const last = new Map<string, number>();
    const begins: typeof events = [];
    // Sorting is stable: of equal times the one that arrived first.
    for (const event of events.toSorted((a, b) => a.timestamp - b.timestamp)) {
      const quiet = event.timestamp - (last.get(event.customerId) ?? Number.NEGATIVE_INFINITY);
      if (quiet > 30 * minute && event.timestamp >= from && event.timestamp < to) begins.push(event);
      last.set(event.customerId, event.timestamp);
    }
    return begins;
  }

  it('are the same wherever the range is cut', async () => {
    const times = fc.integer({ min: 0, max: 600 }).map((step) => day0 + step * 5 * minute);
    const anyRange = fc.uniqueArray(times, { minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(anyRange, async (edges) => {
        const [from, ...cuts] = edges.toSorted((a, b) => a - b);
        const range = { from, to: cuts.pop() as number };
        const begins = expected(range);
        const alone = begins.map(({ timestamp }) => [String(timestamp)]).sort();
        expect(await found(range, cuts, [])).toEqual(alone);
        const rows = begins.map(({ timestamp, channel = '', itemId = '' }) => [
          String(timestamp),
          channel,
          itemId,
        ]);
        expect((await found(range, cuts, ['e.channel', 'e.item_id'])).map(String).sort()).toEqual(
          rows.map(String).sort(),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('are looked for in parts of about equally many events', async () => {
    const cutsOf = async (size: number) => {
      const params = new Params();
      const { rows } = await warehouse.query<{ cuts: number[] }>(
        cutsStatement(days, params, size),
        params.values,
      );
      return rows[0].cuts;
    };
    expect(await cutsOf(2000)).toEqual([]);
    const cuts = await cutsOf(200);
    const edges = [days.from, ...cuts, days.to];
    const sizes = cuts.map(
      (cut, i) => events.filter(({ timestamp }) => timestamp >= edges[i] && timestamp < cut).length,
    );
    expect(cuts.length).toBeGreaterThan(7);
    for (const size of sizes) expect(Math.abs(size - 200)).toBeLessThanOrEqual(60);
    // Where there are no events there is nothing to cut.
    const params = new Params();
    const empty = cutsStatement({ from: day0 - 20 * hour, to: day0 - hour }, params);
    expect((await warehouse.query<{ cuts: number[] }>(empty, params.values)).rows[0].cuts).toEqual([]);
  });
});
