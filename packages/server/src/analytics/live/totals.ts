import type { Origin } from '../../stores/journal/record.ts';

const millisecondsPerDay = 86_400_000;

/** Counts since midnight UTC, and since the first start. Plain data: saved as JSON. */
export interface Totals {
  /** UTC day, as days since 1970. */
  day: number;
  today: DayTotals;
  /** Events ever accepted, by origin. */
  ever: Record<Origin, number>;
  /** Arrival of the newest event; 0 before the first. */
  lastEventAt: number;
  lastSimulatedAt: number;
}

export interface DayTotals {
  events: number;
  recommendations: number;
  impressions: number;
  clicks: number;
  addToCarts: number;
  purchases: number;
  revenue: Record<string, number>;
  origins: Record<Origin, number>;
}

export function emptyTotals(): Totals {
  return { day: 0, today: emptyDay(), ever: noOrigins(), lastEventAt: 0, lastSimulatedAt: 0 };
}

/** Starts a new day's counts when `at` is past midnight. */
export function rollDay(totals: Totals, at: number): void {
  const day = Math.floor(at / millisecondsPerDay);
  if (day <= totals.day) return;
  totals.day = day;
  totals.today = emptyDay();
}

function emptyDay(): DayTotals {
  return {
    events: 0,
    recommendations: 0,
    impressions: 0,
    clicks: 0,
    addToCarts: 0,
    purchases: 0,
    revenue: {},
    origins: noOrigins(),
  };
}

function noOrigins(): Record<Origin, number> {
  return { live: 0, import: 0, simulated: 0 };
}
