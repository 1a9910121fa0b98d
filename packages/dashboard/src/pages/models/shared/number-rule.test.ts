import { expect, test } from 'vitest';
import { readNumber } from './number-rule.ts';

test('an empty field is the default, not a problem', () => {
  expect(readNumber('  ', { min: 1 })).toEqual({});
});

test('reads a comma as a decimal point', () => {
  expect(readNumber('0,05', { above: 0, max: 1 })).toEqual({ value: 0.05 });
});

test('says what is wrong instead of sending it', () => {
  expect(readNumber('many', {})).toEqual({ problem: 'notNumber' });
  expect(readNumber('1e999', {})).toEqual({ problem: 'notNumber' });
  expect(readNumber('2.5', { whole: true })).toEqual({ problem: 'whole' });
  expect(readNumber('0', { above: 0, max: 1 })).toEqual({ problem: 'range' });
  expect(readNumber('65', { min: 1, max: 64 })).toEqual({ problem: 'range' });
  expect(readNumber('64', { min: 1, max: 64, whole: true })).toEqual({ value: 64 });
});
