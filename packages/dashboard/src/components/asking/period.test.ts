import { expect, test } from 'vitest';
import { daysOf, rangeOf } from './period.ts';

const now = Date.parse('2026-03-10T14:20:00Z');

test('days begin at midnight of the zone, today included', () => {
  expect(rangeOf('7d', 'America/Sao_Paulo', now)).toEqual({
    from: '2026-03-04T03:00:00.000Z',
    to: '2026-03-11T03:00:00.000Z',
  });
  expect(rangeOf('1d', 'UTC', now)).toEqual({
    from: '2026-03-09T15:00:00.000Z',
    to: '2026-03-10T15:00:00.000Z',
  });
});

test('clocks that were changed within the range keep each end at its own midnight', () => {
  expect(rangeOf('2026-03-07..2026-03-09', 'America/New_York', now)).toEqual({
    from: '2026-03-07T05:00:00.000Z',
    to: '2026-03-10T04:00:00.000Z',
  });
});

test('own periods are read back; what is none becomes the usual one', () => {
  const range = rangeOf('2026-01-01..2026-01-31', 'Asia/Kolkata', now);
  expect(daysOf(range, 'Asia/Kolkata')).toEqual(['2026-01-01', '2026-01-31']);
  for (const nonsense of ['nonsense', '2026-13-45..2026-99-99']) {
    expect(rangeOf(nonsense, 'UTC', now)).toEqual(rangeOf('30d', 'UTC', now));
  }
});
