import { expect, test } from 'vitest';
import { type FilterGroup, noFilter, readFilter, toServer, writeFilter } from './filter.ts';

const filter: FilterGroup = {
  join: 'and',
  parts: [
    { dimension: 'channel', op: 'in', values: ['web', ''] },
    {
      join: 'or',
      parts: [
        { dimension: 'hourOfDay', op: 'between', values: ['8', '12'] },
        { dimension: 'device', op: 'exists', values: [] },
      ],
    },
    { dimension: 'item', op: 'in', values: [] },
  ],
};

test('a filter comes back from the address as it was', () => {
  expect(readFilter(writeFilter(filter))).toEqual(filter);
  expect(writeFilter(noFilter)).toBe('');
});

test('an altered address is no filter', () => {
  for (const text of ['{', '3', '{"join":"xor","parts":[]}', '{"join":"and","parts":[{"op":"drop"}]}']) {
    expect(readFilter(text)).toEqual(noFilter);
  }
});

test('the server gets numbers for dimensions of numbers, and no part that is being filled in', () => {
  expect(toServer(filter, new Set(['hourOfDay']))).toEqual([
    { dimension: 'channel', op: 'in', values: ['web', ''] },
    {
      or: [
        { dimension: 'hourOfDay', op: 'between', values: [8, 12] },
        { dimension: 'device', op: 'exists', values: [] },
      ],
    },
  ]);
  expect(toServer({ ...filter, join: 'or' }, new Set())).toHaveLength(1);
});
