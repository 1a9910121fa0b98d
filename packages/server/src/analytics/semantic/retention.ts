import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { checkFilter, isZone, period } from './check-query.ts';
import { filterSql, joinSql, leaves } from './filters.ts';
import { invalid, type SemanticModel } from './model.ts';
import { Params } from './params.ts';
import { joinsOf, type Statement } from './statement.ts';
import { person, rawTables } from './tables.ts';
import { maxSteps } from './time.ts';

export interface RetentionInput {
  /** Event types that make somebody part of a cohort: the first in the range counts. */
  start: string[];
  /** Event types that mean coming back. */
  return: string[];
  from: string;
  to: string;
  granularity: 'day' | 'week' | 'month';
  timeZone?: string;
  filters?: unknown[];
}

export interface RetentionAnswer {
  /** Oldest first. `returned[n]`: people of the cohort who came back n steps after their first; 0 is the same step. */
  cohorts: { date: string; people: number; returned: number[] }[];
  rowsRead: number;
}

export const retentionLimits = { steps: 120, events: 20 };

/** Cohorts by first event, and who comes back in each step of time after it. Throws `invalid_request`. */
export async function runRetention(
  warehouse: Pick<Warehouse, 'query'>,
  model: SemanticModel,
  input: RetentionInput,
  defaultZone: string,
): Promise<RetentionAnswer> {
  const { sql, params } = retentionStatement(model, input, defaultZone);
  const { rows, rowsRead } = await warehouse.query<{ cohort: string; n: number; people: number }>(
    sql,
    params,
  );
  const cohorts: RetentionAnswer['cohorts'] = [];
  for (const { cohort, n, people } of rows) {
    // Each cohort's size comes first, as n = -1.
    if (n === -1) cohorts.push({ date: cohort, people, returned: [] });
    else {
      const { returned } = cohorts[cohorts.length - 1];
      while (returned.length < n) returned.push(0);
      returned.push(people);
    }
  }
  return { cohorts, rowsRead };
}

export function retentionStatement(
  model: SemanticModel,
  input: RetentionInput,
  defaultZone: string,
): Statement {
  const { granularity } = input;
  const table = rawTables.events;
  const params = new Params();
  const range = period(input, '');
  const timeZone = input.timeZone ?? defaultZone;
  if (!isZone(timeZone)) {
    throw invalid('/timeZone', `timeZone must be an IANA name such as America/Sao_Paulo, got ${timeZone}`);
  }
  params.values.timeZone = timeZone;
  const steps = maxSteps(range.from, range.to, granularity);
  if (steps > retentionLimits.steps + 1) {
    throw invalid(
      '/granularity',
      `${input.from} to ${input.to} by ${granularity} has about ${steps} steps, at most ${retentionLimits.steps}; choose a coarser granularity or a shorter range`,
    );
  }
  const filters = (input.filters ?? []).map((filter, i) => {
    const checked = checkFilter(filter, `/filters/${i}`, model);
    for (const { dimension } of leaves(checked)) {
      if (model.dimension(dimension, '/filters').sql('events', table.time, params) === undefined) {
        throw invalid(`/filters/${i}`, `${dimension} is no dimension of events`);
      }
    }
    return checked;
  });
  const floor = { day: 'toDate', week: 'toMonday', month: 'toStartOfMonth' }[granularity];
  const step = `${floor}(e.timestamp, {timeZone:String})`;
  const where = [
    `e.timestamp >= ${params.time(range.from)}`,
    `e.timestamp < ${params.time(range.to)}`,
    `e.type IN ${params.texts([...new Set([...input.start, ...input.return])])}`,
    ...filters.map((filter) => filterSql(filter, model, table, params)),
  ];
  const joins = [...joinsOf(table, [], filters, model)].map((join) => joinSql(join, range, params));
  const start = `e.type IN ${params.texts(input.start)}`;
  const sql = `SELECT toString(first) AS cohort, n, count() AS people FROM (
      SELECT minIf(${step}, ${start}) AS first,
        arrayFilter(i -> i >= 0, arrayMap(d -> dateDiff('${granularity}', first, d),
          groupUniqArrayIf(${step}, e.type IN ${params.texts(input.return)}))) AS active
      FROM events AS e ${joins.join(' ')}
      WHERE ${where.join(' AND ')}
      GROUP BY ${person} HAVING countIf(${start}) > 0
    ) ARRAY JOIN arrayConcat([-1], active) AS n
    GROUP BY cohort, n ORDER BY cohort, n`;
  return { sql, params: params.values };
}
