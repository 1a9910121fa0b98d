import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { period, zoneOf } from '../semantic/check-query.ts';
import { filterSql, joinSql } from '../semantic/filters.ts';
import type { SemanticModel } from '../semantic/model.ts';
import { Params } from '../semantic/params.ts';
import { invalid } from '../semantic/refusal.ts';
import { joinsOf, type Statement } from '../semantic/statement.ts';
import { person, rawTables } from '../semantic/tables.ts';
import { maxSteps } from '../semantic/time.ts';
import { eventFilters } from './journey.ts';

export interface CohortInput {
  /** Event types that make somebody part of a cohort: the first in the range counts. */
  start: string[];
  from: string;
  to: string;
  granularity: 'day' | 'week' | 'month';
  timeZone?: string;
  filters?: unknown[];
}

export interface RetentionInput extends CohortInput {
  /** Event types that mean coming back. */
  return: string[];
  /**
   * `bounded`: who came back in just that step. `rolling`: who came back in that step or later. Default `bounded`.
   */
  mode?: 'bounded' | 'rolling';
}

export interface RetentionAnswer {
  cohorts: {
    date: string;
    people: number;
    /** People of the cohort who came back n steps after their first; 0 is the same step. One for each step that began. */
    returned: number[];
    /** So many of them are over; the numbers of those behind may still grow. */
    complete: number;
  }[];
  rowsRead: number;
}

export const retentionLimits = { steps: 120, events: 20 };

/** Cohorts by first event, and who comes back in each step of time after it. Throws `invalid_request`. */
export async function runRetention(
  warehouse: Pick<Warehouse, 'query'>,
  model: SemanticModel,
  input: RetentionInput,
  defaultZone: string,
  now = Date.now(),
): Promise<RetentionAnswer> {
  const { sql, params } = retentionStatement(model, input, defaultZone, now);
  const { rows, rowsRead } = await warehouse.query<{
    cohort: string;
    n: number;
    people: number;
    complete: number;
    last: number;
  }>(sql, params);
  const cohorts: RetentionAnswer['cohorts'] = [];
  for (const { cohort, n, people, complete, last } of rows) {
    // Each cohort's size comes first, as n = -1.
    if (n === -1) {
      cohorts.push({ date: cohort, people, returned: new Array<number>(last + 1).fill(0), complete });
    } else cohorts[cohorts.length - 1].returned[n] = people;
  }
  return { cohorts, rowsRead };
}

export function retentionStatement(
  model: SemanticModel,
  input: RetentionInput,
  defaultZone: string,
  now: number,
): Statement {
  const { granularity, mode = 'bounded' } = input;
  const table = rawTables.events;
  const params = new Params();
  const cohort = cohortParts(input, params, defaultZone, now);
  const { range, step } = cohort;
  const filters = eventFilters(model, input.filters, '/filters');
  const where = [
    `e.timestamp >= ${params.time(range.from)}`,
    `e.timestamp < ${params.time(range.to)}`,
    `e.type IN ${params.texts([...new Set([...input.start, ...input.return])])}`,
    ...filters.map((filter) => filterSql(filter, model, table, params)),
  ];
  const joins = [...joinsOf(table, [], filters, model)].map((join) => joinSql(join, range, params));
  const start = `e.type IN ${params.texts(input.start)}`;
  const back = `arrayFilter(i -> i >= 0, arrayMap(d -> dateDiff('${granularity}', first, d),
          groupUniqArrayIf(${step}, e.type IN ${params.texts(input.return)})))`;
  const active =
    mode === 'bounded'
      ? back
      : `if(empty(${back}), emptyArrayInt64(), range(toInt64(0), toInt64(arrayMax(${back})) + 1))`;
  const sql = `SELECT toString(first) AS cohort, n, count() AS people,
      dateDiff('${granularity}', first, ${cohort.over}) AS complete,
      dateDiff('${granularity}', first, ${cohort.last}) AS last FROM (
      SELECT minIf(${step}, ${start}) AS first, ${active} AS active
      FROM events AS e ${joins.join(' ')}
      WHERE ${where.join(' AND ')}
      GROUP BY ${person} HAVING countIf(${start}) > 0
    ) ARRAY JOIN arrayConcat([-1], active) AS n
    GROUP BY first, n ORDER BY first, n`;
  return { sql, params: params.values };
}

/** The steps of cohorts in SQL: of an event, and of the range's end. Throws `invalid_request`. */
export function cohortParts(input: CohortInput, params: Params, defaultZone: string, now: number) {
  const { granularity } = input;
  const range = period(input, '');
  params.values.timeZone = zoneOf(input.timeZone ?? defaultZone);
  const steps = maxSteps(range.from, range.to, granularity);
  if (steps > retentionLimits.steps + 1) {
    throw invalid(
      '/granularity',
      `${input.from} to ${input.to} by ${granularity} has about ${steps} steps, at most ${retentionLimits.steps}; choose a coarser granularity or a shorter range`,
      `${input.from} a ${input.to} por ${granularity} tem cerca de ${steps} passos, no máximo ${retentionLimits.steps}; escolha uma granularidade maior ou um período menor`,
    );
  }
  const floor = { day: 'toDate', week: 'toMonday', month: 'toStartOfMonth' }[granularity];
  const stepOf = (time: string) => `${floor}(${time}, {timeZone:String})`;
  const end = Math.max(range.from + 1, Math.min(range.to, now));
  return {
    range,
    step: stepOf('e.timestamp'),
    /** The first step that is not over. */
    over: stepOf(params.time(end)),
    /** The last step that began. */
    last: stepOf(params.time(end - 1)),
  };
}
