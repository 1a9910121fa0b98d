import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventRecord, JournalRecord } from '../../stores/journal/record.ts';
import { openWarehouse } from '../../stores/warehouse/chdb-warehouse.ts';
import { insertRecords } from '../../stores/warehouse/testing/insert-records.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import type { QueryInput } from './check-query.ts';
import { SemanticModel } from './model.ts';
import { AnalyticsService } from './service.ts';
import { channels, day0, decision, hour, origins, shopEvent, types } from './testing/shop.ts';

const total = 3000;
const at = (ms: number) => new Date(ms).toISOString();
const range = { from: at(day0), to: at(day0 + 10 * 24 * hour) };

describe('the semantic layer', () => {
  let dir: string;
  let warehouse: Warehouse;
  let service: AnalyticsService;
  let version = 1;
  const statements: { sql: string; params: Record<string, unknown> }[] = [];
  const records: JournalRecord[] = Array.from({ length: total }, (_, n) => shopEvent(n));

  async function insert(rows: JournalRecord[], firstOffset: number): Promise<void> {
    await insertRecords(warehouse, rows, `t${firstOffset}`, firstOffset);
  }

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'analytics-'));
    warehouse = await openWarehouse(dir, { namespace: 'analytics' });
    await insert(records.slice(0, 1000), 0);
    await insert(records.slice(1000), 1000);
    const member = (customerId: string, type: string, segment: string): EventRecord => ({
      kind: 'event',
      type,
      messageId: `${customerId} ${type} ${segment}`,
      customerId,
      timestamp: day0,
      receivedAt: day0,
      properties: { segment },
      origin: 'live',
    });
    const items = Array.from({ length: 6 }, (_, i) => ({
      itemId: `i-${i}`,
      title: `Item ${i}`,
      category: i < 3 ? 'Wine' : 'Meat',
      attributes: { department: i % 2 === 0 ? 'Food' : 'Drinks', season: 'summer' },
    }));
    await insert(
      [
        ...Array.from({ length: 10 }, (_, n) => decision(n)),
        ...items.map((item) => ({ kind: 'item' as const, item, receivedAt: day0 })),
        member('c-1', 'segment_entered', 'vip'),
        member('c-1', 'segment_entered', 'new'),
        member('c-2', 'segment_entered', 'vip'),
        member('c-2', 'segment_left', 'vip'),
      ],
      10_000,
    );
    service = new AnalyticsService({
      warehouse: {
        query: (sql, params = {}, options) => {
          statements.push({ sql, params });
          return warehouse.query(sql, params, options);
        },
      },
      model: new SemanticModel(
        [{ name: 'views', kind: 'count', events: ['page_view'] }],
        [
          { name: 'season', kind: 'itemAttribute', attribute: 'season' },
          { name: 'page', kind: 'property', property: 'page' },
        ],
      ),
      freshness: () => ({ version: version++, asOf: day0 }),
      timeZone: 'UTC',
    });
  });
  afterAll(async () => {
    await warehouse.close();
    await rm(dir, { recursive: true });
  });

  const ask = (query: Partial<QueryInput> & { metrics: string[] }) => service.query({ ...range, ...query });
  const events = records as EventRecord[];
  const purchases = events.filter(({ type }) => type === 'purchase');
  const revenue = purchases.reduce((sum, { value }) => sum + (value ?? 0), 0);

  it('computes metrics from what was stored', async () => {
    const metrics = ['events', 'purchases', 'revenue', 'averageOrderValue', 'customers', 'recommendations'];
    const { rows, meta } = await ask({ metrics });
    expect(rows).toEqual([
      {
        events: total,
        purchases: purchases.length,
        revenue,
        averageOrderValue: revenue / purchases.length,
        customers: new Set(events.flatMap(({ customerId }) => customerId ?? [])).size,
        recommendations: 10,
      },
    ]);
    expect(meta).toMatchObject({ freshAsOf: day0, cached: false, truncated: false });
    expect(meta.tables.sort()).toEqual(['decisions', 'events_per_day', 'people_per_day']);
  });

  it('counts visits by half an hour of quiet', async () => {
    const visits = new Map<string, typeof events>();
    for (const event of events) {
      const who = event.customerId ?? event.anonymousId ?? '';
      visits.set(who, [...(visits.get(who) ?? []), event]);
    }
    const begins = [...visits.values()].flatMap((list) =>
      list
        .toSorted((a, b) => a.timestamp - b.timestamp)
        .filter((event, i, all) => i === 0 || event.timestamp - all[i - 1].timestamp > hour / 2),
    );
    const expected = begins.length;
    expect((await ask({ metrics: ['sessions'] })).rows).toEqual([{ sessions: expected }]);
    // A visit has the channel of its first event, and is filtered by that one; the others only end its quiet.
    const web = begins.filter(({ channel }) => channel === 'web');
    const filters = [{ dimension: 'channel', op: 'eq', values: ['web'] }];
    const { rows } = await ask({ metrics: ['sessions'], dimensions: ['device', 'page'], filters, limit: 50 });
    for (const { device, page, sessions } of rows) {
      const some = web.filter(
        (event) => (event.device ?? null) === device && event.properties?.page === page,
      );
      expect(sessions).toBe(some.length);
    }
    expect(rows.reduce((sum, { sessions }) => sum + Number(sessions), 0)).toBe(web.length);
  });

  it('splits by the catalog, segments, decisions, properties and declared names', async () => {
    const split = async (metrics: string[], dimension: string) =>
      new Map(
        (await ask({ metrics, dimensions: [dimension] })).rows.map((row) => [
          row[dimension],
          row[metrics[0]],
        ]),
      );
    const count = (test: (event: EventRecord) => boolean) => events.filter(test).length;
    const item = (event: EventRecord) => Number(event.itemId?.slice(2));
    expect(await split(['events'], 'category')).toEqual(
      new Map([
        ['Wine', count((event) => item(event) < 3)],
        ['Meat', count((event) => item(event) >= 3)],
      ]),
    );
    expect((await split(['events'], 'department')).get('Food')).toBe(count((event) => item(event) % 2 === 0));
    expect(await split(['views'], 'season')).toEqual(new Map([['summer', total / 6]]));
    expect((await split(['events'], 'page')).get('/p1')).toBe(total / 2);
    const members = count(({ customerId }) => customerId === 'c-1');
    const segments = await split(['events'], 'segment');
    expect([segments.get('vip'), segments.get('new'), segments.get(null)]).toEqual([
      members,
      members,
      total - members,
    ]);
    // Whoever is in no segment has the empty one, as for every other dimension.
    for (const [op, values, expected] of [
      ['eq', [''], total - members],
      ['in', ['', 'vip'], total],
      ['notIn', [''], members],
      ['notIn', ['vip'], total - members],
    ] as const) {
      const filters = [{ dimension: 'segment', op, values }];
      expect((await ask({ metrics: ['events'], filters })).rows).toEqual([{ events: expected }]);
    }
    expect(await split(['recommendations'], 'model')).toEqual(
      new Map([
        ['linear', 6],
        ['trees', 4],
      ]),
    );
    const trees = count(
      ({ decisionId }) => decisionId !== undefined && Number(decisionId.slice(2)) % 3 === 0,
    );
    expect((await split(['events'], 'model')).get('trees')).toBe(trees);
  });

  it('keeps the best groups and sums the others up', async () => {
    const all = await ask({ metrics: ['revenue', 'buyers'], dimensions: ['item'] });
    const best = await ask({
      metrics: ['revenue', 'buyers'],
      dimensions: ['item'],
      limit: 1,
      other: true,
      totals: true,
    });
    expect(best.rows).toHaveLength(2);
    expect(best.rows[0]).toEqual(all.rows[0]);
    expect(best.rows[1]).toMatchObject({ item: null, other: true });
    expect(Number(best.rows[0].revenue) + Number(best.rows[1].revenue)).toBeCloseTo(revenue, 6);
    expect(best.totals?.values.revenue).toBe(revenue);
    // A group that only the second metric knows is there too.
    const both = await ask({ metrics: ['attributedPurchases', 'events'], dimensions: ['item'] });
    expect(both.rows.reduce((sum, { events }) => sum + Number(events), 0)).toBe(total);
    const rare = await ask({ metrics: ['refunds', 'clicks'], dimensions: ['eventType'] });
    expect(rare.rows.map(({ eventType }) => eventType).sort()).toEqual(['click', 'refund']);
    // So is one that only recommendations or visits know, whatever ranks them.
    const metrics = ['attributedPurchases', 'recommendations', 'sessions'];
    for (const name of metrics) {
      for (const direction of ['asc', 'desc'] as const) {
        const orderBy = { name, direction };
        const mixed = await ask({ metrics, dimensions: ['placement'], orderBy, totals: true });
        for (const metric of metrics) {
          const sum = mixed.rows.reduce((all, row) => all + Number(row[metric]), 0);
          expect(sum).toBe(mixed.totals?.values[metric]);
        }
        const values = mixed.rows.map((row) => Number(row[name]));
        expect(values).toEqual(values.toSorted((x, y) => (direction === 'asc' ? x - y : y - x)));
      }
    }
    const cut = await ask({ metrics: ['events'], dimensions: ['item', 'eventType'], limit: 2 });
    expect([cut.rows.length, cut.meta.truncated]).toEqual([2, true]);
  });

  it('compares steps by their place and fills those without events', async () => {
    const { rows, totals } = await ask({
      metrics: ['events'],
      granularity: 'day',
      from: at(day0 + 5 * 24 * hour),
      to: at(day0 + 12 * 24 * hour),
      compare: 'previous',
      totals: true,
    });
    const on = (day: number) =>
      events.filter(({ timestamp }) => Math.floor((timestamp - day0) / (24 * hour)) === day).length;
    expect(rows).toEqual(
      Array.from({ length: 7 }, (_, i) => ({
        date: at(day0 + (5 + i) * 24 * hour).slice(0, 10),
        events: on(5 + i),
        compare: { events: on(i - 2) },
      })),
    );
    expect(totals?.values.events).toBe([5, 6, 7, 8, 9].reduce((sum, day) => sum + on(day), 0));
    // A shorter period knows nothing of the steps behind its end, which is not the same as none.
    const shorter = await ask({
      ...{ metrics: ['events'], granularity: 'day', to: at(day0 + 3 * 24 * hour) },
      compare: { from: at(day0 + 24 * hour), to: at(day0 + 3 * 24 * hour) },
    });
    expect(shorter.rows.map(({ compare }) => compare)).toEqual([
      ...[{ events: on(1) }, { events: on(2) }, { events: null }],
    ]);
  });

  it('keeps every event in its step, however long the range', async () => {
    for (const granularity of ['week', 'month'] as const) {
      for (const timeZone of ['UTC', 'America/Sao_Paulo', 'Asia/Kolkata']) {
        const input = { metrics: ['events'], granularity, timeZone, to: '2100-01-01T00:00:00Z' };
        const { rows } = await ask({ ...input, from: '1970-01-01T00:00:00Z' });
        expect(rows.reduce((sum, { events }) => sum + Number(events), 0)).toBe(total);
      }
    }
  });

  it('binds every text of a request', async () => {
    const hostile = "x' OR 1=1 -- {p0:String}";
    statements.length = 0;
    const { rows } = await ask({
      metrics: ['events'],
      filters: [{ dimension: 'channel', op: 'in', values: [hostile, channels[2]] }],
    });
    expect(rows).toEqual([{ events: events.filter(({ channel }) => channel === channels[2]).length }]);
    await ask({ metrics: ['events'], filters: [{ dimension: 'page', op: 'contains', values: [hostile] }] });
    for (const { sql } of statements) expect(sql).not.toContain('OR 1=1');
    const { meta } = await ask({
      metrics: ['events'],
      filters: [
        { dimension: 'channel', op: 'eq', values: ['web'] },
        { dimension: 'channel', op: 'eq', values: ['app'] },
      ],
    });
    expect(meta.notices).toEqual(['the filters on channel exclude each other: nothing can pass both']);
  });

  it('takes a zone by any name that the page knows it by', async () => {
    const days = async (timeZone: string) =>
      (await ask({ metrics: ['events'], granularity: 'day', timeZone })).rows;
    expect(await days('utc')).toEqual(await days('UTC'));
    expect(await days('america/sao_paulo')).toEqual(await days('America/Sao_Paulo'));
    expect(await days('JST')).toEqual(await days('Asia/Tokyo'));
  });

  it('refuses what it cannot answer, and says what to do', async () => {
    const refused = async (query: Partial<QueryInput>, text: string) => {
      await expect(ask({ metrics: ['events'], ...query })).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining(text),
      });
    };
    await refused({ metrics: ['revenu'] }, 'did you mean "revenue"?');
    await refused({ dimensions: ['chanel'] }, 'did you mean "channel"?');
    await refused({ from: '1026-01-01T00:00:00Z' }, 'must be from 1970 to 2100');
    await refused({ from: '1990-01-01T00:00:00Z', granularity: 'minute' }, 'choose a coarser granularity');
    const long = { from: '1990-01-01T00:00:00Z', to: range.to };
    await refused(
      { granularity: 'minute', to: at(day0 + hour), compare: long },
      'choose a coarser granularity',
    );
    await refused({ dimensions: ['item'], granularity: 'hour', limit: 5000 }, 'lower the limit');
    await refused({ from: range.to }, 'to must be after from');
    await refused({ timeZone: 'Mars/Base' }, 'IANA');
    await refused({ timeZone: 'SystemV/AST4' }, 'IANA');
    await refused({ orderBy: { name: 'revenue' } }, 'orderBy must be one of');
    await refused({ metrics: ['recommendations'], dimensions: ['item'] }, 'it can by');
    await refused({ filters: [{ dimension: 'channel', op: 'like', values: ['x'] }] }, 'must be one of eq');
    let deep: unknown = { dimension: 'channel', op: 'exists' };
    for (let i = 0; i < 20; i++) deep = { not: deep };
    await refused({ filters: [deep] }, 'deep');
  });

  it('lift is the ratio of recommended events over that of the others', async () => {
    const rate = (attributed: boolean) => {
      const own = events.filter((e) => (e.decisionId !== undefined) === attributed);
      const of = (wanted: string) => own.filter(({ type }) => type === wanted).length;
      return of('click') / of('impression');
    };
    const { rows } = await ask({ metrics: ['recommendationLift'] });
    expect(rows[0].recommendationLift).toBeCloseTo(rate(true) / rate(false) - 1, 9);
    const ranked = await ask({ metrics: ['recommendationLift'], dimensions: ['item'], limit: 3 });
    const lifts = ranked.rows.map((row) => Number(row.recommendationLift));
    expect(lifts).toEqual(lifts.toSorted((x, y) => y - x));
    const none = await ask({
      metrics: ['recommendationLift'],
      filters: [{ dimension: 'channel', op: 'eq', values: ['fax'] }],
    });
    expect(none.rows).toEqual([{ recommendationLift: null }]);
  });

  it('answers from rollups what it answers from events', async () => {
    const anyLeaf = fc.oneof(
      fc.record({
        dimension: fc.constantFrom('channel', 'device', 'eventType', 'origin'),
        op: fc.constantFrom('in', 'notIn'),
        values: fc.subarray([...channels, ...types, ...origins, 'mobile', ''], { minLength: 1 }),
      }),
      fc.record({
        dimension: fc.constantFrom('weekday', 'hourOfDay'),
        op: fc.constant('between'),
        values: fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 23 })),
      }),
    );
    const anyFilter = fc.oneof(
      anyLeaf,
      fc.record({ not: anyLeaf }),
      fc.record({ or: fc.array(anyLeaf, { maxLength: 3 }) }),
    );
    const used = new Set<unknown>();
    const anyQuery = fc.record(
      {
        metrics: fc.subarray(
          [
            'events',
            'revenue',
            'unitsSold',
            'customers',
            'conversionRate',
            'averageOrderValue',
            'attributedRevenue',
            'recommendationLift',
          ],
          { minLength: 1 },
        ),
        dimensions: fc.subarray(
          ['eventType', 'channel', 'device', 'placement', 'origin', 'weekday', 'hourOfDay'],
          {
            maxLength: 3,
          },
        ),
        filters: fc.array(anyFilter, { maxLength: 2 }),
        from: fc.integer({ min: 0, max: 4 * 24 }),
        hours: fc.integer({ min: 1, max: 72 }),
        unit: fc.constantFrom(1, 24),
        granularity: fc.constantFrom('hour', 'day', 'week', 'month', undefined),
        timeZone: fc.constantFrom('UTC', 'America/Sao_Paulo', 'Asia/Kolkata'),
        other: fc.boolean(),
        limit: fc.constantFrom(2, 20),
      },
      { requiredKeys: ['metrics', 'from', 'hours', 'unit', 'limit'] },
    );
    await fc.assert(
      fc.asyncProperty(anyQuery, async ({ from, hours, unit, ...query }) => {
        const input = {
          ...query,
          // Of equal groups any may be the best one.
          orderBy: query.dimensions?.length ? { name: query.dimensions[0] } : undefined,
          from: at(day0 + from * unit * hour),
          to: at(day0 + (from + hours) * unit * hour),
        } as QueryInput;
        const rolled = await service.query(input);
        const raw = await service.query({ ...input, rollups: false });
        used.add(rolled.meta.rollup);
        expect(raw.meta.rollup).toBe(null);
        expect(rolled.rows).toEqual(raw.rows.map((row) => expect.objectContaining(closeTo(row))));
      }),
      { numRuns: 60 },
    );
    expect([...used]).toEqual(expect.arrayContaining(['hour', 'day']));
  });

  it('writes statements that the engine can explain, in every shape', async () => {
    statements.length = 0;
    const dimensions = service.schema().dimensions.map(({ name }) => name);
    for (const { name, dimensions: own } of service.schema().metrics) {
      const [first, second] = own.filter((d) => d !== 'date');
      await ask({
        metrics: [name],
        dimensions: [first, second],
        granularity: 'week',
        limit: 1,
        other: true,
        orderBy: { name: first },
      });
    }
    const metricOf = (dimension: string) => (dimension === 'date' ? [] : [dimension]);
    for (const dimension of dimensions.flatMap(metricOf)) {
      for (const op of ['eq', 'in', 'notIn', 'contains', 'exists'] as const) {
        const values =
          op === 'exists' ? [] : [dimension === 'weekday' || dimension === 'hourOfDay' ? 3 : 'x'];
        await ask({ metrics: ['events'], filters: [{ dimension, op, values }] });
      }
      await ask({
        metrics: ['events'],
        dimensions: [dimension],
        timeZone: 'Asia/Kolkata',
        compare: 'previous',
      });
    }
    for (const granularity of ['minute', 'hour', 'day', 'week', 'month'] as const) {
      await ask({ metrics: ['events'], granularity, to: at(day0 + 24 * hour) });
    }
    const shapes = new Map(statements.map((entry) => [entry.sql, entry]));
    expect(shapes.size).toBeGreaterThan(60);
    for (const { sql, params } of shapes.values()) {
      const { rows } = await warehouse.query(`EXPLAIN ${sql}`, params);
      expect(rows.length).toBeGreaterThan(0);
    }
  });

  it('reads the same question once until there are new events', async () => {
    let stored = 1;
    let reads = 0;
    const cached = new AnalyticsService({
      warehouse: {
        query: (sql, params, options) => {
          reads++;
          return warehouse.query(sql, params, options);
        },
      },
      model: new SemanticModel(),
      freshness: () => ({ version: stored, asOf: day0 }),
      timeZone: 'UTC',
    });
    const query = { ...range, metrics: ['events'] };
    const [first, second] = await Promise.all([cached.query(query), cached.query({ ...query })]);
    expect([first.meta.cached, second.meta.cached, reads]).toEqual([false, true, 1]);
    stored = 2;
    expect((await cached.query(query)).meta.cached).toBe(false);
    expect(reads).toBe(2);
  });
});

/** Sums of floating-point numbers depend on their order in the last digits. */
function closeTo(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' && !Number.isInteger(value) ? expect.closeTo(value, 6) : value,
    ]),
  );
}
