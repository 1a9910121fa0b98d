import { setImmediate } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import type { FeatureEngine } from '../features/feature-engine.ts';
import type { Json } from '../stores/journal/record.ts';
import { LatestRows } from './latest-rows.ts';
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
 * Rows that match, by last interaction, newest first (an exact id first of all): one walk through the table
 * in slices of {@link sliceMs} that keeps a page's best in a heap, so nothing is sorted but the page. The next
 * page begins below the last one's time: who does something while a reader turns pages is shown at the head
 * of the first page, and nobody who does nothing is shown twice or left out.
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
  const skipped = new Set(exact);
  const after = cursor === undefined ? { time: Number.POSITIVE_INFINITY, row: -1 } : parseCursor(cursor);
  const page = new LatestRows(limit + 1);
  let sliceEnd = performance.now() + sliceMs;
  for (let row = 0; row < customers.rows; row++) {
    if (row % stride === 0 && performance.now() >= sliceEnd) {
      await setImmediate();
      sliceEnd = performance.now() + sliceMs;
    }
    const time = engine.lastInteraction(row) ?? 0;
    if (time > after.time || (time === after.time && row <= after.row)) continue;
    if (page.takes(time) && !skipped.has(row) && matches(row)) page.add(row, time);
  }
  // Between the slices a row may have been merged, erased, or given to somebody else.
  const found = page.sorted();
  const latest = found.filter(({ row }) => matches(row));
  const first = cursor === undefined ? exact.filter((row) => row >= 0 && matches(row)) : [];
  const rows = [...first, ...latest.map((one) => one.row)];
  const shown = rows.slice(0, limit);
  const last = latest.length === 0 ? found.at(-1) : latest[shown.length - first.length - 1];
  if (first.length + found.length <= limit) return { rows: shown, nextCursor: null };
  const end = last ?? { time: Number.POSITIVE_INFINITY, row: -1 };
  return { rows: shown, nextCursor: formatCursor(end) };
}

function asText(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Infinity, before everybody, is written as a number that no time reaches. */
const beforeAll = 9e15;

function formatCursor({ time, row }: { time: number; row: number }): string {
  return Buffer.from(`${Math.min(time, beforeAll)}_${row + 1}`).toString('base64url');
}

function parseCursor(cursor: string): { time: number; row: number } {
  const parts = /^(\d{1,16}(?:\.\d{1,10})?)_(\d{1,9})$/.exec(
    Buffer.from(cursor, 'base64url').toString('latin1'),
  );
  if (parts === null) {
    throw new AppError('invalid_request', 'cursor is not one that a list gave; start without it', {
      errors: [{ path: '/cursor', message: 'is not one that a list gave' }],
    });
  }
  return { time: Number(parts[1]), row: Number(parts[2]) - 1 };
}
