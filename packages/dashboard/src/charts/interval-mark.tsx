import css from './interval-mark.module.css';

export interface IntervalMarkProps {
  value: number;
  lower: number;
  upper: number;
  /** The scale's ends, the same for all marks that are compared; zero lies within. */
  from: number;
  to: number;
  tone: 'good' | 'bad' | 'open';
  /** A limit to hold the interval against, such as a guardrail's margin. */
  limit?: number;
}

/**
 * One estimate with its interval against zero, as wide as its holder. An end beyond the scale becomes an arrow.
 * Decoration beside the same figures in words.
 */
export function IntervalMark({ value, lower, upper, from, to, tone, limit }: IntervalMarkProps) {
  const place = (at: number) => Math.max(0, Math.min(100, ((at - from) / (to - from || 1)) * 100));
  const left = place(lower);
  const right = place(upper);
  return (
    <span className={css.mark} data-tone={tone} aria-hidden="true">
      <span className={css.zero} style={{ insetInlineStart: `${place(0)}%` }} />
      {limit !== undefined && limit >= from && limit <= to && (
        <span className={css.limit} style={{ insetInlineStart: `${place(limit)}%` }} />
      )}
      <span
        className={css.interval}
        data-open-left={lower < from || undefined}
        data-open-right={upper > to || undefined}
        style={{ insetInlineStart: `${left}%`, width: `${Math.max(0.5, right - left)}%` }}
      />
      {value >= from && value <= to && (
        <span className={css.value} style={{ insetInlineStart: `${place(value)}%` }} />
      )}
    </span>
  );
}

/**
 * A scale around zero for several intervals: wide enough for every estimate and for the usual interval, so that
 * one very wide interval does not flatten all the others.
 */
export function intervalScale(
  intervals: readonly { value: number; lower: number; upper: number }[],
): [from: number, to: number] {
  if (intervals.length === 0) return [-1, 1];
  const reach = intervals
    .map(({ lower, upper }) => Math.max(Math.abs(lower), Math.abs(upper)))
    .sort((a, b) => a - b);
  const middle = reach[Math.floor((reach.length - 1) / 2)];
  const values = Math.max(...intervals.map(({ value }) => Math.abs(value)));
  const top = Math.max(values * 1.1, Math.min(reach[reach.length - 1], middle * 2.5)) * 1.05 || 1;
  const lowest = Math.min(0, ...intervals.map(({ lower }) => lower));
  const highest = Math.max(0, ...intervals.map(({ upper }) => upper));
  return [Math.max(-top, lowest * 1.05) || -top * 0.1, Math.min(top, highest * 1.05) || top * 0.1];
}
