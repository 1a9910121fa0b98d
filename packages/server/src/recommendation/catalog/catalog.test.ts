import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ControlStore, ItemRepository } from '../../stores/control/control-store.ts';
import { openControlStore } from '../../stores/index.ts';
import type { Item, JournalRecord } from '../../stores/journal/record.ts';
import { openOnlineStore, type StateTable } from '../../stores/online/index.ts';
import { Catalog } from './catalog.ts';
import { CatalogWriter, loadCatalog } from './catalog-writer.ts';

let dir: string;
let control: ControlStore;
let items: StateTable;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'catalog-'));
  control = await openControlStore(dir);
  items = openOnlineStore(join(dir, 'online')).table('items', { reuseRows: false });
});
afterEach(async () => {
  await control.close();
  rmSync(dir, { recursive: true });
});

const item = (itemId: string, change: Partial<Item> = {}): Item => ({
  itemId,
  title: `Title ${itemId}`,
  category: 'c',
  ...change,
});
const put = (it: Item): JournalRecord => ({ kind: 'item', receivedAt: 1, item: it });
const journal = (records: (JournalRecord | null)[]) => ({
  read: async function* (from: number, to = records.length) {
    yield { firstOffset: from, records: records.slice(from, to) };
  },
});
const applyAll = (writer: CatalogWriter, records: JournalRecord[], first = 0) => {
  for (const [i, record] of records.entries()) {
    writer.apply({ record, offset: first + i, customerRow: -1, itemRow: -1 });
  }
};

describe('Catalog', () => {
  test('gives back what was put in, whole, and forgets what was removed', () => {
    const catalog = new Catalog(items);
    const full = item('x', {
      price: 2.5,
      currency: 'BRL',
      tags: ['a'],
      categories: ['c', 'd'],
      attributes: { brand: 'b', organic: true, size: 3 },
      url: 'https://shop.example/x',
      availableFrom: 5,
      availableUntil: 9,
      hidden: true,
    });
    catalog.put(full);
    const row = catalog.rowOf('x');
    expect(catalog.get(row)).toEqual(full);
    expect([catalog.price[row], catalog.availableFrom[row], catalog.hidden[row], catalog.size]).toEqual([
      2.5, 5, 1, 1,
    ]);
    catalog.put(item('x'));
    expect(catalog.get(row)).toEqual(item('x'));
    expect(catalog.price[row]).toBeNaN();
    expect(catalog.attributes.column('brand')?.data[row]).toBe(-1);
    catalog.remove(row);
    catalog.remove(row);
    expect([catalog.rowOf('x'), catalog.size, catalog.get(row)]).toEqual([-1, 0, undefined]);
  });

  test('text, number and truth values of an attribute are told apart', () => {
    const { attributes } = new Catalog(items);
    attributes.set(0, 'a', '1');
    attributes.set(1, 'a', 1);
    attributes.set(2, 'a', true);
    const codes = attributes.column('a')!.data.slice(0, 4);
    expect(new Set(codes).size).toBe(4);
    expect([...codes].map((code) => attributes.value(code))).toEqual(['1', 1, true, undefined]);
  });

  test('columns grow with the table and stay right', () => {
    const catalog = new Catalog(items);
    for (let i = 0; i < 5000; i++)
      catalog.put(item(`${i}`, { price: i, attributes: { brand: `b${i % 7}` } }));
    for (const i of [0, 1023, 1024, 4999]) {
      const row = catalog.rowOf(`${i}`);
      expect(catalog.price[row]).toBe(i);
      expect(catalog.attributes.value(catalog.attributes.column('brand')!.data[row])).toBe(`b${i % 7}`);
    }
  });
});

describe('CatalogWriter and loadCatalog', () => {
  test('the store holds the last state of each item together with the offset after it', async () => {
    const writer = new CatalogWriter(control.items, 0);
    applyAll(writer, [
      put(item('a')),
      put(item('b')),
      put(item('a', { title: 'New' })),
      { kind: 'item_removed', receivedAt: 1, itemId: 'b' },
    ]);
    await writer.flush();
    expect(await control.items.get('a')).toEqual(item('a', { title: 'New' }));
    expect(await control.items.get('b')).toBeUndefined();
    expect(await control.items.appliedOffset()).toBe(4);
    expect(writer.waiting).toBe(0);
  });

  test('a failed write is kept and repeated, newer changes winning', async () => {
    let fail = true;
    const flaky: ItemRepository = {
      ...control.items,
      apply: (changes, next) =>
        fail ? Promise.reject(new Error('full')) : control.items.apply(changes, next),
    };
    const writer = new CatalogWriter(flaky, 0);
    applyAll(writer, [put(item('a')), put(item('b'))]);
    const failed = writer.flush();
    applyAll(writer, [put(item('a', { title: 'Newer' }))], 2);
    await expect(failed).rejects.toThrow('full');
    fail = false;
    await writer.flush();
    expect((await control.items.get('a'))?.title).toBe('Newer');
    expect(await control.items.count()).toBe(2);
    expect(await control.items.appliedOffset()).toBe(3);
  });

  test('at start the catalog is the store plus what the journal knows beyond it, and the store catches up', async () => {
    await control.items.apply({ upserts: [item('a'), item('b')], removals: [] }, 2);
    const records: JournalRecord[] = [
      put(item('a')),
      put(item('b')),
      put(item('c')),
      { kind: 'item_removed', receivedAt: 1, itemId: 'a' },
    ];
    const catalog = new Catalog(items);
    const writer = await loadCatalog(catalog, control.items, journal([...records, null]), 5);
    expect(['a', 'b', 'c'].map((id) => catalog.rowOf(id) >= 0)).toEqual([false, true, true]);
    await writer.flush();
    expect(await control.items.get('a')).toBeUndefined();
    expect(await control.items.get('c')).toEqual(item('c'));
    expect(await control.items.appliedOffset()).toBe(4);
  });

  test('a replay of records that the store already has writes nothing', async () => {
    await control.items.apply({ upserts: [item('a', { title: 'Later' })], removals: [] }, 10);
    const writer = await loadCatalog(new Catalog(items), control.items, journal([]), 3);
    applyAll(writer, [put(item('a', { title: 'Earlier' }))], 3);
    await writer.flush();
    expect((await control.items.get('a'))?.title).toBe('Later');
  });
});
