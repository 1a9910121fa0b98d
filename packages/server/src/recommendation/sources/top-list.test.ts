import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TopList } from './top-list.ts';

describe('TopList', () => {
  test('kept while scores rise, it is the list that sorting would give', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 5 })), { maxLength: 300 }),
        fc.integer({ min: 1, max: 12 }),
        (raises, capacity) => {
          const scores = { data: new Float64Array(31) };
          const list = new TopList(capacity, scores);
          for (const [row, by] of raises) {
            scores.data[row] += by;
            list.raise(row);
          }
          const sorted = [...scores.data.keys()]
            .filter((row) => scores.data[row] > 0)
            .sort((a, b) => scores.data[b] - scores.data[a] || a - b)
            .slice(0, capacity);
          expect([...list.rows.subarray(0, list.size)]).toEqual(sorted);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('rows without a score stand last, by number; a full list says when it lost one', () => {
    const scores = { data: Float64Array.of(0, 5, 0, 7) };
    const list = new TopList(3, scores);
    for (const row of [2, 1, 0, 3]) list.raise(row);
    expect([...list.rows]).toEqual([3, 1, 0]);
    list.remove(1);
    expect([...list.rows]).toEqual([3, 0, -1]);
    expect(list.incomplete).toBe(true);
    list.remove(99);
    expect(list.size).toBe(2);
  });
});
