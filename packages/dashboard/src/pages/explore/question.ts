import type { AnalyticsQuery, AnalyticsSchema } from '../../api/analytics.ts';
import { toServer } from '../../components/asking/filter.ts';
import { rangeOf } from '../../components/asking/period.ts';
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
