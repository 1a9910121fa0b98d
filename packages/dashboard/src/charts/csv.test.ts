import { expect, test } from 'vitest';
import { tableToCsv, toCsv } from './csv.ts';

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

test('a table keeps every digit of numbers and the sting out of its texts', () => {
  const columns = [
    { key: 'name', name: 'feature' },
    { key: 'gain', name: 'gain' },
  ];
  const rows = [
    ['-1+1', 0.123456789],
    ['a,b', null],
  ];
  expect(tableToCsv({ columns, rows })).toBe('feature,gain\r\n\'-1+1,0.123456789\r\n"a,b",\r\n');
});
