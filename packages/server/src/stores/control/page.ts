import { AppError } from '../../errors.ts';
import type { Page } from './control-store.ts';

const maxLimit = 1000;

/** Where a page ended: the ordering key of its last row. */
export type CursorKey = readonly (string | number)[];

/** Cuts rows fetched with one more than `limit` into a page; `keyOf` gives a row's ordering key. */
export function toPage<Row, T>(
  rows: Row[],
  limit: number,
  toData: (row: Row) => T,
  keyOf: (row: Row) => CursorKey,
): Page<T> {
  const page = rows.slice(0, limit);
  const nextCursor = rows.length > limit ? encodeCursor(keyOf(page[page.length - 1])) : null;
  return { data: page.map(toData), nextCursor };
}

export function requireLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= maxLimit) return limit;
  throw new AppError('invalid_request', `limit must be a whole number from 1 to ${maxLimit}, got ${limit}`);
}

function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key in a cursor; `shape` names each part's type. Throws `invalid_request` for anything else. */
export function decodeCursor(cursor: string, shape: readonly ('string' | 'number')[]): CursorKey {
  const key = parse(cursor);
  if (
    !Array.isArray(key) ||
    key.length !== shape.length ||
    !key.every((part, i) => typeof part === shape[i])
  ) {
    throw new AppError('invalid_request', 'cursor must be the nextCursor of an earlier page of this list');
  }
  return key as CursorKey;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
