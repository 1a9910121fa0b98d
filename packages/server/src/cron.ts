import { Cron } from 'croner';
import { AppError } from './errors.ts';

const mode = '5-part';

/** @throws AppError `invalid_request` for a pattern or zone that makes no sense, or one that never comes */
export function checkCron(pattern: string, timeZone: string): void {
  let next: Date | null;
  try {
    next = new Cron(pattern, { timezone: timeZone, paused: true, mode }).nextRun();
  } catch (cause) {
    throw refusal(
      `must be five fields such as "0 3 * * *" in an IANA time zone, got ${JSON.stringify(pattern.slice(0, 100))} in ${JSON.stringify(timeZone.slice(0, 100))}: ${(cause as Error).message}`,
      cause,
    );
  }
  if (next === null) throw refusal(`${JSON.stringify(pattern)} never comes`);
}

/** Runs by the clock until it is stopped; a time that comes while the last run goes on is passed over. */
export function startCron(pattern: string, timeZone: string, run: () => Promise<void>): Cron {
  return new Cron(pattern, { timezone: timeZone, protect: true, unref: true, mode }, run);
}

function refusal(message: string, cause?: unknown): AppError {
  return new AppError('invalid_request', `cron ${message}`, { cause, errors: [{ path: '/cron', message }] });
}
