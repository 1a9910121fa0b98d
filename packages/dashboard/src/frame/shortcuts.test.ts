import { expect, test } from 'vitest';
import { sections } from './sections.ts';
import { goKeys, keyOf } from './shortcuts.ts';

test('every letter leads to a page that exists, each page having one letter at most', () => {
  const paths = Object.values(goKeys);
  expect(new Set(paths).size).toBe(paths.length);
  const known = sections.map(({ path }) => path);
  expect(paths.filter((path) => !known.includes(path))).toEqual([]);
  expect(keyOf('/alerts')).toBe('a');
  const without = sections.filter(({ path, external }) => !external && keyOf(path) === undefined);
  expect(without).toEqual([]);
});
