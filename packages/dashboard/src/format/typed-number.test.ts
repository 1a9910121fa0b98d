import { expect, test } from 'vitest';
import { numberText, typedNumber } from './typed-number.ts';

test.each([
  ['1,000', 1000, 1],
  ['1.000', 1, 1000],
  ['1,234,567.5', 1_234_567.5, undefined],
  ['1.234.567,5', undefined, 1_234_567.5],
  ['-12,500', -12_500, -12.5],
  ['0,050', 0.05, 0.05],
  ['0.050', 0.05, 0.05],
  ['3,5', 3.5, 3.5],
  ['3.5', 3.5, 3.5],
  ['1 000', 1000, 1000],
  ['1e3', 1000, 1000],
  ['1,00,0', undefined, undefined],
  ['many', undefined, undefined],
  ['1e999', undefined, undefined],
  [' ', undefined, undefined],
])('%s', (text, english, portuguese) => {
  expect([typedNumber(text, 'en'), typedNumber(text, 'pt-BR')]).toEqual([english, portuguese]);
});

test.each(['en', 'pt-BR'] as const)('what is written is read again in %s', (language) => {
  for (const value of [0, 3.5, 1.125, -12.375, 1000, 0.05, 1e-7, 123_456.789])
    expect(typedNumber(numberText(value, language), language)).toBe(value);
});
