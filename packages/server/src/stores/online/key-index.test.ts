import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyIndex } from './key-index.ts';

it('finds what a map finds, through any additions, changes and removals', () => {
  const step = fc.record({
    key: fc.oneof(fc.nat(3000).map(String), fc.string({ unit: 'binary', maxLength: 9 })),
    row: fc.option(fc.nat(1e6), { freq: 2 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4000, size: 'max' }), (steps) => {
      const index = new KeyIndex();
      const map = new Map<string, number>();
      for (const { key, row } of steps) {
        if (row === null) {
          index.delete(key);
          map.delete(key);
        } else {
          index.set(key, row);
          map.set(key, row);
        }
      }
      expect(index.size).toBe(map.size);
      for (const { key } of steps) expect(index.get(key)).toBe(map.get(key) ?? -1);
    }),
    { numRuns: 30 },
  );
});

it('knows a key by its two parts', () => {
  const index = new KeyIndex();
  const keys = ['c:1', 'a:1', 'c:é😀', 'c:', 'xy', `c:${'9'.repeat(300)}`];
  keys.forEach((key, row) => {
    index.set(key, row);
  });
  keys.forEach((key, row) => {
    expect(index.getPrefixed(key.slice(0, 2), key.slice(2)), key).toBe(row);
  });
  expect(index.getPrefixed('c:', '2')).toBe(-1);
  expect(() => index.getPrefixed('c', ':1')).toThrow(RangeError);
});

it('keeps a hundred thousand keys apart', () => {
  const index = new KeyIndex();
  for (let i = 0; i < 100_000; i++) index.set(`key ${i}`, i);
  for (let i = 0; i < 100_000; i += 2) index.delete(`key ${i}`);
  expect(index.size).toBe(50_000);
  for (let i = 0; i < 100_000; i++) expect(index.get(`key ${i}`)).toBe(i % 2 === 0 ? -1 : i);
  expect(index.byteLength).toBeLessThan(6e6);
});
