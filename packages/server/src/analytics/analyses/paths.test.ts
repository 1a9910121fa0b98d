import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventRecord } from '../../stores/journal/record.ts';
import { openWarehouse } from '../../stores/warehouse/chdb-warehouse.ts';
import { insertRecords } from '../../stores/warehouse/testing/insert-records.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { SemanticModel } from '../semantic/model.ts';
import { AnalyticsService } from '../semantic/service.ts';
import type { PathsAnswer, PathsInput } from './paths.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const day0 = Date.UTC(2026, 0, 5);
const range = { from: '2026-01-05T00:00:00Z', to: '2026-03-02T00:00:00Z' };

let sent = 0;
function event(customerId: string, type: string, after: number, value?: number): EventRecord {
  return {
    kind: 'event',
    type,
    messageId: `m-${sent++}`,
    customerId,
    timestamp: day0 + after,
    receivedAt: day0,
    channel: 'web',
    origin: 'live',
    ...(value === undefined ? {} : { value }),
  };
}

/** Links as `step source > target: paths`, for reading. */
function told({ nodes, links }: Pick<PathsAnswer, 'nodes' | 'links'>): string[] {
  const name = (id: number) => {
    const { step, value, other } = nodes[id];
    return `${step} ${other ? '(other)' : value}`;
  };
  return links.map(({ source, target, paths }) => `${name(source)} > ${name(target)}: ${paths}`).sort();
}

describe('analyses of people', () => {
  let dir: string;
  let warehouse: Warehouse;
  let service: AnalyticsService;
  const statements: { sql: string; params: Record<string, unknown> }[] = [];
  const model = new SemanticModel();
  const paths = (input: Partial<PathsInput>) => service.paths({ ...range, ...input });

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'analyses-'));
    warehouse = await openWarehouse(dir, { namespace: 'analyses' });
    const records = [
      ...[event('a', 'visit', 0), event('a', 'search', 1), event('a', 'search', 2), event('a', 'click', 3)],
      // Another visit, 40 minutes later.
      event('a', 'order', 40 * minute),
      ...[event('b', 'visit', 0), event('b', 'click', minute), event('b', 'order', 2 * minute)],
      ...[event('c', 'visit', 0), event('c', 'help', minute), event('c', 'order', 2 * minute)],
      // Value by recency and frequency; w bought once long ago, z often and lately.
      ...[event('w', 'purchase', 0, 10), event('x', 'purchase', 5 * day, 20)],
      ...[event('x', 'purchase', 35 * day, 5), event('y', 'purchase', 40 * day, 30)],
      ...[1, 20, 45, 50].map((at) => event('z', 'purchase', at * day, 100)),
      event('v', 'purchase', 30 * day, 15),
      event('z', 'member', 27 * day),
      // Eight weeks of the same, and one day of ten times as much.
      ...Array.from({ length: 56 }, (_, d) =>
        Array.from({ length: d === 50 ? 60 : 6 }, (__, n) => event(`s-${n}`, 'ping', d * day + n * minute)),
      ).flat(),
    ];
    await insertRecords(warehouse, records, 't');
    service = new AnalyticsService({
      warehouse: {
        query: (sql, params = {}, options) => {
          statements.push({ sql, params });
          return warehouse.query(sql, params, options);
        },
      },
      model,
      freshness: () => ({ version: 1, asOf: day0 }),
      timeZone: 'UTC',
      now: () => day0 + 56 * day,
    });
  });
  afterAll(async () => {
    await warehouse.close();
    await rm(dir, { recursive: true });
  });

  const without = [{ dimension: 'eventType', op: 'notIn', values: ['ping', 'purchase', 'member'] }];

  it('after an event, within a visit, equal steps once', async () => {
    const answer = await paths({ start: { events: ['visit'] }, filters: without });
    expect(told(answer)).toEqual([
      '0 visit > 1 click: 1',
      '0 visit > 1 help: 1',
      '0 visit > 1 search: 1',
      '1 click > 2 order: 1',
      '1 help > 2 order: 1',
      '1 search > 2 click: 1',
    ]);
    expect(answer.paths).toBe(3);
    expect(answer.nodes.find(({ step, value }) => step === 2 && value === 'click')).toMatchObject({
      paths: 1,
      ended: 1,
    });
    const all = await paths({ start: { events: ['visit'] }, filters: without, merge: false });
    expect(told(all)).toContain('1 search > 2 search: 1');
  });

  it('of a customer go beyond the visit, within the window', async () => {
    const input = { start: { events: ['visit'] }, filters: without, scope: 'customer' as const };
    expect(told(await paths(input))).toContain('2 click > 3 order: 1');
    expect(told(await paths({ ...input, windowSeconds: 600 }))).not.toContain('2 click > 3 order: 1');
  });

  it('before an event, and between two', async () => {
    expect(told(await paths({ end: { events: ['order'] }, filters: without }))).toEqual([
      '-1 click > 0 order: 1',
      '-1 help > 0 order: 1',
      '-2 visit > -1 click: 1',
      '-2 visit > -1 help: 1',
    ]);
    const both = { start: { events: ['visit'] }, end: { events: ['order'] }, filters: without };
    const between = await paths(both);
    expect([between.paths, between.shortened]).toEqual([2, 0]);
    const long = await paths({ ...both, scope: 'customer', steps: 1 });
    expect([long.paths, long.shortened]).toEqual([3, 1]);
    expect(told(long)).toContain('1 search > 2 order: 1');
  });

  it('keep the most frequent steps and count the others together', async () => {
    const answer = await paths({ start: { events: ['visit'] }, filters: without, nodes: 1 });
    const total = (step: number) =>
      answer.nodes.filter((node) => node.step === step).reduce((sum, node) => sum + node.paths, 0);
    expect([total(0), total(1), total(2)]).toEqual([3, 3, 3]);
    expect(answer.nodes.filter(({ step }) => step === 1)).toHaveLength(2);
    expect(answer.nodes.find(({ step, other }) => step === 1 && other)).toMatchObject({
      value: null,
      paths: 2,
    });
    await expect(paths({ by: 'chanel' })).rejects.toThrow('did you mean "channel"?');
    await expect(paths({ by: 'segment' })).rejects.toThrow('cannot go by segment');
  });

  it('buyers in a grid of recency and frequency, which adds up', async () => {
    const answer = await service.rfm(range);
    expect([answer.customers, answer.value, answer.cells.length]).toEqual([5, 480, 25]);
    expect(answer.cells.reduce((sum, { customers }) => sum + customers, 0)).toBe(5);
    expect(answer.cells.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(answer.cells.find(({ recency, frequency }) => recency === 5 && frequency === 5)).toMatchObject({
      customers: 1,
      value: 400,
      monetary: 5,
    });
    expect(answer.thresholds?.recencyDays).toHaveLength(4);
    const none = await service.rfm({ ...range, events: ['nothing'] });
    expect([none.thresholds, none.cells]).toEqual([null, []]);
  });

  it('what cohorts have spent month by month, with an interval', async () => {
    const input = { ...range, start: ['purchase'], granularity: 'month' as const };
    const { cohorts } = await service.lifetime(input);
    expect(cohorts.map(({ date, people }) => [date, people])).toEqual([
      ['2026-01-01', 3],
      ['2026-02-01', 2],
    ]);
    // w 10, x 20, z 200 in January; then x 5 and z 200 more. March is not over.
    expect(cohorts[0].values.map(({ mean }) => mean)).toEqual([230 / 3, 435 / 3]);
    // t(0.975, 2) = 4.3027; the standard deviation of 10, 20, 200 is 106.9268.
    expect(cohorts[0].values[0].high).toBeCloseTo(230 / 3 + (4.302653 * 106.926766) / Math.sqrt(3), 3);
    expect(cohorts[1].values).toHaveLength(1);
    // What z spent in January came before.
    const members = await service.lifetime({ ...input, start: ['member'] });
    expect(members.cohorts).toMatchObject([{ date: '2026-02-01', people: 1, values: [{ mean: 200 }] }]);
  });

  it('the day of ten times as much is an anomaly; today is not judged', async () => {
    const input = { metric: 'events', granularity: 'day' as const };
    const filters = [{ dimension: 'eventType', op: 'eq', values: ['ping'] }];
    const { points, reason } = await service.anomalies({
      ...{ ...input, filters, from: '2026-02-16T00:00:00Z', to: '2026-03-04T00:00:00Z' },
    });
    expect(reason).toBeNull();
    expect(points.filter(({ anomaly }) => anomaly !== null)).toMatchObject([
      { date: '2026-02-24', value: 60, expected: 6, anomaly: 'high' },
    ]);
    expect(points.filter(({ complete }) => !complete).map(({ date }) => date)).toEqual([
      '2026-03-02',
      '2026-03-03',
    ]);
    const short = await service.anomalies({
      ...{ ...input, filters, from: '2026-01-08T00:00:00Z', to: '2026-01-12T00:00:00Z' },
    });
    expect([short.reason, short.points[0].expected]).toEqual(['short_history', null]);
    await expect(service.anomalies({ ...input, ...range, from: '1990-01-01T00:00:00Z' })).rejects.toThrow(
      'shorten the range',
    );
  });

  it('write statements that the engine can explain, with every text bound', async () => {
    const hostile = "x') OR 1=1 --";
    const filters = [
      { dimension: 'brand', op: 'in', values: [hostile] },
      { dimension: 'segment', op: 'notIn', values: [hostile] },
      { dimension: 'hourOfDay', op: 'between', values: [1, 20] },
    ];
    const start = { events: [hostile], filters };
    await paths({ start, by: 'itemTitle', filters });
    await paths({ end: start, by: 'model', filters, scope: 'customer' });
    await paths({ start, end: start, by: 'weekday', merge: false });
    await paths({ filters });
    await service.rfm({ ...range, events: [hostile], filters });
    for (const granularity of ['day', 'week', 'month'] as const) {
      await service.lifetime({ ...range, start: [hostile], granularity, filters });
      for (const mode of ['bounded', 'rolling'] as const) {
        await service.retention({ ...range, start: [hostile], return: ['x'], granularity, mode, filters });
      }
    }
    const steps = [{ events: [hostile], filters }, { events: ['b'] }, { events: ['c'] }];
    await service.funnel({ ...range, steps, filters, breakdown: 'itemTitle', times: true });
    const shapes = new Map(statements.map((entry) => [entry.sql, entry]));
    expect(shapes.size).toBeGreaterThan(15);
    for (const { sql, params } of shapes.values()) {
      expect(sql).not.toContain('OR 1=1');
      expect((await warehouse.query(`EXPLAIN ${sql}`, params)).rows.length).toBeGreaterThan(0);
    }
  });
});
