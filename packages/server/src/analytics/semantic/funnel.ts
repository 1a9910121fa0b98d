import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { checkFilter, period, queryLimits } from './check-query.ts';
import { filterSql, joinSql, leaves } from './filters.ts';
import { invalid, type SemanticModel } from './model.ts';
import { Params } from './params.ts';
import type { Filter } from './query.ts';
import { joinsOf, type Statement } from './statement.ts';
import { person, rawTables } from './tables.ts';

export interface FunnelInput {
  /** 2 to 10, in the order in which they must happen. */
  steps: { events: string[]; filters?: unknown[] }[];
  from: string;
  to: string;
  /** Seconds from the first step to the last, at most 90 days. Default: a day. */
  windowSeconds?: number;
  filters?: unknown[];
  /** A dimension of the event of the first step. */
  breakdown?: string;
}

export interface FunnelAnswer {
  /** The largest groups first; one with `value` null without a breakdown, or where the event has none. */
  groups: {
    value: string | null;
    /** `rate`: of those who took the first step; `fromPrevious`: of those who took the one before. Null where nobody did. */
    steps: { people: number; rate: number | null; fromPrevious: number | null }[];
  }[];
  rowsRead: number;
}

const maxGroups = 50;

/**
 * How many people took the first step, then the second within the window, and so on (ClickHouse's
 * `windowFunnel`). Other events between do not matter. Throws `invalid_request`.
 */
export async function runFunnel(
  warehouse: Pick<Warehouse, 'query'>,
  model: SemanticModel,
  input: FunnelInput,
): Promise<FunnelAnswer> {
  const { sql, params } = funnelStatement(model, input);
  const { rows, rowsRead } = await warehouse.query<{ value: string; reached: number[] }>(sql, params);
  return {
    groups: rows.map(({ value, reached }) => ({
      value: value === '' ? null : value,
      steps: reached.map((people, i) => ({
        people,
        rate: rate(people, reached[0]),
        fromPrevious: rate(people, reached[Math.max(0, i - 1)]),
      })),
    })),
    rowsRead,
  };
}

export function funnelStatement(model: SemanticModel, input: FunnelInput): Statement {
  const table = rawTables.events;
  const params = new Params();
  const range = period(input, '');
  const checked = (filters: unknown[] | undefined, path: string): Filter[] =>
    (filters ?? []).map((filter, i) => {
      const result = checkFilter(filter, `${path}/${i}`, model);
      for (const leaf of leaves(result)) known(model, leaf.dimension, path);
      return result;
    });
  const filters = checked(input.filters, '/filters');
  const steps = input.steps.map((step, i) => ({
    ...step,
    filters: checked(step.filters, `/steps/${i}/filters`),
  }));
  const conditions = steps.map((step) =>
    [
      `e.type IN ${params.texts(step.events)}`,
      ...step.filters.map((filter) => filterSql(filter, model, table, params)),
    ].join(' AND '),
  );
  const { breakdown } = input;
  const dimension = breakdown === undefined ? undefined : known(model, breakdown, '/breakdown');
  if (dimension?.needs !== undefined || dimension?.name === 'segment') {
    throw invalid(
      '/breakdown',
      `a funnel cannot be broken down by ${breakdown}; choose a dimension of the event or its item`,
    );
  }
  const value = dimension?.sql(table.kind, table.time, params) ?? "''";
  const joins = joinsOf(
    table,
    dimension === undefined ? [] : [dimension],
    [...filters, ...steps.flatMap((step) => step.filters)],
    model,
  );
  const window = params.whole((input.windowSeconds ?? 86_400) * 1000);
  const events = [...new Set(steps.flatMap((step) => step.events))];
  const reached = steps.map((_, i) => `countIf(level >= ${i + 1})`).join(', ');
  const sql = `SELECT value, [${reached}] AS reached FROM (
    SELECT toString(argMinIf(${value}, e.timestamp, ${conditions[0]})) AS value,
      windowFunnel(${window})(toUInt64(toUnixTimestamp64Milli(e.timestamp)), ${conditions.join(', ')}) AS level
    FROM events AS e ${[...joins].map((join) => joinSql(join, range, params)).join(' ')}
    WHERE ${[
      `e.timestamp >= ${params.time(range.from)}`,
      `e.timestamp < ${params.time(range.to)}`,
      `e.type IN ${params.texts(events)}`,
      ...filters.map((filter) => filterSql(filter, model, table, params)),
    ].join(' AND ')}
    GROUP BY ${person}) WHERE level > 0 GROUP BY value ORDER BY count() DESC, value LIMIT ${maxGroups}`;
  return { sql, params: params.values };
}

function known(model: SemanticModel, name: string, path: string) {
  const dimension = model.dimension(name, path);
  if (dimension.sql('events', 'e.timestamp', new Params()) === undefined) {
    throw invalid(path, `${name} is no dimension of events`);
  }
  return dimension;
}

function rate(people: number, of: number): number | null {
  return of === 0 ? null : people / of;
}
export const funnelLimits = {
  steps: 10,
  windowSeconds: 90 * 86_400,
  events: 20,
  filters: queryLimits.filterNodes,
};
