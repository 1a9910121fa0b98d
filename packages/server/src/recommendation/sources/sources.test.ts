import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recentView } from '../../profiles/recent-events.ts';
import { CandidateSet, sourceCount } from '../candidates.ts';
import { type SourceName, sourceNames } from '../placement.ts';
import { openShop, type Shop, shopFeatures, stock } from '../testing/shop.ts';
import { distinctiveness, selectivity } from './affinity.ts';
import { dueness } from './buy-again.ts';
import { Popularity } from './popularity.ts';
import type { RetrievalContext } from './source.ts';

const hour = 3_600_000;
const day = 24 * hour;
let dir: string;
let shop: Shop;

function ask(source: SourceName, change: Partial<RetrievalContext> = {}, limit = 100): [string, number][] {
  const candidates = new CandidateSet();
  candidates.begin(limit, shop.catalog.rows, (row) => shop.catalog.present[row] === 1);
  candidates.beginSource(source, limit);
  shop.sources[source].retrieve(
    {
      customerRow: shop.engine.customers.find('c:ana'),
      at: shop.clock.now,
      seeds: new Int32Array(16),
      seedWeights: new Float64Array(16).fill(1),
      seedCount: 0,
      recent: recentView(),
      ...change,
    },
    candidates,
  );
  const own = sourceNames.indexOf(source);
  return Array.from({ length: candidates.count }, (_, i) => [
    shop.engine.items.key(candidates.rows[i])!,
    candidates.evidence[i * sourceCount + own],
  ]);
}
const seeded = (...ids: string[]): Partial<RetrievalContext> => {
  const seeds = new Int32Array(16);
  for (const [i, id] of ids.entries()) seeds[i] = shop.engine.items.find(id);
  return { seeds, seedCount: ids.length };
};

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'sources-'));
  shop = await openShop({ dir });
  stock(shop);
});
afterEach(async () => {
  await shop.close();
  rmSync(dir, { recursive: true });
});

describe('popular', () => {
  test('orders by decayed weight: what was wanted last week gives way to what is wanted now', () => {
    for (let i = 0; i < 6; i++) shop.event({ type: 'purchase', itemId: 'd0i1', customerId: `c${i}` });
    shop.clock.now += 14 * day;
    for (let i = 0; i < 3; i++) shop.event({ type: 'purchase', itemId: 'd0i2', customerId: `c${i}` });
    const [first, second] = ask('popular');
    expect([first[0], second[0]]).toEqual(['d0i2', 'd0i1']);
    expect(first[1]).toBe(1);
    // 3 against 6 · ¼: one halving, a tenth less.
    expect(second[1]).toBeCloseTo(0.9, 6);
  });

  test('before any event the catalog itself is shown, and removed items are not', async () => {
    expect(ask('popular').length).toBe(100);
    await shop.append([{ kind: 'item_removed', receivedAt: 0, itemId: 'd0i0' }]);
    expect(ask('popular').map(([id]) => id)).not.toContain('d0i0');
  });
});

describe('trending', () => {
  test('is what earns far more than usual, not what always earns much', () => {
    for (let hours = 0; hours < 14 * 24; hours++) {
      shop.clock.now += hour;
      for (let n = 0; n < 4; n++) shop.event({ type: 'purchase', itemId: 'd0i1', customerId: `c${n}` });
    }
    for (let n = 0; n < 10; n++) shop.event({ type: 'purchase', itemId: 'd1i1', customerId: `c${n}` });
    shop.event({ type: 'purchase', itemId: 'd2i2' });
    expect(ask('trending').map(([id]) => id)).toEqual(['d1i1']);
    shop.clock.now += 3 * day;
    expect(ask('trending')).toEqual([]);
  });
});

describe('coOccurrence', () => {
  test('a pair’s evidence is the shrunk cosine of decayed baskets', () => {
    for (let basket = 0; basket < 4; basket++) {
      shop.event({ type: 'purchase', itemId: 'd0i1', customerId: `c${basket}` });
      shop.event({ type: 'purchase', itemId: 'd1i1', customerId: `c${basket}` });
    }
    for (let basket = 0; basket < 12; basket++) {
      shop.event({ type: 'purchase', itemId: 'd1i1', customerId: `x${basket}` });
    }
    // c = 4, nᵢ = 4, nⱼ = 16: 4/√(14·26) · 4/(4 + 3).
    expect(ask('coOccurrence', seeded('d0i1'))).toEqual([
      ['d1i1', expect.closeTo((4 / Math.sqrt(14 * 26)) * (4 / 7), 6)],
    ]);
  });

  test('half an hour parts baskets, a repeat within one counts once, and one item alone pairs with nothing', () => {
    shop.event({ type: 'purchase', itemId: 'd0i1' });
    shop.event({ type: 'purchase', itemId: 'd0i1' });
    shop.clock.now += 31 * 60_000;
    shop.event({ type: 'purchase', itemId: 'd1i1' });
    expect(ask('coOccurrence', seeded('d0i1'))).toEqual([]);
    shop.event({ type: 'purchase', itemId: 'd2i2' });
    shop.event({ type: 'purchase', itemId: 'd2i2' });
    const [[id, evidence]] = ask('coOccurrence', seeded('d1i1'));
    expect(id).toBe('d2i2');
    expect(evidence).toBeCloseTo((1 / 11) * (1 / 4), 6);
  });

  test('a type of the sender’s own says nothing, whatever its name', () => {
    shop.event({ type: 'purchase', itemId: 'd0i1' });
    shop.event({ type: 'purchase', itemId: 'd1i1' });
    const before = ask('coOccurrence', seeded('d0i1'));
    for (const type of ['constructor', 'toString', 'valueOf']) shop.event({ type, itemId: 'd0i1' });
    expect(ask('coOccurrence', seeded('d0i1'))).toEqual(before);
    expect(before).toHaveLength(1);
  });

  test('each item keeps its strongest neighbours only', () => {
    for (let n = 0; n < 60; n++) {
      const itemId = `d${n % 5}i${Math.floor(n / 5)}`;
      const times = itemId === 'd4i7' ? 6 : 1;
      for (let t = 0; t < times; t++) {
        shop.event({ type: 'purchase', itemId: 'd0i19', customerId: `v${n}-${t}` });
        shop.event({ type: 'purchase', itemId, customerId: `v${n}-${t}` });
      }
    }
    const found = ask('coOccurrence', seeded('d0i19'));
    expect(found.length).toBe(32);
    expect(found[0][0]).toBe('d4i7');
  });
});

describe('buyAgain', () => {
  const buyEvery = (itemId: string, days: number, times: number) => {
    for (let i = times; i > 0; i--)
      shop.event({ type: 'purchase', itemId, timestamp: shop.clock.now - i * days * day });
  };

  test('what is due stands before what was just bought and what is long overdue', () => {
    buyEvery('d0i1', 10, 6);
    for (let i = 6; i >= 0; i--) {
      shop.event({ type: 'purchase', itemId: 'd0i2', timestamp: shop.clock.now - i * 10 * day - hour });
    }
    for (let i = 8; i > 2; i--) {
      shop.event({ type: 'purchase', itemId: 'd0i3', timestamp: shop.clock.now - i * 50 * day });
    }
    shop.clock.now += day;
    const found = ask('buyAgain');
    expect(found[0][0]).toBe('d0i1');
    const score = Object.fromEntries(found);
    expect(score.d0i2 ?? 0).toBeLessThan(score.d0i1 / 3);
    for (const [, value] of found) expect(value > 0 && value <= 1).toBe(true);
  });

  test('works alike when no feature keeps purchases', async () => {
    buyEvery('d0i1', 10, 6);
    const expected = ask('buyAgain');
    const { records, clock } = shop;
    await shop.close();
    const features = shopFeatures.filter(({ kind }) => kind !== 'repurchase');
    shop = await openShop({ dir: join(dir, 'other'), features }, records);
    shop.clock.now = clock.now;
    expect(ask('buyAgain')).toEqual(expected);
  });

  test('dueness rises to 1 a little after the usual interval and falls after', () => {
    expect(dueness(0)).toBe(0);
    expect(dueness(2 ** (1 / 3))).toBeCloseTo(1, 12);
    expect(dueness(0.5)).toBeLessThan(dueness(1));
    expect(dueness(4)).toBeLessThan(dueness(2));
    expect(dueness(Number.POSITIVE_INFINITY)).toBe(0);
  });
});

describe('affinity and new', () => {
  test('affinity names wanted items of preferred values', () => {
    for (let i = 0; i < 5; i++) shop.event({ type: 'purchase', itemId: 'd3i3', customerId: `c${i}` });
    shop.event({ type: 'purchase', itemId: 'd3i5' });
    const found = ask('affinity');
    expect(found[0][0]).toBe('d3i3');
    expect(found.slice(0, 8).every(([id]) => id.startsWith('d3'))).toBe(true);
    expect(ask('affinity', { customerRow: -1 })).toEqual([]);
  });

  test('affinity names items of values that are numbers, truths or texts that look like them', async () => {
    await shop.close();
    const attributes = ['shelf', 'organic', 'size'];
    const features = attributes.map((attribute) => ({
      ...({ name: attribute, kind: 'affinity', scope: 'pair', attribute, halfLife: '60d' } as const),
      weights: { click: 1 },
    }));
    shop = await openShop({ dir: join(dir, 'values'), features });
    stock(shop, 2, 5);
    shop.item({ itemId: 'a', attributes: { shelf: 5, organic: true, size: '5' } });
    shop.item({ itemId: 'number', attributes: { shelf: 5, organic: false, size: '4' } });
    shop.item({ itemId: 'truth', attributes: { shelf: 4, organic: true, size: '4' } });
    shop.item({ itemId: 'text', attributes: { shelf: 4, organic: false, size: '5' } });
    shop.event({ type: 'click', itemId: 'a' });
    expect(
      ask('affinity')
        .map(([id]) => id)
        .sort(),
    ).toEqual(['a', 'number', 'text', 'truth']);
  });

  test('what nearly every item is tells nothing of who chooses it', () => {
    expect(shop.catalog.attributes.share('brand', shop.catalog.rowOf('d0i1'))).toBeCloseTo(0.65, 6);
    expect(distinctiveness(0.6, 0.65)).toBe(0);
    expect(distinctiveness(1, 0.65)).toBe(1);
    expect(distinctiveness(0.5, 0)).toBe(0.5);
    expect(selectivity(0.75)).toBeLessThan(0.1);
    expect(selectivity(0.01)).toBe(1);
    shop.item({ itemId: 'd0i1', attributes: { brand: 'own' } });
    expect(shop.catalog.attributes.share('brand', shop.catalog.rowOf('d0i1'))).toBeCloseTo(0.36, 6);
  });

  test('opening stock is not news; later items are, and so is a stated date', () => {
    expect(ask('new')).toEqual([]);
    shop.clock.now += 60 * day;
    shop.item({ itemId: 'fresh' });
    shop.item({ itemId: 'dated', availableFrom: shop.clock.now - 8 * day });
    shop.item({ itemId: 'coming', availableFrom: shop.clock.now + day });
    expect(ask('new')).toEqual([
      ['fresh', 1],
      ['dated', expect.closeTo(0.5, 6)],
    ]);
    shop.clock.now += 40 * day;
    expect(ask('new')).toEqual([]);
  });
});

describe('lists', () => {
  test('kept lists equal rebuilt ones, also after items changed category and left', async () => {
    const { popularity } = shop;
    let seed = 1;
    const random = () => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    for (let i = 0; i < 600; i++) {
      shop.clock.now += hour;
      const itemId = `d${Math.floor(random() * 5)}i${Math.floor(random() ** 2 * 20)}`;
      if (i % 40 === 0) {
        shop.item({ itemId, category: `moved ${i % 3}`, attributes: { department: 'department 1' } });
      } else if (i % 97 === 0) await shop.append([{ kind: 'item_removed', receivedAt: 0, itemId }]);
      else shop.event({ type: 'purchase', itemId, customerId: `c${i % 7}` });
      if (i % 10 === 0) popularity.refresh(7);
    }
    while (popularity.refresh(7));
    const rebuilt = new Popularity(shop.engine.items, shop.catalog, ['category', 'department']);
    rebuilt.rebuild();
    const { attributes } = shop.catalog;
    const lists = (from: Popularity) => [
      [...from.overall.rows],
      [...from.recent.rows],
      ...['moved 0', 'moved 2', 'category 3-1'].map((value) => [
        ...(from.list('category', attributes.find(value))?.rows ?? []),
      ]),
      [...(from.list('department', attributes.find('department 1'))?.rows ?? [])],
    ];
    expect(lists(popularity)).toEqual(lists(rebuilt));
  });
});
