import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventRecord, JournalRecord } from '../journal/record.ts';
import { byteStreamConformance } from './byte-streams.conformance.ts';
import { insertRecords } from './testing/insert-records.ts';
import type { Warehouse } from './warehouse.ts';

/** What an adapter's test provides: warehouses over one storage that survives `close`. */
export interface WarehouseFixture {
  /** Opens (again) the same warehouse; at the first call it is empty. */
  open(): Promise<Warehouse>;
  dispose(): Promise<void>;
}

const hour = 3_600_000;
export const day0 = Date.UTC(2024, 0, 1);

export function warehouseEvent(n: number, more: Partial<EventRecord> = {}): EventRecord {
  return {
    kind: 'event',
    type: n % 3 === 0 ? 'purchase' : 'page_view',
    messageId: `message-${n}`,
    customerId: `customer-${n % 10}`,
    itemId: `item-${n % 5}`,
    timestamp: day0 + n * hour,
    receivedAt: day0 + n * hour + 5,
    value: n % 3 === 0 ? n : undefined,
    origin: 'live',
    ...more,
  };
}

/** The promises of {@link Warehouse}, for any adapter: call it inside the adapter's test file. */
export function warehouseConformance(name: string, fixture: () => Promise<WarehouseFixture>): void {
  describe(`${name} keeps the promises of a warehouse`, () => {
    let storage: WarehouseFixture;
    let warehouse: Warehouse;
    beforeAll(async () => {
      storage = await fixture();
      warehouse = await storage.open();
    });
    afterAll(async () => {
      await warehouse.close();
      await storage.dispose();
    });
    beforeEach(async () => {
      for (const table of ['events', 'decisions', 'items', 'customers', 'aliases', 'events_per_minute']) {
        await warehouse.command(`TRUNCATE TABLE ${table}`);
      }
    });
    let tokens = 0;
    const token = () => `${name} ${process.pid} ${Date.now()} ${tokens++}`;
    const value = async (sql: string, params?: Record<string, unknown>) =>
      (await warehouse.query<{ value: unknown }>(sql, params)).rows[0].value;

    it('keeps every column of an event, hostile text and all', async () => {
      const hostile = 'a\u0000"\\\n\t\u2028😀é</x>\u007f';
      const event: EventRecord = {
        kind: 'event',
        type: hostile,
        messageId: hostile,
        customerId: hostile,
        anonymousId: 'half \ud800 pair',
        itemId: hostile,
        timestamp: day0 + 123,
        receivedAt: day0 + 456,
        value: -0.1,
        currency: 'BRL',
        quantity: 3,
        channel: hostile,
        device: hostile,
        placement: hostile,
        decisionId: hostile,
        properties: { [hostile]: [1, null, { '\udc00': '\ud800' }] },
        traits: { name: hostile },
        origin: 'simulated',
      };
      await insertRecords(warehouse, [event], token(), 41);
      const { rows } = await warehouse.query<Record<string, unknown>>('SELECT * FROM events');
      expect(rows).toHaveLength(1);
      const { properties, traits, ...columns } = rows[0];
      expect(columns).toEqual({
        offset: 41,
        type: hostile,
        message_id: hostile,
        customer_id: hostile,
        anonymous_id: 'half \ufffd pair',
        item_id: hostile,
        timestamp: '2024-01-01 00:00:00.123',
        received_at: '2024-01-01 00:00:00.456',
        value: -0.1,
        currency: 'BRL',
        quantity: 3,
        channel: hostile,
        device: hostile,
        placement: hostile,
        decision_id: hostile,
        origin: 'simulated',
      });
      expect(JSON.parse(properties as string)).toEqual({ [hostile]: [1, null, { '\ufffd': '\ufffd' }] });
      expect(JSON.parse(traits as string)).toEqual({ name: hostile });
      expect(await value("SELECT JSONExtractString(traits, 'name') AS value FROM events")).toBe(hostile);
    });

    it('takes times of any year, and values that are no numbers as null', async () => {
      const times = [0, 1, 999, 1e6, 1e12, day0, Date.UTC(2261, 11, 31)];
      await insertRecords(
        warehouse,
        times.map((timestamp, i) => warehouseEvent(i, { timestamp, value: Number.NaN })),
        token(),
      );
      const { rows } = await warehouse.query<{ time: number; value: number | null }>(
        'SELECT toUnixTimestamp64Milli(timestamp) AS time, value FROM events ORDER BY time',
      );
      expect(rows).toEqual(times.map((time) => ({ time, value: null })));
    });

    it('keeps a decision with one array element a slot', async () => {
      await insertRecords(
        warehouse,
        [
          {
            kind: 'decision',
            decisionId: 'd1',
            timestamp: day0,
            receivedAt: day0,
            customerId: 'c1',
            placement: 'home',
            model: 'ranker@1',
            policy: 'epsilonGreedy',
            variant: 'b',
            context: { device: 'mobile' },
            stateOffset: 77,
            featureHash: 'f00d',
            slate: [
              {
                itemId: 'i1',
                source: 'popular',
                score: 0.5,
                propensity: 0.9,
                features: [1, null, 2.5],
                evidence: [3, 0],
              },
              { itemId: 'i2', source: 'new', score: 0.25, propensity: 0.05 },
            ],
            candidates: { retrieved: 100, eligible: 40 },
            origin: 'live',
          },
        ],
        token(),
      );
      const { rows } = await warehouse.query(
        `SELECT decision_id, state_offset, eligible, slots.item_id AS item, slots.score AS score,
           slots.propensity AS propensity, slots.features AS features, slots.evidence AS evidence, feature_hash, context
         FROM decisions ARRAY JOIN slots ORDER BY score DESC`,
      );
      const shared = {
        decision_id: 'd1',
        state_offset: 77,
        eligible: 40,
        feature_hash: 'f00d',
        context: '{"device":"mobile"}',
      };
      expect(rows).toEqual([
        { ...shared, item: 'i1', score: 0.5, propensity: 0.9, features: [1, null, 2.5], evidence: [3, 0] },
        { ...shared, item: 'i2', score: 0.25, propensity: 0.05, features: [], evidence: [] },
      ]);
    });

    it('knows the catalog, attributes and aliases as of the latest record', async () => {
      const item = { itemId: 'i1', title: 'Rose', category: 'flowers' };
      const identify = (traits: EventRecord['traits'], more: Partial<EventRecord> = {}) =>
        warehouseEvent(1, { type: 'identify', customerId: 'c1', traits, ...more });
      await insertRecords(
        warehouse,
        [
          {
            kind: 'item',
            receivedAt: day0,
            item: { ...item, price: 1, attributes: { brand: 'A', organic: true } },
          },
          {
            kind: 'item',
            receivedAt: day0,
            item: { ...item, price: 2, attributes: { brand: 'B' }, hidden: true },
          },
          { kind: 'item', receivedAt: day0, item: { ...item, itemId: 'i2' } },
          { kind: 'item_removed', receivedAt: day0, itemId: 'i2' },
          identify({ age: 30, city: 'Recife' }),
          identify({ age: 31, city: null }),
          identify({ age: 5 }, { customerId: undefined, anonymousId: 'a9' }),
          warehouseEvent(1, { type: 'alias', anonymousId: 'a1', customerId: 'c1' }),
          warehouseEvent(1, { type: 'identify', anonymousId: 'a1', customerId: 'c2' }),
          warehouseEvent(1, { type: 'page_view', anonymousId: 'a2', customerId: 'c2' }),
        ],
        token(),
      );
      const rows = async (sql: string) => (await warehouse.query(sql)).rows;
      expect(await rows('SELECT item_id, price, attributes, hidden FROM items FINAL')).toEqual([
        { item_id: 'i1', price: 2, attributes: { brand: 'B' }, hidden: 1 },
      ]);
      expect(
        await rows('SELECT customer_id, anonymous_id, attribute, value FROM customers FINAL ORDER BY ALL'),
      ).toEqual([
        { customer_id: '', anonymous_id: 'a9', attribute: 'age', value: '5' },
        { customer_id: 'c1', anonymous_id: '', attribute: 'age', value: '31' },
        { customer_id: 'c1', anonymous_id: '', attribute: 'city', value: 'null' },
      ]);
      expect(await rows('SELECT anonymous_id, customer_id FROM aliases FINAL')).toEqual([
        { anonymous_id: 'a1', customer_id: 'c2' },
      ]);
    });

    it('counts a repeated token once, in the table and through its materialized view', async () => {
      const records = Array.from({ length: 1000 }, (_, i) => warehouseEvent(i));
      const first = token();
      const second = token();
      for (const one of [first, first, second, first, second]) await insertRecords(warehouse, records, one);
      expect(await value('SELECT count() AS value FROM events')).toBe(2000);
      expect(await value('SELECT sum(events) AS value FROM events_per_minute')).toBe(2000);
      expect(await value("SELECT sum(events) AS value FROM events_per_minute WHERE type = 'purchase'")).toBe(
        668,
      );
    });

    it('counts a token by itself, not by what the rows hold', async () => {
      const one = token();
      await insertRecords(warehouse, [warehouseEvent(1), warehouseEvent(2)], one);
      await insertRecords(warehouse, [warehouseEvent(1), null], one);
      expect(await value('SELECT count() AS value FROM events')).toBe(2);
    });

    it('inserts a block over more months than an insert usually may', async () => {
      const records = Array.from({ length: 110 }, (_, i) =>
        warehouseEvent(i, { timestamp: day0 + i * 31 * 24 * hour }),
      );
      const one = token();
      await insertRecords(warehouse, records, one);
      await insertRecords(warehouse, records, one);
      expect(await value('SELECT count() AS value FROM events')).toBe(110);
    });

    it('binds parameters of every kind, whatever they hold', async () => {
      const text = "x'; DROP TABLE events; -- \\ \u0000 \n {a:String} 😀";
      const { rows, elapsedMs, rowsRead } = await warehouse.query(
        `SELECT {text:String} AS text, {list:Array(String)} AS list, {none:Nullable(String)} AS none,
           {number:Float64} AS number, {whole:UInt64} AS whole, {flag:Bool} AS flag`,
        { text, list: [text, "'"], none: null, number: 0.1, whole: 9_007_199_254_740_991, flag: true },
      );
      expect(rows).toEqual([
        { text, list: [text, "'"], none: null, number: 0.1, whole: 9_007_199_254_740_991, flag: true },
      ]);
      expect(elapsedMs).toBeGreaterThan(0);
      expect(rowsRead).toBeGreaterThan(0);
      await expect(warehouse.query('SELECT {n:UInt8} AS n', { n: 'many' })).rejects.toMatchObject({
        code: 'invalid_request',
      });
    });

    it('ends a query that takes too long, returns too much or is not wanted any more, and goes on', async () => {
      const endless = 'SELECT sum(sipHash64(number)) AS value FROM numbers(100000000000)';
      const start = performance.now();
      await expect(warehouse.query(endless, {}, { timeoutMs: 300 })).rejects.toMatchObject({
        code: 'overloaded',
      });
      expect(await value('SELECT 1 AS value')).toBe(1);
      const rows = warehouse.query('SELECT number FROM numbers(5000)', {}, { maxRows: 1000 });
      await expect(rows).rejects.toMatchObject({ code: 'unprocessable' });
      expect(await value('SELECT 2 AS value')).toBe(2);
      await expect(warehouse.query(endless, {}, { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({
        name: 'TimeoutError',
      });
      expect(await value('SELECT 3 AS value')).toBe(3);
      await expect(warehouse.query('SELECT nothing')).rejects.toMatchObject({ code: 'internal' });
      expect(await value('SELECT 4 AS value')).toBe(4);
      expect(performance.now() - start).toBeLessThan(15_000);
    });

    it('gives each of many queries at once its own result', async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          i % 5 === 4
            ? warehouse
                .query('SELECT throwIf(number = 3000) AS value FROM numbers(9000)')
                .catch(() => 'failed')
            : value('SELECT {i:UInt32} AS value', { i }),
        ),
      );
      expect(results).toEqual(Array.from({ length: 20 }, (_, i) => (i % 5 === 4 ? 'failed' : i)));
    });

    byteStreamConformance(() => warehouse);

    it('erases customers from every table and nobody else', async () => {
      const records: JournalRecord[] = Array.from({ length: 100 }, (_, i) => warehouseEvent(i));
      records.push(
        warehouseEvent(1, { customerId: undefined, anonymousId: 'a1' }),
        warehouseEvent(1, { type: 'alias', customerId: 'customer-3', anonymousId: 'a1' }),
        warehouseEvent(1, { type: 'identify', customerId: 'customer-3', traits: { name: 'Ana' } }),
        warehouseEvent(1, { type: 'identify', customerId: 'customer-4', traits: { name: 'Bia' } }),
      );
      await insertRecords(warehouse, records, token());
      await warehouse.erase({
        customerIds: ['customer-3', ''],
        anonymousIds: ['a1', ''],
        decisionIds: [''],
        messageIds: [''],
      });
      const count = (table: string) => value(`SELECT count() AS value FROM ${table}`);
      expect(await count('events')).toBe(91);
      expect(await count('customers')).toBe(1);
      expect(await count('aliases')).toBe(0);
      await warehouse.erase({ customerIds: [], anonymousIds: [], decisionIds: [], messageIds: [] });
      expect(await count('events')).toBe(91);
    });

    it('erases of a device what names no customer, and of a shared one only the events it is told', async () => {
      const on = (anonymousId: string, messageId: string, customerId?: string) =>
        warehouseEvent(1, { anonymousId, messageId, customerId });
      const records = [
        ...[on('own', 'm1'), on('own', 'm2', 'other')],
        ...[on('shared', 'm3'), on('shared', 'm4'), on('shared', 'm5', 'other')],
      ];
      await insertRecords(warehouse, records, token());
      await warehouse.erase({
        customerIds: ['nobody'],
        anonymousIds: ['own'],
        decisionIds: [],
        messageIds: ['m3', 'm5'],
      });
      const left = await warehouse.query('SELECT message_id FROM events ORDER BY message_id');
      expect(left.rows).toEqual([{ message_id: 'm2' }, { message_id: 'm4' }, { message_id: 'm5' }]);
    });

    it('holds what it acknowledged after it was closed and opened again', async () => {
      const one = token();
      await insertRecords(warehouse, [warehouseEvent(1), warehouseEvent(2)], one);
      await warehouse.close();
      await expect(warehouse.query('SELECT 1')).rejects.toMatchObject({ code: 'shutting_down' });
      warehouse = await storage.open();
      expect(await value('SELECT count() AS value FROM events')).toBe(2);
      await insertRecords(warehouse, [warehouseEvent(1), warehouseEvent(2)], one);
      expect(await value('SELECT count() AS value FROM events')).toBe(2);
      expect(await value('SELECT sum(events) AS value FROM events_per_minute')).toBe(2);
    });

    it('refuses rows that do not fit the table, and goes on', async () => {
      await expect(warehouse.insert('items', '{"offset":"x"}\n', token())).rejects.toMatchObject({
        code: 'storage_failed',
      });
      const broken = Buffer.from('{"kind":"event","timestamp":"x"}');
      await expect(warehouse.insertEvents(broken, 0, token())).rejects.toMatchObject({
        code: 'storage_failed',
      });
      await insertRecords(warehouse, [warehouseEvent(1)], token());
      expect(await value('SELECT count() AS value FROM events')).toBe(1);
    });
  });
}
