import { createElement } from 'react';
import { expect, test } from 'vitest';
import type { Column } from './data-table.tsx';
import { tableBlock } from './table-block.ts';

interface Row {
  item: string;
  share: number | null;
  low: number;
}

const columns: Column<Row>[] = [
  { key: 'choose', name: '', cell: () => 'x' },
  { key: 'item', name: 'Item', cell: ({ item }) => createElement('b', null, item, ' ', 1) },
  { key: 'mark', name: 'Mark', file: null, cell: () => 'drawn' },
  {
    key: 'share',
    name: 'Share',
    file: {
      name: 'Share of all',
      type: 'number',
      unit: { style: 'percent' },
      value: ({ share }) => share,
      beside: [{ name: 'Share, lower end', type: 'number', value: ({ low }) => low }],
    },
    cell: ({ share }) => `${share}`,
  },
];
const written = (rows: readonly Row[]) => tableBlock('Items', [], columns, rows).table;

test('a file has a column for each named one, under its own heading there, and behind it what its cell says besides', () => {
  expect(written([])?.columns).toEqual([
    { name: 'Item', type: 'string' },
    { name: 'Share of all', type: 'number', unit: { style: 'percent' } },
    { name: 'Share, lower end', type: 'number' },
  ]);
});

test('numbers keep every digit, cells without a value of their own give their words, and nothing stays nothing', () => {
  expect(
    written([
      { item: 'Ukulele', share: 0.123456789, low: 0.1 },
      { item: 'Oboe', share: null, low: 0 },
    ])?.rows,
  ).toEqual([
    ['Ukulele   1', 0.123456789, 0.1],
    ['Oboe   1', null, 0],
  ]);
});
