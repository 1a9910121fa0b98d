import { expect, test } from 'vitest';
import { valueWriter } from '../components/asking/names.ts';
import { createFormat } from '../format/format.ts';
import { blockOf } from './figure-block.ts';

const format = createFormat('pt-BR', 'America/Sao_Paulo');
const points = [[Date.UTC(2026, 0, 1), 3.5]] as const;

test.each([
  ['currency', 'BRL', { style: 'currency', currency: 'BRL' }],
  ['currency', undefined, { style: 'number' }],
  ['percent', undefined, { style: 'percent' }],
  ['number', undefined, { style: 'number' }],
] as const)('a file of values that are %s (%s) says what they are', (kind, currency, unit) => {
  const write = valueWriter(kind, format, currency);
  const block = blockOf(
    'Receita',
    '',
    { kind: 'time', series: [{ key: 'a', name: 'a', points }], formatValue: write },
    { columns: [{ key: 'a', name: 'a', format: write }], rows: [[3.5]] },
  );
  expect(block.chart).toMatchObject({ kind: 'lines', y: { unit } });
  expect(block.table?.columns[0].unit).toEqual(unit);
});
