import { expect, test } from 'vitest';
import { judgeSeries } from './expected-band.ts';

const period = 7;
/** Ten weeks; weekends are quiet, each week a little different. */
const calm = Array.from({ length: 70 }, (_, i) => (i % 7 >= 5 ? 20 : 100) + ((i * 37) % 11) - 5);

test('a usual week has no anomaly and lies in its band', () => {
  for (const [i, judged] of judgeSeries(calm, 63, { period }).entries()) {
    expect(judged.anomaly).toBeNull();
    expect(judged.low).toBeLessThanOrEqual(calm[63 + i]);
    expect(judged.high).toBeGreaterThanOrEqual(calm[63 + i]);
  }
});

test('a weekday on a weekend and a lost day are anomalies, each by its own day of the week', () => {
  const odd = calm.with(68, 100).with(64, 3);
  expect(judgeSeries(odd, 63, { period }).map(({ anomaly }) => anomaly)).toEqual([
    null,
    'low',
    null,
    null,
    null,
    'high',
    null,
  ]);
});

test('one wild week of the past moves neither the expectation nor hides the next one', () => {
  const wild = calm.with(57, 5000).with(64, 5000);
  const judged = judgeSeries(wild, 63, { period })[1];
  expect(judged.anomaly).toBe('high');
  expect(judged.expected).toBeCloseTo(100, -1);
});

test('two seasons are too few; absent values are none', () => {
  expect(judgeSeries(calm.slice(0, 21), 14, { period })[0]).toEqual({
    expected: null,
    low: null,
    high: null,
    anomaly: null,
  });
  const gaps = calm.map((value, i) => (i < 49 ? null : value));
  expect(judgeSeries(gaps, 63, { period })[0].expected).toBeNull();
});

test('a series that never moved expects exactly that', () => {
  const flat = new Array<number>(70).fill(5);
  expect(judgeSeries(flat, 63, { period })[0]).toEqual({ expected: 5, low: 5, high: 5, anomaly: null });
  expect(judgeSeries(flat.with(63, 6), 63, { period })[0].anomaly).toBe('high');
});
