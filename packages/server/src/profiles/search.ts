import { setImmediate } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import type { FeatureEngine } from '../features/feature-engine.ts';
import type { Json } from '../stores/journal/record.ts';
import type { SegmentMembership } from './segments/membership.ts';

export const maxSearchLimit = 500;
/** Main-thread time between two turns of the event loop, ms. */
const sliceMs = 2;
const stride = 256;

export interface CustomerSearch {
  /** Start of the customer id; exact matches come first. */
  idPrefix?: string;
  segment?: string;
  /** Attribute → value; compared as text, so that `"45"` finds 45. All must match. */
  attributes?: Record<string, string | number | boolean>;
  /** Include visitors who have not signed in. */
  anonymous?: boolean;
  /** 1 to {@link maxSearchLimit}. */
  limit: number;
  cursor?: string;
}

export interface SearchPage<Row> {
  data: Row[];
  nextCursor: string | null;
}

/**
 * Rows that match, in the order in which customers became known (an exact id first of all), walking through
 * the table in slices of {@link sliceMs}. A cursor stays good while customers come and go: nobody who is
 * there all the while is shown twice or left out.
 */
export async function searchCustomers(
  engine: FeatureEngine,
  membership: SegmentMembership,
  query: CustomerSearch,
): Promise<{ rows: number[]; nextCursor: string | null }> {
  const { limit, idPrefix = '', segment, cursor } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > maxSearchLimit) {
    throw new AppError('invalid_request', `limit must be 1 to ${maxSearchLimit}, got ${limit}`, {
      errors: [{ path: '/limit', message: `must be 1 to ${maxSearchLimit}` }],
    });
  }
  const bit = segment === undefined ? -1 : membership.findBit(segment);
  if (segment !== undefined && bit < 0) return { rows: [], nextCursor: null };
  const { customers } = engine;
  const wanted = Object.entries(query.attributes ?? {});
  const kinds = query.anonymous ? ['c:', 'a:'] : ['c:'];
  const prefixes = kinds.map((kind) => kind + idPrefix);

  const matches = (row: number): boolean => {
    const key = customers.key(row);
    if (key === undefined || !prefixes.some((prefix) => key.startsWith(prefix))) return false;
    if (bit >= 0 && !membership.has(row, bit)) return false;
    if (wanted.length === 0) return true;
    const attributes = engine.attributes(row);
    return wanted.every(
      ([name, value]) => Object.hasOwn(attributes, name) && asText(attributes[name]) === String(value),
    );
  };

  const exact = idPrefix === '' ? [] : prefixes.map((prefix) => customers.find(prefix));
  const rows = cursor === undefined ? exact.filter((row) => row >= 0 && matches(row)) : [];
  const skipped = new Set(exact);
  let row = cursor === undefined ? 0 : parseCursor(cursor);
  let sliceEnd = performance.now() + sliceMs;
  for (; row < customers.rows && rows.length < limit; row++) {
    if (!skipped.has(row) && matches(row)) rows.push(row);
    if (row % stride !== 0 || performance.now() < sliceEnd) continue;
    await setImmediate();
    sliceEnd = performance.now() + sliceMs;
  }
  return { rows: rows.slice(0, limit), nextCursor: row < customers.rows ? formatCursor(row) : null };
}

function asText(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function formatCursor(row: number): string {
  return Buffer.from(String(row)).toString('base64url');
}

function parseCursor(cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString();
  const row = Number(text);
  if (!/^\d{1,9}$/.test(text)) {
    throw new AppError('invalid_request', 'cursor is not one that a list gave; start without it', {
      errors: [{ path: '/cursor', message: 'is not one that a list gave' }],
    });
  }
  return row;
}
