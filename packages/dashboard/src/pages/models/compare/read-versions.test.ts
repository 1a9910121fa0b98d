import { expect, test } from 'vitest';
import { readVersions } from './read-versions.ts';

test('reads an address, whatever stands in it', () => {
  expect(readVersions('3,5')).toEqual([3, 5]);
  expect(readVersions('5,3,5')).toEqual([5, 3]);
  expect(readVersions('')).toEqual([]);
  expect(readVersions('x,-1,0,2.5,7, 8')).toEqual([7]);
  expect(readVersions('1,2,3,4,5,6')).toEqual([1, 2, 3, 4]);
});
