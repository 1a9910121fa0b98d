import type { SegmentMoves } from '../../api/segments.ts';

export interface SegmentDay {
  /** Noon of the day in UTC, epoch ms: only its date is shown. */
  at: number;
  entered: number;
  left: number;
  /** At the day's end; today's: now. */
  members: number;
}

const dayMs = 86_400_000;

/** The last `days` days up to `today` (`2026-03-01`), counted back from the members of now. */
export function membersByDay(
  moves: readonly SegmentMoves[],
  members: number,
  days: number,
  today: string,
): SegmentDay[] {
  const byDay = new Map(moves.map((one) => [one.day, one]));
  const end = Date.parse(`${today}T12:00:00Z`);
  const result: SegmentDay[] = [];
  let count = members;
  for (let i = 0; i < days; i++) {
    const at = end - i * dayMs;
    const { entered = 0, left = 0 } = byDay.get(new Date(at).toISOString().slice(0, 10)) ?? {};
    result.push({ at, entered, left, members: Math.max(0, count) });
    count -= entered - left;
  }
  return result.reverse();
}

/** The date of an instant in a time zone, as `2026-03-01`. */
export function dayOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
}
