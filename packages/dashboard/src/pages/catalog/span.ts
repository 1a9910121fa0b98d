import type { Span } from '../../api/items.ts';

const hourMs = 3_600_000;
export const spanDays = 30;

/** The last thirty days up to the hour's end, so that every render within it asks the same question. */
export function lastDays(now = Date.now()): Span {
  const to = Math.ceil(now / hourMs) * hourMs;
  return { from: new Date(to - spanDays * 24 * hourMs).toISOString(), to: new Date(to).toISOString() };
}
