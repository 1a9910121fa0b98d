import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openShop, type Shop, stock } from '../recommendation/testing/shop.ts';
import { ProfileService } from './profile-service.ts';
import { SegmentMembership } from './segments/membership.ts';
import { previewRule } from './segments/preview.ts';

let dir: string;
let shop: Shop;
let membership: SegmentMembership;
let profiles: ProfileService;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'profiles-'));
  shop = await openShop({
    dir,
    more: (store, engine) => {
      membership = new SegmentMembership(store, engine.customers);
      return [membership];
    },
  });
  stock(shop, 2, 5);
  profiles = new ProfileService({
    engine: shop.engine,
    membership,
    customerRow: ({ customerId, anonymousId }) =>
      shop.engine.customers.find(customerId === undefined ? `a:${anonymousId}` : `c:${customerId}`),
    itemTitle: (row) => shop.catalog.get(row)?.title,
    recentDecisions: shop.recentDecisions,
    now: () => shop.clock.now,
  });
});
afterEach(async () => {
  await shop.close();
  rmSync(dir, { recursive: true });
});
const enter = (customerId: string, segment: string) =>
  shop.event({ type: 'segment_entered', customerId, properties: { segment } });

describe('get', () => {
  test('shows attributes, segments, affinities, features, events and decisions as they are now', async () => {
    shop.event({ type: 'identify', traits: { age: 40, city: 'São Paulo' } });
    shop.clock.now += 1000;
    shop.event({ type: 'purchase', itemId: 'd1i2', value: 8, quantity: 2, channel: 'web' });
    enter('ana', 'Gold');
    const { decisionId, recommendations } = await shop.recommender.recommend({
      customerId: 'ana',
      placement: 'home',
      limit: 2,
    });
    shop.event({ type: 'click', itemId: recommendations[1].itemId, decisionId });
    const profile = profiles.get('ana');
    expect(profile).toMatchObject({
      customerId: 'ana',
      attributes: { age: 40, city: 'São Paulo' },
      segments: ['Gold'],
      features: { purchases90d: 1, spend90d: 8 },
      lastInteraction: shop.clock.now,
    });
    expect(profile.affinities.department['department 1']).toBeGreaterThan(0.5);
    expect(profile.recentEvents.find(({ type }) => type === 'purchase')).toMatchObject({
      itemId: 'd1i2',
      title: 'Product 2 of department 1',
      value: 8,
      quantity: 2,
      channel: 'web',
    });
    expect(profile.recentDecisions).toMatchObject([
      {
        decisionId,
        placement: 'home',
        model: 'heuristic@1',
        items: [
          { rank: 1, clicked: false },
          { rank: 2, itemId: recommendations[1].itemId, seen: true, clicked: true, bought: false },
        ],
      },
    ]);
  });

  test('finds a visitor by anonymous id, and refuses an unknown id', () => {
    shop.event({ type: 'page_view', anonymousId: 'visitor' });
    expect(profiles.get('visitor')).toMatchObject({ customerId: null, anonymousId: 'visitor' });
    expect(() => profiles.get('nobody')).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});

describe('customers who are merged while a reader waits', () => {
  const visitors = 600;
  beforeEach(() => {
    for (let i = 0; i < visitors; i++) shop.event({ type: 'page_view', anonymousId: `v${i}` });
    // Every look at the clock ends a slice.
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 10));
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const meanwhile = async () => {
    for (let turn = 0; turn < 2; turn++) await setImmediate();
    for (let i = 0; i < 10; i++) shop.alias(`v${i}`, 'ana');
  };

  test('are left out of a page of the search, which goes on behind them', async () => {
    const [page] = await Promise.all([profiles.search({ limit: 20, anonymous: true }), meanwhile()]);
    expect(page.data.map(({ anonymousId }) => anonymousId)).toEqual(
      Array.from({ length: 11 }, (_, i) => `v${i + 10}`),
    );
    const next = await profiles.search({ limit: 2, anonymous: true, cursor: page.nextCursor ?? '' });
    expect(next.data.map(({ anonymousId }) => anonymousId)).toEqual(['v21', 'v22']);
  });

  test('are left out of a rule’s sample', async () => {
    const rule = { feature: 'purchases90d', op: 'gte', value: 0 } as const;
    const asked = { at: shop.clock.now, sample: 20, signal: new AbortController().signal };
    const [{ sample }] = await Promise.all([previewRule(shop.engine, rule, asked), meanwhile()]);
    expect(sample.map((row) => profiles.summary(row).anonymousId)).toEqual(
      Array.from({ length: 10 }, (_, i) => `v${i + 10}`),
    );
  });
});

describe('search', () => {
  beforeEach(() => {
    for (let i = 0; i < 1000; i++) {
      shop.event({ type: 'identify', customerId: `${i}`, traits: { age: i % 50, vip: i % 100 === 0 } });
    }
    for (let i = 0; i < 1000; i += 10) enter(`${i}`, 'Tens');
    shop.event({ type: 'page_view', anonymousId: '12x' });
  });
  const every = async (query: object, limit = 7) => {
    const ids: (string | null)[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await profiles.search({ ...query, limit, cursor });
      expect(page.data.length).toBeLessThanOrEqual(limit);
      ids.push(...page.data.map(({ customerId, anonymousId }) => customerId ?? anonymousId ?? null));
      cursor = page.nextCursor ?? undefined;
      pages++;
    } while (cursor !== undefined && pages < 1000);
    return ids;
  };

  test('by prefix: the exact id first, every match once', async () => {
    const ids = await every({ idPrefix: '12' });
    expect(ids[0]).toBe('12');
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(['12', ...Array.from({ length: 10 }, (_, i) => `12${i}`)].sort());
    expect(await every({ idPrefix: '12', anonymous: true })).toContain('12x');
  });

  test('by segment and attributes together; text matches numbers and booleans', async () => {
    expect((await every({ segment: 'Tens' })).length).toBe(100);
    const ids = await every({ segment: 'Tens', attributes: { age: '0', vip: 'true' } });
    expect(ids).toEqual(['0', '100', '200', '300', '400', '500', '600', '700', '800', '900']);
    expect(await every({ segment: 'No such' })).toEqual([]);
    expect(await every({ attributes: { constructor: 'x' } })).toEqual([]);
  });

  test('who did something last comes first; who comes forward while pages are turned leaves no gap', async () => {
    for (const id of ['700', '3', '41']) {
      shop.clock.now += 1000;
      shop.event({ type: 'page_view', customerId: id });
    }
    const first = await profiles.search({ limit: 2 });
    expect(first.data.map(({ customerId }) => customerId)).toEqual(['41', '3']);
    shop.clock.now += 1000;
    shop.event({ type: 'page_view', customerId: '999' });
    const second = await profiles.search({ limit: 2, cursor: first.nextCursor ?? undefined });
    expect(second.data.map(({ customerId }) => customerId)).toEqual(['700', '0']);
    expect((await profiles.search({ limit: 1 })).data[0].customerId).toBe('999');
    const ids = await every({}, 64);
    expect([ids.length, new Set(ids).size]).toEqual([1000, 1000]);
  });

  test('refuses bad limits and cursors that no list gave', async () => {
    for (const limit of [0, 501, 1.5]) {
      await expect(profiles.search({ limit })).rejects.toMatchObject({ code: 'invalid_request' });
    }
    for (const cursor of ['%%%', 'LTE', 'bm90']) {
      await expect(profiles.search({ limit: 1, cursor })).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });
});
