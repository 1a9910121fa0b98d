import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test('writes one row per time, empty where nothing is known', () => {
  const text = toCsv([
    { key: 'a', name: 'p50', points: [[0, 1.5]] },
    { key: 'b', name: 'p99', points: [[0, null]] },
  ]);
  expect(text).toBe('time,p50,p99\r\n1970-01-01T00:00:00.000Z,1.5,\r\n');
});

test('quotes names and takes the sting out of formulas', () => {
  const head = toCsv([
    { key: 'a', name: '=HYPERLINK("x")', points: [] },
    { key: 'b', name: 'a,b', points: [] },
  ]).split('\r\n')[0];
  expect(head).toBe('time,"\'=HYPERLINK(""x"")","a,b"');
});
