import { describe, expect, it } from 'vitest';
import { previousPeriod } from './time.ts';

const before = (from: string, to: string, zone: string, granularity?: 'day' | 'month') => {
  const range = { from: Date.parse(from), to: Date.parse(to) };
  const previous = previousPeriod(range, zone, granularity);
  expect(previous.to).toBe(range.from);
  return new Date(previous.from).toISOString().slice(0, 16);
};

describe('the previous period', () => {
  it('is as many days, though a clock was changed', () => {
    // A week that ends with the day of 25 hours, and the week behind that of 23.
    expect(before('2026-10-18T22:00Z', '2026-10-25T23:00Z', 'Europe/Berlin')).toBe('2026-10-11T22:00');
    expect(before('2026-03-29T22:00Z', '2026-04-05T22:00Z', 'Europe/Berlin')).toBe('2026-03-22T23:00');
    expect(before('2026-01-04T18:30Z', '2026-01-11T18:30Z', 'Asia/Kolkata')).toBe('2025-12-28T18:30');
  });

  it('is as many months by month', () => {
    expect(before('2026-05-01T00:00Z', '2026-06-01T00:00Z', 'UTC', 'month')).toBe('2026-04-01T00:00');
    expect(before('2026-01-01T03:00Z', '2026-04-01T03:00Z', 'America/Sao_Paulo', 'month')).toBe(
      '2025-10-01T03:00',
    );
    expect(before('2026-05-01T00:00Z', '2026-06-01T00:00Z', 'UTC', 'day')).toBe('2026-03-31T00:00');
    expect(before('2026-05-02T00:00Z', '2026-06-01T00:00Z', 'UTC', 'month')).toBe('2026-04-02T00:00');
  });

  it('is as long where days are not whole', () => {
    expect(before('2026-03-29T00:30Z', '2026-03-29T02:30Z', 'Europe/Berlin')).toBe('2026-03-28T22:30');
  });
});
