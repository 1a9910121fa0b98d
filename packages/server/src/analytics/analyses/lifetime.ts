import quantile from '@stdlib/stats-base-dists-t-quantile';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { filterSql, joinSql } from '../semantic/filters.ts';
import type { SemanticModel } from '../semantic/model.ts';
import { Params } from '../semantic/params.ts';
import { joinsOf, type Statement } from '../semantic/statement.ts';
import { person, rawTables } from '../semantic/tables.ts';
import { eventFilters } from './journey.ts';
import { type CohortInput, cohortParts } from './retention.ts';

export interface LifetimeInput extends CohortInput {
  /** Types whose value is earned. Default `purchase`. */
  earns?: string[];
}

export interface LifetimeAnswer {
  /** Oldest first. */
  cohorts: {
    date: string;
    people: number;
    /** After each step of time since the first event, 0 the same step, those that are over only. */
    values: {
      /** Cumulative value per person of the cohort, those who spent nothing among them. */
      mean: number;
      /** 95 % confidence interval of the mean (Student's t); null for fewer than two people. */
      low: number | null;
      high: number | null;
    }[];
  }[];
  rowsRead: number;
}

/** What people of a cohort have spent since their first event, on average. Throws `invalid_request`. */
export async function runLifetime(
  warehouse: Pick<Warehouse, 'query'>,
  model: SemanticModel,
  input: LifetimeInput,
  defaultZone: string,
  now = Date.now(),
): Promise<LifetimeAnswer> {
  const { sql, params } = lifetimeStatement(model, input, defaultZone, now);
  const { rows, rowsRead } = await warehouse.query<{
    cohort: string;
    n: number;
    people: number;
    mean: number;
    deviation: number;
  }>(sql, params);
  const cohorts: LifetimeAnswer['cohorts'] = [];
  for (const { cohort, n, people, mean, deviation } of rows) {
    if (cohorts.at(-1)?.date !== cohort) cohorts.push({ date: cohort, people, values: [] });
    if (n === -1) continue;
    const half = people < 2 ? null : (quantile(0.975, people - 1) * deviation) / Math.sqrt(people);
    cohorts[cohorts.length - 1].values.push({
      mean,
      low: half === null ? null : mean - half,
      high: half === null ? null : mean + half,
    });
  }
  return { cohorts, rowsRead };
}

export function lifetimeStatement(
  model: SemanticModel,
  input: LifetimeInput,
  defaultZone: string,
  now: number,
): Statement {
  const { granularity, earns = ['purchase'] } = input;
  const table = rawTables.events;
  const params = new Params();
  const { range, step, over } = cohortParts(input, params, defaultZone, now);
  const filters = eventFilters(model, input.filters, '/filters');
  const joins = joinsOf(table, [], filters, model);
  const start = `e.type IN ${params.texts(input.start)}`;
  const sql = `SELECT toString(first) AS cohort, n, count() AS people, avg(spent) AS mean,
      ifNotFinite(stddevSamp(spent), 0) AS deviation FROM (
      SELECT first, n, arraySum(x -> if(x.1 BETWEEN 0 AND n, x.2, 0), parts) AS spent FROM (
        SELECT minIf(${step}, ${start}) AS first,
          arrayMap((d, v) -> (dateDiff('${granularity}', first, d), v), sums.1, sums.2) AS parts,
          sumMapIf([${step}], [ifNull(e.value, 0)], e.type IN ${params.texts(earns)}) AS sums
        FROM events AS e ${[...joins].map((join) => joinSql(join, range, params)).join(' ')}
        WHERE ${[
          `e.timestamp >= ${params.time(range.from)}`,
          `e.timestamp < ${params.time(range.to)}`,
          `e.type IN ${params.texts([...new Set([...input.start, ...earns])])}`,
          ...filters.map((filter) => filterSql(filter, model, table, params)),
        ].join(' AND ')}
        GROUP BY ${person} HAVING countIf(${start}) > 0
      ) ARRAY JOIN range(toInt64(-1), dateDiff('${granularity}', first, ${over})) AS n
    ) GROUP BY first, n ORDER BY first, n`;
  return { sql, params: params.values };
}
