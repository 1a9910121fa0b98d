import { describe, expect, test } from 'vitest';
import type { Item } from '../stores/journal/record.ts';
import type { StateTable } from '../stores/online/state-table.ts';
import { Catalog } from './catalog/catalog.ts';
import { EligibilityFilter } from './filter.ts';
import type { FilterConfig } from './placement.ts';
import { purchaseView } from './purchases.ts';

const day = 86_400_000;
const shelf: Partial<Item>[] = [
  { category: 'milk', price: 1, tags: ['sale', 'local'], attributes: { size: 1, organic: true } },
  { category: 'bread', price: 2.5, categories: ['bread', 'bakery'], attributes: { size: '1' } },
  { category: 'tea' },
  { category: 'tea', price: 0, hidden: true, availableFrom: 100, availableUntil: 200 },
];
const catalog = new Catalog({} as StateTable);
for (const [row, item] of shelf.entries()) {
  catalog.put({ itemId: `${row}`, title: '', category: '', ...item }, row);
}

function passing(filters: FilterConfig[], change: object = {}): number[] {
  const filter = new EligibilityFilter(catalog);
  filter.begin({ filters, at: 150, purchases: purchaseView(), cart: [], exclude: [], ...change });
  return [-1, 0, 1, 2, 3, 4, 999].filter(filter.accept);
}

describe('EligibilityFilter', () => {
  test.each<[string, FilterConfig[], number[]]>([
    ['no filter: the catalog', [], [0, 1, 2, 3]],
    ['hidden', [{ kind: 'notHidden' }], [0, 1, 2]],
    ['price, bounds included, none fails', [{ kind: 'price', min: 1, max: 2.5 }], [0, 1]],
    ['price of nothing', [{ kind: 'price', max: 0 }], [3]],
    ['category', [{ kind: 'attribute', attribute: 'category', op: 'in', values: ['tea', 'none'] }], [2, 3]],
    ['not category', [{ kind: 'attribute', attribute: 'category', op: 'notIn', values: ['tea'] }], [0, 1]],
    ['number', [{ kind: 'attribute', attribute: 'size', op: 'in', values: [1] }], [0]],
    ['text', [{ kind: 'attribute', attribute: 'size', op: 'in', values: ['1'] }], [1]],
    ['truth', [{ kind: 'attribute', attribute: 'organic', op: 'in', values: [true] }], [0]],
    ['missing passes notIn', [{ kind: 'attribute', attribute: 'size', op: 'notIn', values: [1] }], [1, 2, 3]],
    ['tags', [{ kind: 'attribute', attribute: 'tags', op: 'in', values: ['local'] }], [0]],
    [
      'categories',
      [{ kind: 'attribute', attribute: 'categories', op: 'notIn', values: ['bakery'] }],
      [0, 2, 3],
    ],
    ['unknown attribute', [{ kind: 'attribute', attribute: '__proto__', op: 'in', values: ['x'] }], []],
    [
      'all together',
      [
        { kind: 'notHidden' },
        { kind: 'price', min: 2 },
        { kind: 'attribute', attribute: 'category', op: 'in', values: ['bread'] },
      ],
      [1],
    ],
  ])('%s', (_name, filters, expected) => {
    expect(passing(filters)).toEqual(expected);
  });

  test('availability: from is included, until is not', () => {
    const at = (time: number) => passing([{ kind: 'available' }], { at: time }).includes(3);
    expect([99, 100, 199, 200].map(at)).toEqual([false, true, true, false]);
  });

  test('bought within, cart and excludes bar single items', () => {
    const purchases = {
      ...purchaseView(),
      count: 2,
      items: Int32Array.of(0, 1),
      last: Float64Array.of(10 * day, 8 * day),
    };
    const bought: FilterConfig[] = [{ kind: 'notBoughtWithin', days: 2 }];
    expect(passing(bought, { purchases, at: 11 * day })).toEqual([1, 2, 3]);
    expect(passing(bought, { purchases, at: 12 * day })).toEqual([0, 1, 2, 3]);
    expect(passing([{ kind: 'notInCart' }], { cart: [2], exclude: [3, -1] })).toEqual([0, 1]);
    expect(passing([], { cart: [2] })).toEqual([0, 1, 2, 3]);
  });
});
