import { expect, test } from 'vitest';
import { readCron, weekdayName, writeCron } from './when.ts';

test.each(['0 7 * * *', '30 18 * * 1', '5 0 31 * *', '*/5 * * * *', '0 7 1 * 1', 'nonsense'])(
  'the pattern %s stays the same through the form',
  (cron) => {
    expect(writeCron(readCron(cron))).toBe(cron);
  },
);

test('patterns are read as people say them', () => {
  expect(readCron('30 18 * * 1')).toMatchObject({ often: 'week', weekday: 1, time: '18:30' });
  expect(readCron('0 7 15 * *')).toMatchObject({ often: 'month', monthDay: 15, time: '07:00' });
  expect(readCron('0 7 1 * 1').often).toBe('custom');
  expect([weekdayName(0, 'en'), weekdayName(1, 'pt-BR')]).toEqual(['Sunday', 'segunda-feira']);
});
