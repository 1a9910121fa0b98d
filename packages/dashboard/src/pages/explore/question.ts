import type { AnalyticsQuery, AnalyticsSchema } from '../../api/analytics.ts';
import { toServer } from '../../components/asking/filter.ts';
import { dayIn, rangeOf } from '../../components/asking/period.ts';
import type { ExploreState } from './state.ts';

/** Groups × steps of time that an answer may have. */
const mostCells = 100_000;

/** The state as a question to the server; nothing while no metric is chosen. */
export function questionOf(
  state: ExploreState,
  timeZone: string,
  now: number,
  schema: AnalyticsSchema | undefined,
): (AnalyticsQuery & { dimensions: string[]; filters: unknown[] }) | undefined {
  if (schema === undefined || state.metrics.length === 0) return undefined;
  const { granularity, compare, kind } = state;
  const numeric = new Set(schema.dimensions.filter(({ type }) => type === 'number').map(({ name }) => name));
  const drilled = new Set(state.drilled.map(({ dimension }) => dimension));
  const dimensions = state.dimensions.filter((name) => !drilled.has(name));
  // Grids show every place of their rows and columns, so the limit would cut holes into them.
  const grid = kind === 'heat' || kind === 'pivot';
  return {
    metrics: state.metrics,
    dimensions,
    filters: [
      ...state.drilled.map(({ dimension, value }) => ({
        ...{ dimension, op: 'eq' },
        values: [numeric.has(dimension) ? Number(value) : value],
      })),
      ...toServer(state.filter, numeric),
    ],
    ...rangeOf(state.period, timeZone, now),
    timeZone,
    ...(granularity === '' ? {} : { granularity }),
    ...(compare === ''
      ? {}
      : { compare: compare === 'previous' ? 'previous' : rangeOf(compare, timeZone, now) }),
    limit: grid ? Math.min(mostCells / 400, Math.max(state.limit, 200)) : state.limit,
    other: state.other && !grid && !dimensions.includes('segment') && dimensions.length > 0,
    totals: true,
  };
}

/** Which currencies there are in what a question adds up, and in what it compares with. */
export function currenciesOf(question: AnalyticsQuery, schema: AnalyticsSchema): AnalyticsQuery | undefined {
  const { metrics, filters, from, to, compare, timeZone } = question;
  const money = schema.metrics.filter(({ format }) => format === 'currency').map(({ name }) => name);
  if (!metrics.some((metric) => money.includes(metric))) return undefined;
  const [first, end] = [Date.parse(from), Date.parse(to)];
  const other =
    compare === 'previous'
      ? { from: new Date(2 * first - end).toISOString(), to: from }
      : (compare ?? { from, to });
  return {
    ...{ metrics: ['purchases'], dimensions: ['currency'], limit: 3, timeZone, filters },
    from: new Date(Math.min(first, Date.parse(other.from))).toISOString(),
    to: new Date(Math.max(end, Date.parse(other.to))).toISOString(),
  };
}

const finer = { month: 'day', week: 'day', day: 'hour', hour: 'minute' } as const;

/** What shows one step of time by finer ones: its days; of an hour its day by minute. */
export function zoomed(
  { granularity }: ExploreState,
  date: string,
  timeZone: string,
): Pick<ExploreState, 'period' | 'granularity'> | undefined {
  if (granularity === '' || granularity === 'minute') return undefined;
  const first = granularity === 'hour' ? dayIn(timeZone, Date.parse(date)) : date.slice(0, 10);
  const [year, month, day] = first.split('-').map(Number);
  const last = { hour: day, day, week: day + 6, month: new Date(Date.UTC(year, month, 0)).getUTCDate() };
  const end = new Date(Date.UTC(year, month - 1, last[granularity])).toISOString().slice(0, 10);
  return { period: `${first}..${end}`, granularity: finer[granularity] };
}
