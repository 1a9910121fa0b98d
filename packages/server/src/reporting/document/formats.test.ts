import { expect, test } from 'vitest';
import { createFormats } from './formats.ts';

test('numbers near zero keep their digits, large ones their cents', () => {
  const { number } = createFormats('pt-BR', 'UTC');
  expect([0.041_234_5, -0.000_123_4, 0.5, 2.345_67, 1_234_567.891, 20].map((one) => number(one))).toEqual([
    ...['0,04123', '-0,0001234', '0,5', '2,346', '1.234.567,89', '20'],
  ]);
});

test('axes stay short', () => {
  const { short } = createFormats('en', 'UTC');
  expect([12_345, 0.25, 3].map((one) => short(one))).toEqual(['12.3K', '0.3', '3']);
});
