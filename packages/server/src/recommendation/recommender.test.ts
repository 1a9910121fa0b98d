import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import type { DecisionRecord } from '../stores/journal/record.ts';
import type { Scorer } from './scorer.ts';
import { openShop, type Shop, stock } from './testing/shop.ts';

const day = 86_400_000;
let dir: string;
let shop: Shop;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'recommender-'));
  shop = await openShop({ dir, random: () => 0.999 });
  stock(shop);
  shop.clock.now += 40 * day;
});
afterEach(async () => {
  await shop.close();
  rmSync(dir, { recursive: true });
});

const ids = (answer: { recommendations: { itemId: string }[] }) =>
  answer.recommendations.map((r) => r.itemId);

describe('recommend', () => {
  test('an unknown customer gets the fallback, and the answer says so', async () => {
    for (let i = 0; i < 5; i++) shop.event({ type: 'purchase', itemId: 'd3i4', customerId: `c${i}` });
    const answer = await shop.recommender.recommend({ customerId: 'nobody', placement: 'home' });
    expect(answer.recommendations).toHaveLength(12);
    expect(answer.fallback).toBeDefined();
    expect(answer.recommendations[0].itemId).toBe('d3i4');
    expect(shop.engine.customers.find('c:nobody')).toBeGreaterThanOrEqual(-1);
    for (const one of answer.recommendations) {
      expect(one.expectedEngagement).toBeGreaterThan(0);
      expect(one.expectedEngagement).toBeLessThanOrEqual(1);
      expect(one.confidenceScore).toBeLessThan(0.5);
    }
  });

  test('a ranker that goes out of service over a request leaves it to the built-in one', async () => {
    await shop.close();
    let serves: Scorer | undefined = {
      modelVersion: 'graph@1',
      score(_input, out) {
        out.fill(Number.NaN);
        serves = undefined;
      },
    };
    shop = await openShop({ dir, random: () => 0.999, scorer: () => serves });
    stock(shop);
    for (let i = 0; i < 5; i++) shop.event({ type: 'purchase', itemId: 'd3i4', customerId: `c${i}` });
    const answer = await shop.recommender.recommend({ customerId: 'nobody', placement: 'home' });
    expect(answer.model).toBe('heuristic@1');
    expect(answer.recommendations[0].itemId).toBe('d3i4');
    expect(answer.recommendations[0].score).toBeGreaterThan(answer.recommendations[1].score);
  });

  test('an event changes the next recommendation', async () => {
    shop.event({ type: 'page_view', itemId: 'd0i0' });
    const before = await shop.recommender.recommend({ customerId: 'ana', placement: 'home' });
    for (const itemId of ['d4i2', 'd4i6']) shop.event({ type: 'purchase', itemId, value: 5 });
    const after = await shop.recommender.recommend({ customerId: 'ana', placement: 'home' });
    const ofDepartment4 = (list: string[]) => list.filter((id) => id.startsWith('d4')).length;
    expect(ofDepartment4(ids(after))).toBeGreaterThan(ofDepartment4(ids(before)));
  });

  test('what others bought with the page’s item comes first', async () => {
    for (let c = 0; c < 12; c++) {
      shop.clock.now += day / 24;
      shop.event({ type: 'purchase', itemId: 'd1i1', customerId: `c${c}` });
      shop.event({ type: 'purchase', itemId: 'd2i9', customerId: `c${c}` });
    }
    const answer = await shop.recommender.recommend({
      customerId: 'nobody',
      placement: 'product',
      context: { itemId: 'd1i1' },
      explain: true,
    });
    expect(ids(answer)[0]).toBe('d2i9');
    expect(ids(answer)).not.toContain('d1i1');
    expect(answer.recommendations[0].recommendationType).toBe('boughtTogether');
    expect(answer.recommendations[0].content).toBe('Goes with “Product 1 of department 1”');
  });

  test('an item that is due is bought again, and one just bought is not pushed', async () => {
    for (let visit = 0; visit < 5; visit++) {
      shop.event({ type: 'purchase', itemId: 'd0i3', value: 4 });
      shop.clock.now += 10 * day;
    }
    const due = await shop.recommender.recommend({ customerId: 'ana', placement: 'home', locale: 'pt-BR' });
    expect(due.recommendations[0]).toMatchObject({
      itemId: 'd0i3',
      recommendationType: 'buyAgain',
      content: 'Você já comprou 5 vezes, e pode estar na hora de repor',
    });
    shop.event({ type: 'purchase', itemId: 'd0i3', value: 4 });
    const justBought = () => shop.recommender.preview({ customerId: 'ana', placement: 'home' });
    expect(ids(justBought())).not.toContain('d0i3');
    // Without the placement's filter the ranker alone keeps it from the top.
    shop.placements.set('home', { ...shop.placements.get('home')!, filters: [] });
    expect(ids(justBought()).slice(0, 3)).not.toContain('d0i3');
  });

  test('unknown placement, disabled placement and bad limits are refused by code', async () => {
    const ask = (change: object) =>
      shop.recommender.recommend({ customerId: 'ana', placement: 'home', ...change });
    await expect(ask({ placement: 'nowhere' })).rejects.toMatchObject({ code: 'not_found', status: 404 });
    for (const limit of [0, 101, 1.5, Number.NaN]) {
      await expect(ask({ limit })).rejects.toMatchObject({ code: 'invalid_request' });
    }
    await expect(ask({ exclude: Array(1001).fill('x') })).rejects.toMatchObject({ code: 'invalid_request' });
    shop.placements.set('home', { ...shop.placements.get('home')!, enabled: false });
    await expect(ask({})).rejects.toMatchObject({ code: 'unprocessable' });
  });

  test('limit is honoured up to 100 and shortage gives fewer, not an error', async () => {
    const placement = { ...shop.placements.get('home')!, diversity: { lambda: 1, caps: [] } };
    shop.placements.set('wide', { ...placement, name: 'wide' });
    const all = await shop.recommender.recommend({ customerId: 'ana', placement: 'wide', limit: 100 });
    expect(new Set(ids(all)).size).toBe(all.recommendations.length);
    expect(all.recommendations.length).toBe(100);
    const few = await shop.recommender.recommend({
      customerId: 'ana',
      placement: 'wide',
      filter: [{ kind: 'attribute', attribute: 'department', op: 'in', values: ['department 2'] }],
      limit: 100,
    });
    expect(few.recommendations.length).toBe(20);
  });

  test('filters hold: availability, hidden, bought within, cart, price, attributes, excludes', async () => {
    shop.item({ itemId: 'd0i0', hidden: true });
    shop.item({ itemId: 'd0i1', availableUntil: shop.clock.now });
    shop.item({ itemId: 'd0i2', availableFrom: shop.clock.now + 1 });
    await shop.append([{ kind: 'item_removed', receivedAt: shop.clock.now, itemId: 'd0i3' }]);
    shop.event({ type: 'add_to_cart', itemId: 'd0i4' });
    shop.event({ type: 'purchase', itemId: 'd0i5' });
    shop.placements.set('all', {
      ...shop.placements.get('home')!,
      name: 'all',
      filters: [
        { kind: 'available' },
        { kind: 'notHidden' },
        { kind: 'notInCart' },
        { kind: 'notBoughtWithin', days: 2 },
      ],
      diversity: { lambda: 1, caps: [] },
    });
    const answer = await shop.recommender.recommend({
      customerId: 'ana',
      placement: 'all',
      limit: 100,
      exclude: ['d0i6', 'no such item'],
    });
    const shown = ids(answer);
    for (let i = 0; i <= 6; i++) expect(shown).not.toContain(`d0i${i}`);
    expect(shown).toContain('d0i7');
    shop.clock.now += 3 * day;
    const later = ids(await shop.recommender.recommend({ customerId: 'ana', placement: 'all', limit: 100 }));
    expect(later).toContain('d0i2');
    expect(later).toContain('d0i4');
    expect(later).toContain('d0i5');
    const cheap = await shop.recommender.recommend({
      customerId: 'ana',
      placement: 'all',
      limit: 100,
      filter: [
        { kind: 'price', max: 3 },
        { kind: 'attribute', attribute: 'brand', op: 'notIn', values: ['own'] },
      ],
    });
    expect(cheap.recommendations.length).toBeGreaterThan(0);
    for (const one of cheap.recommendations) {
      expect(one.price).toBeLessThanOrEqual(3);
      expect(shop.catalog.get(shop.catalog.rowOf(one.itemId))?.attributes?.brand).toBe('other');
    }
  });

  test('caps hold in every answer, exploration included', async () => {
    shop.placements.set('home', {
      ...shop.placements.get('home')!,
      policy: { kind: 'epsilonGreedy', epsilon: 1 },
      diversity: { lambda: 0.7, caps: [{ attribute: 'department', max: 2 }] },
    });
    for (let i = 0; i < 20; i++) {
      const { recommendations } = await shop.recommender.recommend({
        customerId: `v${i}`,
        placement: 'home',
      });
      const perDepartment = new Map<string, number>();
      for (const { itemId } of recommendations) {
        perDepartment.set(itemId.slice(0, 2), (perDepartment.get(itemId.slice(0, 2)) ?? 0) + 1);
      }
      expect(Math.max(...perDepartment.values())).toBeLessThanOrEqual(2);
    }
  });

  test('the decision is in the journal before the answer, with what is needed to judge it', async () => {
    shop.event({ type: 'click', itemId: 'd1i1' });
    const appended = shop.records.length;
    const answer = await shop.recommender.recommend({
      customerId: 'ana',
      placement: 'home',
      context: { channel: 'web' },
      origin: 'simulated',
    });
    const record = shop.records.at(-1) as DecisionRecord;
    expect(record).toMatchObject({
      kind: 'decision',
      decisionId: answer.decisionId,
      stateOffset: appended,
      model: 'heuristic@1',
      policy: 'epsilonGreedy(0.05)',
      origin: 'simulated',
      context: { channel: 'web' },
    });
    expect(record.slate.map((slot) => slot.itemId)).toEqual(ids(answer));
    // The vector logged is the one that a read at the same moment gives.
    const row = shop.engine.customers.find('c:ana');
    const out = new Float64Array(shop.engine.width);
    const itemRows = Int32Array.of(shop.engine.items.find(record.slate[0].itemId));
    shop.engine.read(
      { customerRow: row, itemRows, count: 1, context: { channel: 'web' }, at: record.timestamp },
      out,
    );
    expect(record.slate[0].features).toEqual([...out].map((v) => (Number.isNaN(v) ? null : v)));
  });

  test('when the journal refuses the decision there is no answer', async () => {
    shop.journal.refuses = new AppError('storage_full', 'the disk is full');
    const asked = shop.recommender.recommend({ customerId: 'ana', placement: 'home' });
    await expect(asked).rejects.toMatchObject({ code: 'storage_full', status: 503 });
    expect(shop.rewards.list('placement')).toEqual({});
  });

  test('hostile titles stay text, short and without control characters', async () => {
    const title = `\u202e<img src=x onerror=alert(1)> \${7*7} {value} $& ${'x'.repeat(300)}\u0000`;
    shop.item({ itemId: 'evil', title, category: title, attributes: { department: '__proto__' } });
    for (let c = 0; c < 12; c++) {
      shop.event({ type: 'purchase', itemId: 'evil', customerId: `c${c}` });
      shop.event({ type: 'purchase', itemId: 'd2i9', customerId: `c${c}` });
    }
    const answer = await shop.recommender.recommend({
      customerId: 'x',
      placement: 'product',
      context: { itemId: 'evil' },
      explain: true,
    });
    const [first] = answer.recommendations;
    expect(first.itemId).toBe('d2i9');
    expect(first.content).toMatch(
      /^Goes with “<img src=x onerror=alert\(1\)> \$\{7\*7\} \{value\} \$& x+…”$/u,
    );
    expect([...first.content].length).toBeLessThan(100);
  });

  test('a batch answers in order, logs once and names the request that is wrong', async () => {
    const before = shop.records.length;
    const answers = await shop.recommender.recommendBatch([
      { customerId: 'a', placement: 'home' },
      { anonymousId: 'b', placement: 'cart', limit: 2 },
    ]);
    expect(answers.map((a) => [a.customerId, a.placement, a.recommendations.length])).toEqual([
      ['a', 'home', 12],
      [null, 'cart', 2],
    ]);
    expect(shop.records.length).toBe(before + 2);
    await expect(
      shop.recommender.recommendBatch([
        { customerId: 'a', placement: 'home' },
        { customerId: 'a', placement: 'home', limit: 0 },
      ]),
    ).rejects.toMatchObject({ code: 'invalid_request', errors: [{ path: '/requests/1/limit' }] });
    expect(shop.records.length).toBe(before + 2);
  });

  test('a batch keeps each decision’s own time and arrives as one', async () => {
    let calls = 0;
    const start = shop.clock.now;
    Object.defineProperty(shop.clock, 'now', { get: () => start + calls++ });
    await shop.recommender.recommendBatch(
      Array.from({ length: 5 }, () => ({ customerId: 'a', placement: 'home' })),
    );
    const made = shop.records.slice(-5) as DecisionRecord[];
    expect(new Set(made.map(({ timestamp }) => timestamp)).size).toBe(5);
    expect(new Set(made.map(({ receivedAt }) => receivedAt)).size).toBe(1);
    expect(made[4].receivedAt).toBeGreaterThan(made[4].timestamp);
    Object.defineProperty(shop.clock, 'now', { value: start, writable: true });
  });

  test('the same state gives the same answer after a kill and restore', async () => {
    for (let n = 0; n < 400; n++) {
      shop.clock.now += 600_000;
      shop.event({
        type: ['purchase', 'click', 'page_view', 'add_to_cart'][n % 4],
        customerId: `c${n % 17}`,
        itemId: `d${(n * 7) % 5}i${(n * 3) % 20}`,
        value: n % 9,
      });
      if (n === 250) await shop.store.checkpoint(shop.records.length);
    }
    const requests = ['home', 'product', 'cart', 'email'].flatMap((placement) =>
      ['c1', 'c5', 'new'].map((customerId) => ({
        customerId,
        placement,
        explain: true,
        context: { itemId: 'd1i1' },
      })),
    );
    const answers = () =>
      requests.map((request) => ({ ...shop.recommender.preview(request), decisionId: '' }));
    const expected = answers();
    const { now } = shop.clock;
    await shop.close();
    shop = await openShop({ dir, random: () => 0.999 }, shop.records);
    expect(shop.restoredFrom).toBeGreaterThan(0);
    shop.clock.now = now;
    expect(answers()).toEqual(expected);
  });
});
