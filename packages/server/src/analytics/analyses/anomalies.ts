import { period, type QueryInput, zoneOf } from '../semantic/check-query.ts';
import type { Answer } from '../semantic/query.ts';
import { invalid, type Locale } from '../semantic/refusal.ts';
import { type Judged, judgeSeries, minimumSeasons } from './expected-band.ts';

export interface AnomaliesInput {
  metric: string;
  from: string;
  to: string;
  granularity: 'hour' | 'day';
  timeZone?: string;
  filters?: unknown[];
  /** Robust deviations that make an anomaly, 1 to 10. Default 3.5. */
  threshold?: number;
  locale?: Locale;
}

export type AnomaliesReason = 'short_history';

export interface AnomaliesAnswer {
  points: ({ date: string; value: number | null; complete: boolean } & Judged)[];
  /** Why no point has an expected band; null when at least one has. */
  reason: AnomaliesReason | null;
  rowsRead: number;
}

const weekMs = 604_800_000;
/** Weeks before the range that are read. */
const seasons = 8;
const stepsPerWeek = { hour: 168, day: 7 };
const stepMs = { hour: 3_600_000, day: 86_400_000 };
const maxPoints = { hour: 31 * 24, day: 366 };

/**
 * A metric over time with the band in which its past eight weeks expect each step, by the same hour of the week
 * (or day). Weeks before the metric's first event are no past. The step that is not over is not judged: it
 * would always be low. Throws `invalid_request`.
 */
export async function runAnomalies(
  query: (input: QueryInput) => Promise<Answer>,
  { metric, granularity, threshold = 3.5, ...input }: AnomaliesInput,
  now = Date.now(),
): Promise<AnomaliesAnswer> {
  const range = period(input, '');
  if (input.timeZone !== undefined) zoneOf(input.timeZone);
  const steps = Math.ceil((range.to - range.from) / stepMs[granularity]);
  if (steps > maxPoints[granularity]) {
    const most = maxPoints[granularity];
    throw invalid(
      '/granularity',
      `${input.from} to ${input.to} by ${granularity} has about ${steps} steps, at most ${most}; shorten the range or choose days`,
      `${input.from} a ${input.to} por ${granularity} tem cerca de ${steps} passos, no máximo ${most}; encurte o período ou escolha dias`,
    );
  }
  const answer = await query({
    ...input,
    metrics: [metric],
    granularity,
    from: new Date(Math.max(0, range.from - seasons * weekMs)).toISOString(),
  });
  const values = answer.rows.map((row) => row[metric] as number | null);
  const begun = values.findIndex((value) => value !== null && value !== 0);
  const past = values.map((value, i) => (begun < 0 || i < begun ? null : value));
  // Counted from the end: the range's own steps are the last ones, whatever clocks were changed before.
  const from = Math.max(0, values.length - stepsIn(answer, range.from, input.timeZone, granularity));
  const judged = judgeSeries(past, from, { period: stepsPerWeek[granularity], seasons, threshold });
  const end = Math.min(now, range.to);
  const points = judged.map((found, i) => {
    const date = String(answer.rows[from + i].date);
    const complete =
      granularity === 'hour' ? Date.parse(date) + stepMs.hour <= end : date < dayIn(input.timeZone, end);
    return {
      date,
      value: values[from + i],
      complete,
      ...found,
      anomaly: complete ? found.anomaly : null,
    };
  });
  const known = points.some(({ expected }) => expected !== null);
  return { points, reason: known ? null : 'short_history', rowsRead: answer.meta.rowsRead };
}

/** Steps of the answer from the one that holds `from` on. */
function stepsIn(
  { rows }: Answer,
  from: number,
  timeZone: string | undefined,
  granularity: 'hour' | 'day',
): number {
  const first =
    granularity === 'hour'
      ? new Date(from - (from % stepMs.hour)).toISOString().slice(0, 13)
      : dayIn(timeZone, from);
  return rows.filter(({ date }) => String(date) >= first).length;
}

/** `YYYY-MM-DD` of an instant. */
function dayIn(timeZone: string | undefined, at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: timeZone ?? 'UTC' }).format(at);
}

export function describeReason(reason: AnomaliesReason, locale: Locale): string {
  return reasons[reason][locale];
}

const reasons: Record<AnomaliesReason, Record<Locale, string>> = {
  short_history: {
    en: `an expected band needs the same hour or day of at least ${minimumSeasons} earlier weeks; the metric has fewer`,
    'pt-BR': `a faixa esperada precisa da mesma hora ou dia de pelo menos ${minimumSeasons} semanas anteriores; a métrica tem menos`,
  },
};
