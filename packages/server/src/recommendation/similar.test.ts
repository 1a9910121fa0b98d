import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openShop, type Shop, stock } from './testing/shop.ts';

let dir: string;
let shop: Shop;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'similar-'));
  shop = await openShop({ dir });
  stock(shop);
});
afterEach(async () => {
  await shop.close();
  rmSync(dir, { recursive: true });
});
const similar = (id: string, limit = 5) => shop.similar(shop.catalog.rowOf(id), limit, shop.clock.now);

test('without history, items with the same attributes are similar, most in common first', () => {
  const found = similar('d0i0', 8);
  expect(found).toHaveLength(8);
  expect(found.map(({ itemId }) => itemId)).not.toContain('d0i0');
  expect(found.every(({ itemId }) => itemId.startsWith('d0'))).toBe(true);
  expect(found[0]).toMatchObject({ category: 'category 0-0', together: 0, alike: 1 });
  for (let i = 1; i < found.length; i++) expect(found[i].score).toBeLessThanOrEqual(found[i - 1].score);
});

test('what customers put together with it comes before, hidden and expired items are left out', () => {
  for (let c = 0; c < 20; c++) {
    for (const itemId of ['d0i0', 'd4i7', 'd3i3', 'd2i2'])
      shop.event({ type: 'purchase', itemId, customerId: `c${c}` });
  }
  shop.item({ itemId: 'd3i3', hidden: true });
  shop.item({ itemId: 'd2i2', availableUntil: shop.clock.now });
  const found = similar('d0i0', 50);
  expect(found[0]).toMatchObject({ itemId: 'd4i7', together: 1, alike: 0 });
  const ids = found.map(({ itemId }) => itemId);
  expect(ids).not.toContain('d3i3');
  expect(ids).not.toContain('d2i2');
  expect(similar('no such item')).toEqual([]);
});
