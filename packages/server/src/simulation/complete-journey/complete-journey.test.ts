import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OutgoingEvent } from '../../client/outgoing-event.ts';
import type { Item } from '../../stores/journal/record.ts';
import { bandMiddle, lastDay, readEvents, timeShift } from './events.ts';
import { readItems } from './items.ts';
import { sentence } from './wording.ts';

const folder = join(import.meta.dirname, '../../../../../datasets/complete-journey');
const now = Date.UTC(2026, 10, 22, 15, 30);
const items = new Map<string, Item>();
let events: OutgoingEvent[];

beforeAll(async () => {
  for await (const item of readItems(folder)) items.set(item.itemId, item);
  events = await readEvents(folder, timeShift(now));
});

describe('the Complete Journey data set', () => {
  it('has the published numbers of products, purchases, households and redemptions', () => {
    const purchases = events.filter((e) => e.type === 'purchase');
    expect(items.size).toBe(92_331);
    expect(purchases.length).toBe(75_000);
    expect(new Set(purchases.map((e) => e.customerId)).size).toBe(2_377);
    expect(new Set(purchases.map((e) => e.itemId)).size).toBe(20_902);
    expect(new Set(purchases.map((e) => e.properties?.basketId)).size).toBe(47_243);
    expect(events.filter((e) => e.type === 'identify').length).toBe(801);
    expect(events.filter((e) => e.type === 'campaign_received').length).toBe(6_589);
    expect(events.filter((e) => e.type === 'coupon_redeemed').length).toBe(2_102);
  });

  it('gives every event an id of its own and puts them in order of time', () => {
    expect(new Set(events.map((e) => e.messageId)).size).toBe(events.length);
    for (let i = 1; i < events.length; i++) {
      expect(events[i].timestamp).toBeGreaterThanOrEqual(events[i - 1].timestamp!);
    }
  });

  it('moves the last day of purchases to today, by whole days', () => {
    expect(timeShift(now) % 86_400_000).toBe(0);
    expect(lastDay + timeShift(now)).toBe(Date.UTC(2026, 10, 22));
    expect(new Date(events.at(-1)!.timestamp!).toISOString().slice(0, 10)).toBe('2026-11-22');
  });

  it('knows the household before its first purchase', () => {
    const identified = events.findIndex((e) => e.type === 'identify');
    expect(events.findIndex((e) => e.type === 'purchase')).toBeGreaterThan(identified);
  });

  it('prices an item at the median of what its shelf price was', () => {
    const prices = [...items.values()].flatMap((item) => (item.price === undefined ? [] : [item.price]));
    expect(prices.length).toBeGreaterThan(20_000);
    expect(Math.min(...prices)).toBeGreaterThanOrEqual(0);
    expect(items.get('940996')).toMatchObject({ currency: 'USD' });
  });

  it('reads bands as their middle and till abbreviations as words', () => {
    expect([bandMiddle('45-54'), bandMiddle('65+'), bandMiddle('Under 15K'), bandMiddle('250K+')]).toEqual([
      49.5, 65, 7.5, 250,
    ]);
    expect(sentence('FRZN ICE')).toBe('Frozen ice');
    expect(sentence('SFT DRNK SNGL SRV BTL CARB (EX')).toBe('Soft drink single serve bottle carbonated (ex)');
  });
});
