import { Cron } from 'croner';
import { type AppError, type FieldError, refusal } from './errors.ts';
import { show } from './show.ts';

const mode = '5-part';

/** @throws AppError `invalid_request` for a pattern or zone that makes no sense, or one that never comes */
export function checkCron(pattern: string, timeZone: string): void {
  let next: Date | null;
  try {
    next = new Cron(pattern, { timezone: timeZone, paused: true, mode }).nextRun();
  } catch (cause) {
    throw badCron(
      'cronShape',
      `must be five fields such as "0 3 * * *" in an IANA time zone, got ${JSON.stringify(pattern.slice(0, 100))} in ${JSON.stringify(timeZone.slice(0, 100))}: ${(cause as Error).message}`,
      { got: show(pattern), zone: show(timeZone) },
      cause,
    );
  }
  if (next === null) {
    throw badCron('cronNever', `${JSON.stringify(pattern)} never comes`, { got: show(pattern) });
  }
}

/** Runs by the clock until it is stopped; a time that comes while the last run goes on is passed over. */
export function startCron(pattern: string, timeZone: string, run: () => Promise<void>): Cron {
  return new Cron(pattern, { timezone: timeZone, protect: true, unref: true, mode }, run);
}

function badCron(reason: string, message: string, params: FieldError['params'], cause?: unknown): AppError {
  return refusal('invalid_request', reason, `cron ${message}`, params, { path: '/cron', message, cause });
}
