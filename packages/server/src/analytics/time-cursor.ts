import { AppError } from '../errors.ts';

/** SQL of the instant that the parameter `name` gives in epoch ms. */
export function instant(name: string): string {
  return `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;
}

/** A place in a list ordered by time (epoch ms) and journal offset. It stays good while records arrive. */
export function formatCursor({ time, offset }: { time: string | number; offset: string | number }): string {
  return Buffer.from(`${time}.${offset}`).toString('base64url');
}

/** @throws AppError `invalid_request` for anything that `formatCursor` did not give */
export function parseCursor(cursor: string): { time: string; offset: string } {
  const parts = /^(-?\d{1,15})\.(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (parts === null) {
    throw new AppError('invalid_request', 'cursor is not one that a list gave; start without it', {
      errors: [{ path: '/cursor', message: 'is not one that a list gave' }],
    });
  }
  return { time: parts[1], offset: parts[2] };
}
