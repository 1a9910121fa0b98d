import { judgeSeries } from '../analyses/expected-band.ts';
import { type AlertStep, type MetricWatch, stepMs } from './definition.ts';

/** A whole period of a series: its start, epoch ms, and its value; null when nothing is known. */
export interface Point {
  at: number;
  value: number | null;
}

/** A period with what was allowed for it. */
export interface Judged extends Point {
  /** The allowed range; null where it has no end on that side. */
  low: number | null;
  high: number | null;
  /** Null: cannot be told. */
  breach: boolean | null;
}

/** Periods before the first judged one that a condition looks at. */
export function historyOf({ condition, step }: Pick<MetricWatch, 'condition' | 'step'>): number {
  if (condition.kind === 'threshold') return 0;
  if (condition.kind === 'change') return lagOf(condition.compare, step);
  return seasons[step].period * seasons[step].seasons;
}

/** What an anomaly is held against: the same hour or day of earlier weeks; minutes have no season, but a recent past. */
const seasons: Record<AlertStep, { period: number; seasons: number }> = {
  minute: { period: 1, seasons: 180 },
  hour: { period: 168, seasons: 8 },
  day: { period: 7, seasons: 8 },
};

/** Holds each period from index `from` on against the condition; the earlier ones are history. */
export function judge(
  { condition, step }: Pick<MetricWatch, 'condition' | 'step'>,
  points: readonly Point[],
  from: number,
): Judged[] {
  const { kind, direction } = condition;
  const lag = kind === 'change' ? lagOf(condition.compare, step) : 0;
  const expected =
    kind === 'anomaly'
      ? judgeSeries(
          points.map(({ value }) => value),
          from,
          { ...seasons[step], threshold: condition.sensitivity },
        )
      : [];
  return points.slice(from).map((point, i) => {
    const at = from + i;
    const range =
      kind === 'threshold'
        ? { low: condition.value, high: condition.value }
        : kind === 'change'
          ? around(points[at - lag]?.value ?? null, condition.value)
          : expected[i];
    if (range === null || range.low === null || range.high === null)
      return { ...point, low: null, high: null, breach: null };
    const low = direction === 'above' ? null : range.low;
    const high = direction === 'below' ? null : range.high;
    if (point.value === null) return { ...point, low, high, breach: null };
    const breach = (high !== null && point.value > high) || (low !== null && point.value < low);
    return { ...point, low, high, breach };
  });
}

/** What a change of at most `share` allows. From nothing, no share can be told. */
function around(reference: number | null, share: number): { low: number; high: number } | null {
  if (reference === null || reference === 0) return null;
  const change = Math.abs(reference) * share;
  return { low: reference - change, high: reference + change };
}

function lagOf(compare: 'previous' | 'day' | 'week', step: AlertStep): number {
  if (compare === 'previous') return 1;
  return Math.max(1, (compare === 'day' ? stepMs.day : 7 * stepMs.day) / stepMs[step]);
}
