import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StateTable } from '../stores/online/state-table.ts';
import { Catalog } from './catalog/catalog.ts';
import { Diversifier } from './diversify.ts';

/** Items 0, 1, … with the given category and brand. */
function shelf(values: [category: string, brand: string][]): Catalog {
  const catalog = new Catalog({} as StateTable);
  for (const [row, [category, brand]] of values.entries()) {
    catalog.put({ itemId: `${row}`, title: '', category, attributes: { brand } }, row);
  }
  return catalog;
}
const rows = (count: number) => Int32Array.from({ length: count }, (_, i) => i);
const attributes = ['category', 'brand'];

describe('Diversifier', () => {
  test('lambda 1 is order by score; a score that is not a number comes last', () => {
    const diversifier = new Diversifier(shelf(Array(4).fill(['a', 'x'])), attributes);
    const scores = Float64Array.of(0.1, Number.NaN, 0.9, 0.5);
    const order = diversifier.order(rows(4), scores, 4, 4, 0, { lambda: 1, caps: [] });
    expect([...order]).toEqual([2, 3, 0, 1]);
  });

  test('marginal relevance takes the unlike item before the second-best twin', () => {
    const catalog = shelf([
      ['a', 'x'],
      ['a', 'x'],
      ['b', 'y'],
      ['c', 'z'],
    ]);
    const order = new Diversifier(catalog, attributes).order(
      rows(4),
      Float64Array.of(1, 0.95, 0.6, 0),
      4,
      3,
      0,
      { lambda: 0.5, caps: [] },
    );
    // By hand: after item 0, item 1 has 0.5·0.95 − 0.5·1 = −0.025, item 2 has 0.5·0.6 = 0.3, item 3 has 0.
    expect([...order]).toEqual([0, 2, 3]);
  });

  test('similarity is the cosine of one-hot attributes', () => {
    const diversifier = new Diversifier(
      shelf([
        ['a', 'x'],
        ['a', 'y'],
        ['b', 'z'],
      ]),
      attributes,
    );
    expect(diversifier.similarity(0, 0)).toBeCloseTo(1);
    expect(diversifier.similarity(0, 1)).toBeCloseTo(0.5);
    expect(diversifier.similarity(0, 2)).toBe(0);
  });

  test('no slate, exploration’s reach included, ever breaks a cap or repeats an item', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y')), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.infiniteStream(fc.double({ min: -5, max: 5 })),
        (values, ofCategory, ofBrand, lambda, numbers) => {
          const scores = Float64Array.from(values, () => numbers.next().value as number);
          const caps = [
            { attribute: 'category', max: ofCategory },
            { attribute: 'brand', max: ofBrand },
            { attribute: 'unknown', max: 1 },
          ];
          const order = new Diversifier(shelf(values), attributes).order(
            rows(values.length),
            scores,
            values.length,
            5,
            10,
            { lambda, caps },
          );
          expect(new Set(order).size).toBe(order.length);
          for (const [part, max] of [ofCategory, ofBrand].entries()) {
            const seen = new Map<string, number>();
            for (const i of order) seen.set(values[i][part], (seen.get(values[i][part]) ?? 0) + 1);
            for (const count of seen.values()) expect(count).toBeLessThanOrEqual(max);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
