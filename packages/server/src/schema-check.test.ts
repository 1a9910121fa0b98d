import { expect, test } from 'vitest';
import { schemaCompiler } from './schema-check.ts';

const check = schemaCompiler()<{ list: number[] }>({
  type: 'object',
  properties: { list: { type: 'array', items: { type: 'number' } } },
});

test.each([
  ['every failure of an ordinary document', 100, 100],
  ['the first of a large one', 3000, 1],
])('tells %s', (_, wrong, told) => {
  expect(check({ list: Array.from({ length: wrong }, () => 'x') })).toBe(false);
  expect(check.errors).toHaveLength(told);
  expect(check.errors?.[0].instancePath).toBe('/list/0');
});

test('takes a large document that is right', () => {
  expect(check({ list: Array.from({ length: 3000 }, (_, i) => i) })).toBe(true);
});
