import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDateTime, parseTimestamp } from './time.ts';

describe('parseDateTime', () => {
  it('agrees with Date for every instant of years 0 to 9999', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('0000-01-01T00:00:00.000Z'),
          max: new Date('9999-12-31T23:59:59.999Z'),
          noInvalidDate: true,
        }),
        (date) => parseDateTime(date.toISOString()) === date.getTime(),
      ),
      { numRuns: 2000 },
    );
  });

  it('reads offsets, fractions of any length, lower case and leap seconds', () => {
    const instant = Date.UTC(2026, 0, 31, 9, 30, 5, 123);
    for (const text of [
      '2026-01-31T09:30:05.123Z',
      '2026-01-31t09:30:05.123z',
      '2026-01-31T06:30:05.123-03:00',
      '2026-01-31T15:00:05.123+05:30',
      '2026-01-31T09:30:05.123999Z',
    ]) {
      expect(parseDateTime(text), text).toBe(instant);
    }
    expect(parseDateTime('2026-01-31T09:30:05Z')).toBe(instant - 123);
    expect(parseDateTime('2016-12-31T23:59:60Z')).toBe(Date.UTC(2017, 0, 1));
  });

  it('refuses what is no RFC 3339 date-time, also where Date.parse guesses', () => {
    for (const text of [
      '',
      '2026-01-31',
      '2026-01-31T09:30:05',
      '2026-02-30T00:00:00Z',
      '2025-02-29T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-00-01T00:00:00Z',
      '2026-01-31T24:00:00Z',
      '2026-01-31T09:60:00Z',
      '2026-01-31 09:30:05Z',
      '2026-01-31T09:30:05.Z',
      '2026-01-31T09:30:05.1234+0300',
      '2026-01-31T09:30:05+24:00',
      '2026-01-31T09:30:05ZZ',
      'Sat, 31 Jan 2026 09:30:05 GMT',
      '+002026-01-31T09:30:05Z',
      '２026-01-31T09:30:05Z',
    ]) {
      expect(parseDateTime(text), text).toBeNaN();
    }
  });

  it('takes epoch milliseconds as they are', () => {
    expect(parseTimestamp(1_769_851_805_123.7)).toBe(1_769_851_805_123);
  });
});
