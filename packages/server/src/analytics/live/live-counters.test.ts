import { describe, expect, it } from 'vitest';
import type { EventRecord, Origin } from '../../stores/journal/record.ts';
import { LatencyWindow } from './latency-window.ts';
import { LiveCounters } from './live-counters.ts';
import { readSnapshot, type SnapshotSources } from './snapshot.ts';

const start = Date.UTC(2026, 5, 1, 12);

interface Given {
  type: string;
  at: number;
  customer?: number;
  item?: number;
  value?: number;
  currency?: string;
  origin?: Origin;
  happenedAt?: number;
}

class Harness {
  readonly counters = new LiveCounters();
  readonly recommendationLatency = new LatencyWindow();
  readonly ingestionLatency = new LatencyWindow();
  #offset = 0;

  event(given: Given): void {
    const record: EventRecord = {
      kind: 'event',
      type: given.type,
      messageId: String(this.#offset),
      timestamp: given.happenedAt ?? given.at,
      receivedAt: given.at,
      value: given.value,
      currency: given.currency,
      origin: given.origin ?? 'live',
    };
    const applied = {
      record,
      offset: this.#offset++,
      customerRow: given.customer ?? -1,
      itemRow: given.item ?? -1,
    };
    this.counters.apply(applied);
  }

  read(now: number, series = 60) {
    const sources: SnapshotSources = {
      counters: this.counters,
      recommendationLatency: this.recommendationLatency,
      ingestionLatency: this.ingestionLatency,
      item: (row) => (row === 3 ? undefined : { itemId: `i${row}`, title: `Item ${row}` }),
      categoryCode: (row) => (row === 4 ? -1 : row % 2),
      categoryName: (code) => ['Even', 'Odd'][code],
      pendingRecords: () => 0,
      warehouseLag: () => 0,
    };
    return readSnapshot(sources, now, series);
  }
}

describe('live counters', () => {
  it('counts rates, money and people over five minutes', () => {
    const live = new Harness();
    for (let i = 0; i < 10; i++) live.event({ type: 'impression', at: start, customer: 1, item: i });
    live.event({ type: 'click', at: start + 1000, customer: 1, item: 2 });
    live.event({ type: 'purchase', at: start + 2000, customer: 1, item: 2, value: 10, currency: 'USD' });
    live.event({ type: 'purchase', at: start + 2000, customer: 2, item: 1, value: 5, currency: 'BRL' });
    live.event({ type: 'refund', at: start + 2000, customer: 2, item: 1, value: 1, currency: 'BRL' });
    live.event({ type: 'page_view', at: start + 3000, customer: 3 });
    const { snapshot, seconds } = live.read(start + 10_000);
    expect(snapshot).toMatchObject({
      activeCustomers: 3,
      buyers: 2,
      conversionRate: 2 / 3,
      impressions: 10,
      clicks: 1,
      clickThroughRate: 0.1,
      purchases: 2,
      revenue: 10,
      currency: 'USD',
      revenues: [
        { currency: 'USD', amount: 10 },
        { currency: 'BRL', amount: 4 },
      ],
      totalEvents: 15,
      eventsPerSecond: 1.5,
    });
    expect(seconds).toHaveLength(60);
    expect(seconds.at(-1)).toMatchObject({ at: start + 9000, events: 0 });
    expect(seconds.find(({ at }) => at === start + 2000)).toMatchObject({ events: 3 });
  });

  it('ranks items and categories by events other than impressions, and passes over items without a name', () => {
    const live = new Harness();
    for (let i = 0; i < 5; i++) live.event({ type: 'click', at: start, item: 1 });
    for (let i = 0; i < 9; i++) live.event({ type: 'click', at: start, item: 3 });
    for (let i = 0; i < 7; i++) live.event({ type: 'impression', at: start, item: 2 });
    live.event({ type: 'click', at: start, item: 2 });
    live.event({ type: 'click', at: start, item: 4 });
    const { topItems, topCategories } = live.read(start).snapshot;
    expect(topItems).toEqual([
      { id: 'i1', name: 'Item 1', count: 5 },
      { id: 'i2', name: 'Item 2', count: 1 },
      { id: 'i4', name: 'Item 4', count: 1 },
    ]);
    expect(topCategories).toEqual([
      { id: 'Odd', name: 'Odd', count: 14 },
      { id: 'Even', name: 'Even', count: 1 },
    ]);
  });

  it('forgets what left the window but keeps the totals of the day', () => {
    const live = new Harness();
    live.event({ type: 'purchase', at: start, customer: 1, item: 1, value: 3, currency: 'USD' });
    const { snapshot } = live.read(start + 331_000);
    expect(snapshot).toMatchObject({ activeCustomers: 0, buyers: 0, purchases: 0, revenue: 0, topItems: [] });
    expect(snapshot.today).toMatchObject({
      events: 1,
      purchases: 1,
      revenues: [{ currency: 'USD', amount: 3 }],
    });
    expect(live.read(start + 86_400_000).snapshot).toMatchObject({ today: { events: 0 }, totalEvents: 1 });
  });

  it('counts a customer once, also after two turned out to be one', () => {
    const live = new Harness();
    live.event({ type: 'click', at: start, customer: 1 });
    live.event({ type: 'click', at: start + 5000, customer: 2 });
    live.counters.merge(1, 2);
    expect(live.read(start + 6000).snapshot.activeCustomers).toBe(1);
    live.counters.forget(2);
    expect(live.read(start + 6000).snapshot.activeCustomers).toBe(0);
  });

  it('counts imports and old events as events only', () => {
    const live = new Harness();
    live.event({ type: 'purchase', at: start, customer: 1, value: 9, currency: 'USD', origin: 'import' });
    live.event({
      type: 'purchase',
      at: start,
      customer: 1,
      value: 9,
      currency: 'USD',
      happenedAt: start - 86_400_000,
    });
    const { snapshot } = live.read(start);
    expect(snapshot).toMatchObject({ totalEvents: 2, purchases: 0, revenue: 0, activeCustomers: 0 });
    expect(snapshot.origins).toEqual({ live: 1, import: 1, simulated: 0 });
  });

  it('comes back from a checkpoint as it was', () => {
    const live = new Harness();
    for (let i = 0; i < 5000; i++) {
      live.event({
        type: ['click', 'purchase', 'impression', 'page_view'][i % 4],
        at: start + i * 20,
        customer: i % 2000,
        item: i % 3001,
        value: 1,
        currency: 'USD',
        origin: i % 3 === 0 ? 'simulated' : 'live',
      });
    }
    const again = new Harness();
    again.counters.restore(live.counters.save());
    expect(again.read(start + 100_000)).toEqual(live.read(start + 100_000));
    for (const one of [live, again]) one.event({ type: 'click', at: start + 101_000, customer: 7, item: 7 });
    expect(again.read(start + 101_000)).toEqual(live.read(start + 101_000));
    expect(again.read(start + 280_000)).toEqual(live.read(start + 280_000));
  });
});

describe('LatencyWindow', () => {
  it('gives quantiles to 5 % over the window and by second', () => {
    const window = new LatencyWindow();
    for (let i = 1; i <= 1000; i++) window.observe(i / 10, start + (i % 10) * 1000);
    expect(window.quantile(0.5)).toBeGreaterThan(50 / 1.05);
    expect(window.quantile(0.5)).toBeLessThan(50 * 1.06);
    expect(window.quantile(0.99)).toBeGreaterThan(99 / 1.05);
    expect(window.quantileAt(Math.floor(start / 1000) + 11, 0.5)).toBeNull();
    window.advance(Math.floor(start / 1000) + 400);
    expect(window.quantile(0.5)).toBeNull();
  });
});
