import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../stores/journal/record.ts';
import type { FeatureDefinition, Window } from './definition.ts';
import { windowMilliseconds, windows } from './duration.ts';
import { customerHistoryLimit } from './primitives/customer-history.ts';
import { itemSlot } from './primitives/item-history.ts';
import { day, engineFixture, event, hour, noon } from './testing/engine-fixture.ts';

const types = ['view', 'buy', 'other'];
const gap = 30 * 60_000;
const halfLife = 7 * day;

const definitions: FeatureDefinition[] = [
  ...windows.flatMap((window): FeatureDefinition[] => [
    { name: `views${window}`, kind: 'count', scope: 'customer', events: ['view'], window },
    { name: `all${window}`, kind: 'count', scope: 'customer', events: ['buy', 'view'], window },
    { name: `spent${window}`, kind: 'sum', scope: 'customer', of: 'value', events: ['buy'], window },
    { name: `mean${window}`, kind: 'mean', scope: 'customer', of: 'value', events: ['buy', 'view'], window },
    {
      name: `items${window}`,
      kind: 'distinct',
      scope: 'customer',
      of: 'itemId',
      events: ['view', 'buy'],
      window,
    },
    { name: `itemViews${window}`, kind: 'count', scope: 'item', events: ['view'], window },
    {
      name: `itemUnits${window}`,
      kind: 'sum',
      scope: 'item',
      of: 'quantity',
      events: ['buy', 'view'],
      window,
    },
  ]),
  { name: 'sessionEvents', kind: 'session', scope: 'customer', part: 'events', gap: '30m' },
  { name: 'decayed', kind: 'decayedCount', scope: 'customer', events: ['view', 'buy'], halfLife: '7d' },
  { name: 'since', kind: 'recency', scope: 'customer', events: ['view'] },
];

/** Times cluster at the windows' borders, where mistakes live. */
const time = fc.oneof(
  fc.integer({ min: -100 * day, max: 0 }),
  fc
    .tuple(fc.constantFrom(...windowMilliseconds), fc.integer({ min: -2, max: 2 }))
    .map(([window, off]) => off - window),
);

const events = fc.array(
  fc.record({
    type: fc.constantFrom(...types),
    time,
    customerId: fc.constantFrom('ana', 'bo'),
    itemId: fc.option(fc.constantFrom('tea', 'milk', 'jam'), { nil: undefined }),
    value: fc.option(fc.integer({ min: 0, max: 500 }), { nil: undefined }),
    quantity: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  }),
  { maxLength: 120 },
);

function inWindow(list: EventRecord[], window: Window, at: number, timeOf = (e: EventRecord) => e.timestamp) {
  const length = windowMilliseconds[windows.indexOf(window)];
  return list.filter((e) => timeOf(e) > at - length && timeOf(e) <= at);
}

function ofTypes(list: EventRecord[], ...wanted: string[]): EventRecord[] {
  return list.filter((e) => wanted.includes(e.type));
}

/** What the definitions say, over all events at once. */
function model(all: EventRecord[], at: number): Record<string, number> {
  const own = all.filter((e) => e.customerId === 'ana');
  const tea = all.filter((e) => e.itemId === 'tea');
  const slot = (e: EventRecord) => Math.floor(e.timestamp / itemSlot) * itemSlot;
  const result: Record<string, number> = {};
  for (const window of windows) {
    const mine = inWindow(own, window, at);
    result[`views${window}`] = ofTypes(mine, 'view').length;
    result[`all${window}`] = ofTypes(mine, 'view', 'buy').length;
    result[`spent${window}`] = ofTypes(mine, 'buy').reduce((sum, e) => sum + (e.value ?? 0), 0);
    const valued = ofTypes(mine, 'view', 'buy').flatMap((e) => (e.value === undefined ? [] : [e.value]));
    result[`mean${window}`] = valued.reduce((sum, v) => sum + v, 0) / valued.length;
    const items = ofTypes(mine, 'view', 'buy').flatMap((e) => e.itemId ?? []);
    result[`items${window}`] = new Set(items).size;
    const ofTea = inWindow(tea, window, at, slot);
    result[`itemViews${window}`] = ofTypes(ofTea, 'view').length;
    result[`itemUnits${window}`] = ofTypes(ofTea, 'view', 'buy').reduce(
      (sum, e) => sum + (e.quantity ?? 1),
      0,
    );
  }
  const times = own
    .map((e) => e.timestamp)
    .filter((t) => t <= at)
    .sort((a, b) => b - a);
  let session = 0;
  let previous = at;
  for (const t of times) {
    if (previous - t > gap) break;
    session++;
    previous = t;
  }
  result.sessionEvents = session;
  const counted = ofTypes(own, 'view', 'buy');
  result.decayed = counted.reduce((sum, e) => sum + 2 ** (-(at - e.timestamp) / halfLife), 0);
  const views = ofTypes(own, 'view').map((e) => e.timestamp);
  result.since = views.length === 0 ? Number.NaN : (at - Math.max(...views)) / 1000;
  return result;
}

describe('windowed features', () => {
  it('equal a count over all events, in any order of arrival', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.nat(5 * day), async (list, later) => {
        const fixture = await engineFixture(definitions);
        try {
          // Customer and item must exist for their windows to be zero rather than unknown.
          const base = event('other', noon - 100 * day, { itemId: 'tea' });
          const records = list.map((e) => event(e.type, noon + e.time, { ...e, timestamp: noon + e.time }));
          fixture.apply(base, ...records);
          for (const at of [noon, noon + 1, noon + later]) {
            const actual = fixture.vector('ana', 'tea', at);
            const { decayed, ...exact } = model([base, ...records], at);
            expect(actual).toMatchObject(exact);
            expect(actual.decayed).toBeCloseTo(decayed, 9);
          }
        } finally {
          await fixture.dispose();
        }
      }),
      { numRuns: 60 },
    );
  });

  it('do not see events after the time of the read', async () => {
    const fixture = await engineFixture(definitions);
    fixture.apply(
      event('view', noon),
      event('view', noon + hour),
      event('buy', noon + 2 * hour, { value: 5 }),
    );
    expect(fixture.vector('ana', 'tea', noon)).toMatchObject({ views1d: 1, spent1d: 0 });
    expect(fixture.vector('ana', 'tea', noon + hour)).toMatchObject({ views1d: 2, spent1d: 0 });
    expect(fixture.vector('ana', 'tea', noon + 2 * hour)).toMatchObject({ views1d: 2, spent1d: 5 });
    await fixture.dispose();
  });

  it('stay exact in short windows and complete in the longest for a customer with thousands of events', async () => {
    const fixture = await engineFixture(definitions);
    const records: EventRecord[] = [];
    for (let i = 0; i < 5_000; i++) {
      // Eighty days, most of it in one type, with a busy last hour.
      const timestamp = i < 4_900 ? noon - 80 * day + i * 23 * 60_000 : noon - hour + (i - 4_899) * 30_000;
      records.push(event(i % 10 === 0 ? 'buy' : 'view', timestamp, { itemId: `item${i % 7}`, value: 1 }));
    }
    fixture.apply(...records);
    const { engine } = fixture;
    const history = engine.customers.list('history', { floats: 3, ints: 4 });
    expect(history.length(fixture.row('ana'))).toBeLessThanOrEqual(customerHistoryLimit);
    const actual = fixture.vector('ana', 'tea', noon);
    const expected = model(records, noon);
    for (const name of [
      'views1h',
      'all1h',
      'spent1h',
      'items1h',
      'views90d',
      'all90d',
      'spent90d',
      'sessionEvents',
    ]) {
      expect(actual[name], name).toBe(expected[name]);
    }
    // Where a window cuts through a joined hour or day, it takes it or leaves it as a whole.
    const perHour = 60 / 23;
    for (const [name, slack] of [
      ['all1d', perHour],
      ['views7d', 24 * perHour],
      ['all7d', 24 * perHour],
      ['views30d', 24 * perHour],
      ['spent30d', 24 * perHour],
    ] as const) {
      expect(Math.abs(actual[name] - expected[name]), name).toBeLessThanOrEqual(Math.ceil(slack));
    }
    expect(engine.recentEvents(fixture.row('ana'), 3).map((e) => e.time)).toEqual(
      records
        .slice(-3)
        .map((e) => e.timestamp)
        .reverse(),
    );
    await fixture.dispose();
  });

  it('lose nothing of a customer who does thousands of things within minutes, in many types', async () => {
    const fixture = await engineFixture(definitions);
    const records: EventRecord[] = [];
    // Every day of 80 in eight types, and then 6,000 events within the last twenty minutes.
    for (let i = 0; i < 80 * 8; i++) {
      const timestamp = noon - 80 * day + Math.floor(i / 8) * day + (i % 8) * hour;
      records.push(event(`kind${i % 8}`, timestamp));
    }
    for (let i = 0; i < 80; i++) records.push(event('view', noon - (80 - i) * day, { itemId: `item${i}` }));
    for (let i = 0; i < 6_000; i++) {
      records.push(event(i % 10 === 0 ? 'buy' : 'view', noon - 6_000 * 200 + i * 200 + 200, { value: 1 }));
    }
    records.sort((a, b) => a.timestamp - b.timestamp);
    fixture.apply(...records);
    const list = fixture.engine.customers.list('history', { floats: 3, ints: 4 });
    expect(list.length(fixture.row('ana'))).toBeLessThanOrEqual(customerHistoryLimit);
    const actual = fixture.vector('ana', 'tea', noon);
    const expected = model(records, noon);
    for (const name of ['views1h', 'all1h', 'spent1h', 'mean1h', 'views90d', 'all90d', 'spent90d']) {
      expect(actual[name], name).toBe(expected[name]);
    }
    expect(actual.sessionEvents).toBe(6_000);
    expect(actual.since).toBe(expected.since);
    await fixture.dispose();
  });

  it('keep an item’s history small and its totals complete', async () => {
    const fixture = await engineFixture(definitions);
    let total = 0;
    for (let t = -60 * day; t <= 0; t += 7 * 60_000) {
      fixture.apply(event('view', noon + t, { itemId: 'tea' }), event('buy', noon + t, { itemId: 'tea' }));
      total++;
    }
    const list = fixture.engine.items.list('history:buy,view:2160h', { floats: 3, ints: 3 });
    expect(list.length(fixture.engine.items.find('tea'))).toBeLessThanOrEqual(384);
    const actual = fixture.vector('ana', 'tea', noon);
    expect(actual.itemViews90d).toBe(total);
    // Nine in the hour, of which the oldest shares its slot's start with the window's border.
    expect(actual.itemViews1h).toBe(8);
    expect(Math.abs(actual.itemViews1d - day / (7 * 60_000))).toBeLessThan(10);
    await fixture.dispose();
  });
});
