import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventRecord } from '../../stores/journal/record.ts';
import { openWarehouse } from '../../stores/warehouse/chdb-warehouse.ts';
import { insertRecords } from '../../stores/warehouse/testing/insert-records.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { SemanticModel } from '../semantic/model.ts';
import { funnelStatement, runFunnel } from './funnel.ts';
import { retentionStatement, runRetention } from './retention.ts';

const hour = 3_600_000;
const later = Date.UTC(2026, 5, 1);
const day = 24 * hour;
/** A Monday. */
const day0 = Date.UTC(2026, 0, 5);
const range = { from: '2026-01-05T00:00:00Z', to: '2026-02-02T00:00:00Z' };

let sent = 0;
function event(customerId: string, type: string, after: number, channel = 'web'): EventRecord {
  return {
    kind: 'event',
    type,
    messageId: `m-${sent++}`,
    customerId,
    timestamp: day0 + after,
    receivedAt: day0,
    channel,
    origin: 'live',
  };
}

describe('funnels and retention', () => {
  let dir: string;
  let warehouse: Warehouse;
  const model = new SemanticModel();

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'journeys-'));
    warehouse = await openWarehouse(dir, { namespace: 'journeys' });
    const records = [
      // All three steps in order; two with something between; one too late; one in the wrong order.
      ...[event('a', 'click', 0), event('a', 'add_to_cart', hour), event('a', 'purchase', 2 * hour)],
      ...[event('b', 'click', 0, 'app'), event('b', 'page_view', 1), event('b', 'add_to_cart', hour, 'app')],
      ...[event('c', 'click', 0), event('c', 'add_to_cart', 30 * hour), event('c', 'purchase', 31 * hour)],
      ...[event('d', 'purchase', 0), event('d', 'add_to_cart', hour), event('d', 'click', 2 * hour)],
      // Coming back: weeks 0, 1 and 3 after their first visit; week 1; never.
      ...[0, 2 * day, 8 * day, 22 * day].map((after) => event('e', 'visit', after)),
      ...[7 * day, 15 * day].map((after) => event('f', 'visit', after)),
      event('g', 'visit', day),
      // At one time, the later step sent first; then exactly a day.
      ...[event('h', 'two', 0), event('h', 'one', 0), event('h', 'three', day)],
    ];
    await insertRecords(warehouse, records, 't');
  });
  afterAll(async () => {
    await warehouse.close();
    await rm(dir, { recursive: true });
  });

  const steps = [{ events: ['click'] }, { events: ['add_to_cart'] }, { events: ['purchase'] }];

  it('count who takes each step in order within the window', async () => {
    const people = async (more: object) =>
      (await runFunnel(warehouse, model, { ...range, steps, ...more })).groups.map((group) => [
        group.value,
        ...group.steps.map((step) => step.people),
      ]);
    expect(await people({})).toEqual([[null, 4, 2, 1]]);
    expect(await people({ windowSeconds: 2 * 86_400 })).toEqual([[null, 4, 3, 2]]);
    expect(await people({ windowSeconds: 60 * 86_400 })).toEqual([[null, 4, 3, 2]]);
    expect(await people({ breakdown: 'channel' })).toEqual([
      ['web', 3, 1, 1],
      ['app', 1, 1, 0],
    ]);
    const app = [{ dimension: 'channel', op: 'eq', values: ['app'] }];
    expect(await people({ filters: app })).toEqual([[null, 1, 1, 0]]);
    expect(await people({ steps: [{ events: ['click'], filters: app }, steps[2]] })).toEqual([[null, 1, 0]]);
    const { groups } = await runFunnel(warehouse, model, { ...range, steps });
    expect(groups[0].steps[2]).toEqual({ people: 1, rate: 0.25, fromPrevious: 0.5 });
  });

  it('take an event for one step only, though it fits two', async () => {
    const count = async (more: object) => {
      const visit = { events: ['visit'] };
      const input = { ...range, steps: [visit, visit, visit], windowSeconds: 10 * 86_400, ...more };
      return (await runFunnel(warehouse, model, input)).groups[0].steps;
    };
    // Of the visits of e three are within ten days, of f two, and g came once.
    expect((await count({})).map(({ people }) => people)).toEqual([3, 2, 1]);
    const timed = await count({ times: true });
    expect(timed.map(({ people }) => people)).toEqual([3, 2, 1]);
    expect(timed[2].time?.histogram.reduce((sum, { people }) => sum + people, 0)).toBe(1);
  });

  it('say how long each step took', async () => {
    const { groups } = await runFunnel(warehouse, model, { ...range, steps, times: true });
    const [first, cart, purchase] = groups[0].steps;
    expect(first.time).toBeUndefined();
    expect(cart.time).toMatchObject({ medianSeconds: 3600, medianFromPreviousSeconds: 3600 });
    expect(purchase.time).toMatchObject({ medianSeconds: 7200, medianFromPreviousSeconds: 3600 });
    expect(cart.time?.histogram.filter(({ people }) => people > 0)).toEqual([
      { fromSeconds: 3600, toSeconds: 10_800, people: 2 },
    ]);
    expect(cart.time?.histogram.at(-1)).toMatchObject({ toSeconds: 86_400 });
    const nobody = await runFunnel(warehouse, model, {
      ...range,
      steps: [{ events: ['click'] }, { events: ['refund'] }],
      times: true,
    });
    expect(nobody.groups[0].steps[1].time).toMatchObject({ medianSeconds: null });
  });

  it('say it of all who came so far: of steps at one time, and of a step at the end of the window', async () => {
    const asked = [{ events: ['one'] }, { events: ['two'] }, { events: ['three'] }];
    const { groups } = await runFunnel(warehouse, model, { ...range, steps: asked, times: true });
    for (const { people, time } of groups[0].steps.slice(1)) {
      expect(people).toBe(1);
      expect(time?.histogram.reduce((sum, bin) => sum + bin.people, 0)).toBe(1);
    }
  });

  it('count who comes back by weeks since the first', async () => {
    const input = { ...range, start: ['visit'], return: ['visit'], granularity: 'week' as const };
    const counts = async (more: object, now = later) =>
      (await runRetention(warehouse, model, { ...input, ...more }, 'UTC', now)).cohorts;
    expect(await counts({})).toEqual([
      { date: '2026-01-05', people: 2, returned: [2, 1, 0, 1], complete: 4 },
      { date: '2026-01-12', people: 1, returned: [1, 1, 0], complete: 3 },
    ]);
    const returned = async (more: object, now?: number) =>
      (await counts(more, now)).map((cohort) => [cohort.returned, cohort.complete]);
    expect(await returned({ mode: 'rolling' })).toEqual([
      [[2, 1, 1, 1], 4],
      [[1, 1, 0], 3],
    ]);
    expect(await returned({ return: ['purchase'] })).toEqual([
      [[0, 0, 0, 0], 4],
      [[0, 0, 0], 3],
    ]);
    // In the middle of the third week, that week is not over and the fourth has not begun.
    expect(await returned({}, day0 + 17 * day)).toEqual([
      [[2, 1, 0, 1].slice(0, 3).concat(1), 2],
      [[1, 1], 1],
    ]);
  });

  it('refuse what they cannot answer, bind texts, and are explained by the engine', async () => {
    const hostile = "x') OR 1=1 --";
    const filters = [{ dimension: 'brand', op: 'in', values: [hostile] }];
    for (const { sql, params } of [
      funnelStatement(model, {
        ...range,
        steps: [{ events: [hostile], filters }, steps[1]],
        breakdown: 'category',
      }),
      retentionStatement(
        model,
        { ...range, start: [hostile], return: ['visit'], granularity: 'month', filters },
        'America/Sao_Paulo',
        later,
      ),
    ]) {
      expect(sql).not.toContain('OR 1=1');
      expect((await warehouse.query(`EXPLAIN ${sql}`, params)).rows.length).toBeGreaterThan(0);
    }
    await expect(runFunnel(warehouse, model, { ...range, steps, breakdown: 'chanel' })).rejects.toThrow(
      'did you mean "channel"?',
    );
    const long = { from: '1990-01-01T00:00:00Z', to: range.to, start: ['visit'], return: ['visit'] };
    await expect(
      runRetention(warehouse, model, { ...long, granularity: 'day' }, 'UTC', later),
    ).rejects.toThrow('choose a coarser granularity');
  });
});
