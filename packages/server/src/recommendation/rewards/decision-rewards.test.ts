import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openShop, type Shop, stock } from '../testing/shop.ts';

const hour = 3_600_000;
let dir: string;
let shop: Shop;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'rewards-'));
  shop = await openShop({ dir, random: () => 0.999 });
  stock(shop, 4, 10);
  shop.event({ type: 'page_view', itemId: 'd0i0' });
});
afterEach(async () => {
  await shop.close();
  rmSync(dir, { recursive: true });
});

const ask = (customerId: string, placement = 'home') =>
  shop.recommender.recommend({ customerId, placement, limit: 4 });
const home = () => shop.rewards.list('placement').home;

describe('DecisionRewards', () => {
  test('credits placement, model, source and rank by decisionId, each slot once', async () => {
    const { decisionId, recommendations } = await ask('ana');
    const itemId = recommendations[1].itemId;
    for (const one of recommendations) shop.event({ type: 'impression', itemId: one.itemId, decisionId });
    for (let twice = 0; twice < 2; twice++) {
      shop.event({ type: 'impression', itemId, decisionId });
      shop.event({ type: 'click', itemId, decisionId });
    }
    shop.event({ type: 'purchase', itemId, decisionId, value: 7.5 });
    const expected = { decisions: 1, served: 4, impressions: 4, clicks: 1, conversions: 1, value: 7.5 };
    expect(home()).toEqual({ ...expected, clickThroughRate: 0.25 });
    expect(shop.rewards.list('model')['heuristic@1']).toEqual({ ...expected, clickThroughRate: 0.25 });
    expect(shop.rewards.list('rank')['home#2']).toMatchObject({ served: 1, clicks: 1 });
    expect(shop.rewards.list('rank')['home#1']).toMatchObject({ served: 1, clicks: 0 });
    const bySource = Object.values(shop.rewards.list('source'));
    expect(bySource.reduce((sum, { served }) => sum + served, 0)).toBe(4);
    expect(bySource.reduce((sum, { clicks }) => sum + clicks, 0)).toBe(1);
  });

  test('without decisionId the customer’s newest decision with the item is credited', async () => {
    const first = await ask('ana');
    shop.clock.now += hour;
    await ask('ana', 'email');
    shop.event({ type: 'click', itemId: first.recommendations[0].itemId });
    expect(home().clicks + shop.rewards.list('placement').email.clicks).toBe(1);
    expect(shop.rewards.list('placement').email.clicks).toBe(1);
    shop.event({ type: 'click', itemId: first.recommendations[0].itemId, placement: 'home' });
    expect(home().clicks).toBe(1);
  });

  test('nothing is credited outside the window, for other customers, items or unknown decisions', async () => {
    const { decisionId, recommendations } = await ask('ana');
    const itemId = recommendations[0].itemId;
    shop.event({ type: 'click', itemId, customerId: 'bob' });
    shop.event({ type: 'click', itemId: 'never recommended', decisionId });
    shop.event({ type: 'click', itemId, decisionId: 'no-such-decision' });
    shop.event({ type: 'purchase', itemId, value: 3 });
    shop.clock.now += 25 * hour;
    shop.event({ type: 'click', itemId, decisionId });
    expect(home()).toMatchObject({ clicks: 0, conversions: 0, value: 0 });
  });

  test('an impression counts once, also when it is reported after the click', async () => {
    const { decisionId, recommendations } = await ask('ana');
    const itemId = recommendations[0].itemId;
    for (const type of ['click', 'impression', 'impression']) shop.event({ type, itemId, decisionId });
    expect(home()).toMatchObject({ impressions: 1, clicks: 1 });
  });

  test('a purchase after a click counts, with its value each time and the conversion once', async () => {
    const { recommendations } = await ask('ana');
    const itemId = recommendations[0].itemId;
    shop.event({ type: 'click', itemId });
    shop.event({ type: 'purchase', itemId, value: 3 });
    shop.event({ type: 'purchase', itemId, value: 4 });
    expect(home()).toMatchObject({ clicks: 1, conversions: 1, value: 7 });
  });

  test('absurd values leave the totals finite, refunds count against', async () => {
    const { decisionId, recommendations } = await ask('ana');
    const itemId = recommendations[0].itemId;
    for (const value of [1e308, 1e308, Number.NaN])
      shop.event({ type: 'purchase', itemId, decisionId, value });
    expect(home().value).toBe(2e12);
    shop.event({ type: 'purchase', itemId, decisionId, value: -1e12 });
    expect(home()).toMatchObject({ value: 1e12, conversions: 1 });
  });

  test('the visitor who signs in keeps what was recommended before', async () => {
    shop.event({ type: 'page_view', itemId: 'd0i0', anonymousId: 'x' });
    const { recommendations } = await shop.recommender.recommend({ anonymousId: 'x', placement: 'home' });
    shop.alias('x', 'ana');
    shop.event({ type: 'click', itemId: recommendations[0].itemId });
    expect(home().clicks).toBe(1);
    expect(shop.decisions.ofCustomer(shop.engine.customers.find('c:ana'))).toHaveLength(1);
  });

  test('totals are exact after a restart in the middle', async () => {
    const { decisionId, recommendations } = await ask('ana');
    const [a, b] = recommendations;
    shop.event({ type: 'click', itemId: a.itemId, decisionId });
    await shop.store.checkpoint(shop.records.length);
    shop.event({ type: 'click', itemId: b.itemId, decisionId });
    shop.event({ type: 'purchase', itemId: b.itemId, decisionId, value: 2 });
    const totals = home();
    const { now } = shop.clock;
    await shop.close();
    shop = await openShop({ dir }, shop.records);
    shop.clock.now = now;
    expect(home()).toEqual(totals);
    shop.event({ type: 'click', itemId: a.itemId, decisionId });
    shop.event({ type: 'click', itemId: b.itemId, decisionId });
    expect(home().clicks).toBe(2);
  });

  test('the oldest decisions give way at the limit and by age, and rows are not confused', async () => {
    await shop.close();
    shop = await openShop({ dir: join(dir, 'small'), decisionLimit: 10 });
    stock(shop, 2, 5);
    for (const customerId of ['c0', 'c1', 'c2', 'd', 'e']) shop.event({ type: 'page_view', customerId });
    const all = [];
    for (let i = 0; i < 25; i++) all.push(await ask(`c${i % 3}`));
    expect(shop.decisions.table.size).toBe(10);
    expect(shop.decisions.table.find(all[14].decisionId)).toBe(-1);
    expect(shop.decisions.table.find(all[15].decisionId)).toBeGreaterThanOrEqual(0);
    expect(shop.decisions.ofCustomer(shop.engine.customers.find('c:c0')).length).toBeLessThanOrEqual(4);
    shop.decisions.forget(shop.engine.customers.find('c:c1'));
    for (let i = 0; i < 12; i++) await ask('d');
    expect(shop.decisions.table.size).toBe(10);
    shop.clock.now += 8 * 24 * hour;
    await ask('e');
    expect(shop.decisions.table.size).toBe(1);
  });

  test('expected engagement follows clicks per rank and item, and stays a probability', async () => {
    const before = (await ask('ana')).recommendations[0].expectedEngagement;
    for (let i = 0; i < 60; i++) {
      const { decisionId, recommendations } = await ask(`c${i}`);
      for (const { itemId } of recommendations) {
        shop.event({ type: 'impression', itemId, decisionId, customerId: `c${i}` });
        shop.event({ type: 'click', itemId, decisionId, customerId: `c${i}` });
      }
    }
    const after = (await ask('ana')).recommendations;
    expect(after[0].expectedEngagement).toBeGreaterThan(before * 2);
    for (const one of after) {
      expect(one.expectedEngagement).toBeGreaterThan(0);
      expect(one.expectedEngagement).toBeLessThanOrEqual(1);
    }
  });
});
