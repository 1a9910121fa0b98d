import { expect, test } from 'vitest';
import { createFormat } from './format.ts';

const en = createFormat('en', 'America/Sao_Paulo');
const pt = createFormat('pt-BR', 'America/Sao_Paulo');
const noon = Date.UTC(2026, 0, 15, 15, 4, 5);
const plain = (text: string) => text.replace(/\s/g, ' ');

test('counts are exact below ten thousand and compact above', () => {
  expect(en.count(9_999)).toBe('9,999');
  expect(en.count(12_412)).toBe('12.4K');
  expect(plain(pt.count(12_412))).toBe('12,4 mil');
  expect(en.count(3.456)).toBe('3.46');
  expect(en.exact(12_412.5)).toBe('12,412.5');
});

test('rates have two significant digits', () => {
  expect(en.percent(0.03214)).toBe('3.2%');
  expect(en.percent(0.000417)).toBe('0.042%');
  expect(pt.percent(0.125)).toBe('13%');
  expect(en.percent(0.04)).toBe('4.0%');
  expect(en.percent(0)).toBe('0%');
  expect(en.percent(1)).toBe('100%');
  expect(en.change(0.032)).toBe('+3.2%');
});

test('money carries its currency, large sums are compact', () => {
  expect(en.money(12.5, 'USD')).toBe('$12.50');
  expect(plain(pt.money(12.5, 'BRL'))).toBe('R$ 12,50');
  expect(en.money(18_342.55, 'USD')).toBe('$18.3K');
  expect(en.money(3, undefined)).toBe('3');
});

test('missing and impossible numbers are a dash, never NaN', () => {
  for (const value of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(en.count(value)).toBe('–');
    expect(en.percent(value)).toBe('–');
    expect(en.money(value, 'USD')).toBe('–');
    expect(en.duration(value)).toBe('–');
    expect(en.fixed(value, 2)).toBe('–');
  }
});

test("times are in the reader's zone and name it", () => {
  expect(en.clock(noon)).toBe('12:04:05');
  expect(en.zoneName(noon)).toBe('GMT-3');
  expect(pt.dateTime(noon)).toContain('15 de jan. de 2026');
});

test('ages are relative under a day and dates beyond', () => {
  expect(en.relative(noon - 30_000, noon)).toBe('30 seconds ago');
  expect(en.relative(noon - 3_599_000, noon)).toBe('59 minutes ago');
  expect(pt.relative(noon - 7_200_000, noon)).toBe('há 2 horas');
  expect(en.relative(noon - 200_000_000, noon)).toBe('Jan 13, 2026');
});

test('durations and spans choose their unit', () => {
  expect(en.duration(1.234)).toBe('1.2 ms');
  expect(en.duration(2_500)).toBe('2.5 sec');
  expect(en.span(300)).toBe('5 min');
  expect(pt.span(86_400 * 3_212)).toBe('3.212 dias');
});
