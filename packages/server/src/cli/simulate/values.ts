import { InvalidArgumentError } from 'commander';
import { wholeNumber } from '../options.ts';

/** A day such as 2026-01-31, as epoch milliseconds of its beginning in UTC. */
export function day(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text || at < Date.UTC(2000, 0, 1)) {
    throw new InvalidArgumentError(`must be a day from 2000 on such as 2026-01-31, got ${text}`);
  }
  return at;
}

const oneDay = wholeNumber(0, 3650);

/** Collects days that are counted from 0. */
export function days(text: string, previous: number[]): number[] {
  return [...previous, oneDay(text)];
}
