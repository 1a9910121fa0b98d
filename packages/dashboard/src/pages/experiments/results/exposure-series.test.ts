import { expect, test } from 'vitest';
import { exposureSeries } from './exposure-series.ts';

const counts = {
  exposures: [
    { variant: 'a', weight: 0.5, customers: 7 },
    { variant: 'b', weight: 0.5, customers: 1 },
  ],
  exposuresByDay: [
    { day: '2026-03-01', variant: 'a', customers: 5 },
    { day: '2026-03-03', variant: 'a', customers: 2 },
    { day: '2026-03-01', variant: 'b', customers: 1 },
  ],
};
const values = (view: 'cumulative' | 'daily') =>
  exposureSeries(counts, view).map(({ points }) => points.map(([, value]) => value));

test('a day without new customers is a zero, not a gap', () => {
  expect(values('daily')).toEqual([
    [5, 0, 2],
    [1, 0, 0],
  ]);
});

test('sums up', () => {
  expect(values('cumulative')).toEqual([
    [5, 5, 7],
    [1, 1, 1],
  ]);
});

test('nobody exposed gives nothing to draw', () => {
  expect(exposureSeries({ ...counts, exposuresByDay: [] }, 'daily')).toEqual([]);
});
