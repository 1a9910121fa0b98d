import { expect, test } from 'vitest';
import { checkCron, startCron } from './cron.ts';
import { AppError } from './errors.ts';

function refusal(pattern: string, timeZone: string): AppError | undefined {
  try {
    checkCron(pattern, timeZone);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  return undefined;
}

test('five fields in a known zone are taken', () => {
  expect(refusal('30 3 * * 1-5', 'America/Sao_Paulo')).toBeUndefined();
});

test.each([
  ['every night', 'UTC', 'must be five fields'],
  ['0 0 3 * * *', 'UTC', 'must be five fields'],
  ['61 * * * *', 'UTC', 'must be five fields'],
  ['0 3 * * *', 'Mars/Olympus', '"Mars/Olympus"'],
  ['0 3 31 2 *', 'UTC', 'never comes'],
])('%j in %s is refused at its place', (pattern, timeZone, words) => {
  const error = refusal(pattern, timeZone);
  expect(error).toMatchObject({ code: 'invalid_request', errors: [{ path: '/cron' }] });
  expect(error?.message).toContain(words);
});

test('the next run is in the zone that was given', () => {
  const cron = startCron('0 3 * * *', 'America/Sao_Paulo', async () => {});
  expect(cron.nextRun()?.getUTCHours()).toBe(6);
  cron.stop();
});
