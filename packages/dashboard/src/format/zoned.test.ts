import { expect, test } from 'vitest';
import { fromField, toField } from './zoned.ts';

test.each(['UTC', 'America/Sao_Paulo', 'Asia/Kathmandu', 'America/New_York'])(
  'there and back: %s',
  (zone) => {
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2026, 11, 31); at += 13 * 3_600_000 + 60_000) {
      const text = toField(at, zone);
      expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
      expect(toField(fromField(text, zone), zone)).toBe(text);
    }
  },
);

test('names instants of the zone', () => {
  expect(new Date(fromField('2026-07-01T12:00', 'America/Sao_Paulo')).toISOString()).toBe(
    '2026-07-01T15:00:00.000Z',
  );
  expect(fromField('soon', 'UTC')).toBeNaN();
});
