import type { AnalyticsQuery, AnalyticsSchema } from '../../api/analytics.ts';
import { toServer } from '../../components/asking/filter.ts';
import { dayIn, type Range, rangeOf } from '../../components/asking/period.ts';
import type { ExploreState } from './state.ts';

/** Groups × steps of time that an answer may have. */
const mostCells = 100_000;
/** Groups that a grid has room for. */
const mostPlaces = 250;

const hour = 3_600_000;
const stepMs = { minute: 60_000, hour, day: 24 * hour, week: 168 * hour, month: 672 * hour };

/** Steps of time that a range has at most, one where it is not split by time. */
function stepsOf({ from, to }: Range, granularity: ExploreState['granularity']): number {
  if (granularity === '') return 1;
  return Math.ceil((Date.parse(to) - Date.parse(from)) / stepMs[granularity]) + 1;
}

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
  const range = rangeOf(state.period, timeZone, now);
  const mostGroups = Math.max(1, Math.floor(mostCells / stepsOf(range, granularity)));
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
    ...range,
    timeZone,
    ...(granularity === '' ? {} : { granularity }),
    ...(compare === ''
      ? {}
      : { compare: compare === 'previous' ? 'previous' : rangeOf(compare, timeZone, now) }),
    limit: grid ? Math.min(mostPlaces, mostGroups, Math.max(state.limit, 200)) : state.limit,
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
