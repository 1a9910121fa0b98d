import type { AnalyticsService } from '../semantic/index.ts';
import { type MetricWatch, stepMs } from './definition.ts';
import type { Point } from './judge.ts';

/** Steps that one query may ask for, with room for a day that is an hour longer. */
const mostSteps = 9_000;

export interface SeriesRead {
  /** Whole periods, oldest first. */
  points: Point[];
  /** Every event received before is counted, epoch ms. */
  freshAsOf: number;
}

/**
 * The whole periods of a metric that end by `to` and whose events can all be read, at least `count` of them
 * where there is time enough since 1970. Times are epoch ms. Rejects as `AnalyticsService.query` does.
 */
export async function readSeries(
  analytics: Pick<AnalyticsService, 'query'>,
  { metric, filters, step, timeZone }: Pick<MetricWatch, 'metric' | 'filters' | 'step' | 'timeZone'>,
  count: number,
  to: number,
): Promise<SeriesRead> {
  const unit = stepMs[step];
  const end = Math.ceil(to / unit) * unit;
  const points: Point[] = [];
  let freshAsOf = to;
  for (let from = Math.max(0, end - (count + 2) * unit); from < end; from += mostSteps * unit) {
    const { rows, meta } = await analytics.query({
      metrics: [metric],
      filters: [...filters],
      granularity: step,
      timeZone,
      from: new Date(from).toISOString(),
      to: new Date(Math.min(end, from + mostSteps * unit)).toISOString(),
    });
    freshAsOf = Math.min(freshAsOf, meta.freshAsOf);
    for (const row of rows) {
      const at = startOf(String(row.date), timeZone);
      const value = row[metric];
      // A step that two queries cut is in both answers.
      if (points.length > 0 && at <= points[points.length - 1].at) continue;
      points.push({ at, value: typeof value === 'number' ? value : null });
    }
  }
  // The first may be cut by the range, the last is not over.
  const whole = points.filter(({ at }, i) => i > 0 && (points[i + 1]?.at ?? at + unit) <= freshAsOf);
  return { points: whole, freshAsOf };
}

/** Start of a step as the semantic layer writes it: an instant, or a day of a time zone. */
export function startOf(date: string, timeZone: string): number {
  if (date.length > 10) return Date.parse(date);
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // Twice, as the offset is that of the instant sought and not of midnight in UTC.
  const first = midnight - offsetAt(timeZone, midnight);
  return midnight - offsetAt(timeZone, first);
}

function offsetAt(timeZone: string, at: number): number {
  let format = zones.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    });
    if (zones.size < 1000) zones.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - at;
}

const zones = new Map<string, Intl.DateTimeFormat>();
