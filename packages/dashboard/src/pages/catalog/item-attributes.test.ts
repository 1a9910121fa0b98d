import { expect, test } from 'vitest';
import { attributesOf, rowsOf } from './item-attributes.ts';

test('attributes keep their types through the form', () => {
  const attributes = { brand: 'Acme', weight: 1.5, organic: false, code: '007', html: '<b>x</b>' };
  expect(attributesOf(rowsOf(attributes))).toEqual(attributes);
});

test('what has no name or is no number is left out', () => {
  const [row] = rowsOf({ weight: 1 });
  expect(attributesOf([{ ...row, value: 'heavy' }])).toBeUndefined();
  expect(attributesOf([{ ...row, name: ' ' }])).toBeUndefined();
});
