import { expect, test } from 'vitest';
import type { Column } from './data-table.tsx';
import { tableBlock } from './table-block.ts';

const columns: Column<{ name: string; ms: number }>[] = [
  { key: 'name', name: 'Name', cell: ({ name }) => name },
  { key: 'bar', name: '', cell: () => null },
  {
    key: 'took',
    name: 'Took',
    file: { name: 'Took, seconds', type: 'number', value: ({ ms }) => ms / 1_000 },
    cell: ({ ms }) => `${Math.round(ms)} ms`,
  },
];

test('numbers stand in files with every digit, under a heading that says the unit which cells say themselves', () => {
  const { table } = tableBlock('Runs', [], columns, [{ name: 'build', ms: 1234.5 }]);
  expect(table?.columns).toEqual([
    { name: 'Name', type: 'string' },
    { name: 'Took, seconds', type: 'number' },
  ]);
  expect(table?.rows).toEqual([['build', 1.2345]]);
});
