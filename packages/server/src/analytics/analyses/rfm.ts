import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { period } from '../semantic/check-query.ts';
import { filterSql, joinSql } from '../semantic/filters.ts';
import type { SemanticModel } from '../semantic/model.ts';
import { Params } from '../semantic/params.ts';
import { joinsOf, type Statement } from '../semantic/statement.ts';
import { person, rawTables } from '../semantic/tables.ts';
import { bindZone, eventFilters } from './journey.ts';

export interface RfmInput {
  from: string;
  /** Recency is counted back from here. */
  to: string;
  /** Types that count as buying. Default `purchase`. */
  events?: string[];
  filters?: unknown[];
  /** IANA name, for filters by weekday and hour. Default UTC. */
  timeZone?: string;
}

export interface RfmCell {
  /** 5: bought most recently. */
  recency: number;
  /** 5: bought most often. */
  frequency: number;
  customers: number;
  /** Of all customers. */
  share: number;
  value: number;
  /** Of all value; null where there is none. */
  valueShare: number | null;
  /** Mean score of what they spent, 1 to 5. */
  monetary: number;
}

export interface RfmAnswer {
  customers: number;
  value: number;
  /**
   * Quintiles between the scores, ascending: days since the last purchase, purchases, value. Null without
   * customers. Equal values get equal scores, so that scores may hold unequal numbers of customers.
   */
  thresholds: { recencyDays: number[]; frequency: number[]; monetary: number[] } | null;
  /** All 25, recency 5 first, then frequency 5 first; none without customers. */
  cells: RfmCell[];
  rowsRead: number;
}

const fractions = [0.2, 0.4, 0.6, 0.8];
const fifths = `quantilesExactInclusive(${fractions.join(', ')})`;

/**
 * Recency, frequency and monetary value of buyers in quintiles, as a grid of recency by frequency
 * (A. M. Hughes, Strategic Database Marketing, 1994). Throws `invalid_request`.
 */
export async function runRfm(
  warehouse: Pick<Warehouse, 'query'>,
  model: SemanticModel,
  input: RfmInput,
): Promise<RfmAnswer> {
  const { sql, params } = rfmStatement(model, input);
  const { rows, rowsRead } = await warehouse.query<{
    r: number;
    f: number;
    customers: number;
    value: number;
    monetary: number;
    day_limits: number[];
    counts: number[];
    values: number[];
  }>(sql, params);
  const customers = rows.reduce((sum, row) => sum + row.customers, 0);
  const value = rows.reduce((sum, row) => sum + row.value, 0);
  const [any] = rows;
  if (any === undefined) return { customers, value, thresholds: null, cells: [], rowsRead };
  const cells = [5, 4, 3, 2, 1].flatMap((recency) =>
    [5, 4, 3, 2, 1].map((frequency): RfmCell => {
      const found = rows.find((row) => row.r === recency && row.f === frequency);
      return {
        recency,
        frequency,
        customers: found?.customers ?? 0,
        share: (found?.customers ?? 0) / customers,
        value: found?.value ?? 0,
        valueShare: value === 0 ? null : (found?.value ?? 0) / value,
        monetary: found?.monetary ?? 0,
      };
    }),
  );
  const thresholds = { recencyDays: any.day_limits, frequency: any.counts, monetary: any.values };
  return { customers, value, thresholds, cells, rowsRead };
}

export function rfmStatement(model: SemanticModel, input: RfmInput): Statement {
  const table = rawTables.events;
  const params = new Params();
  const range = period(input, '');
  const filters = eventFilters(model, input.filters, '/filters');
  bindZone(params, input.timeZone);
  const joins = joinsOf(table, [], filters, model);
  const end = params.time(range.to);
  const sql = `WITH buyers AS (
      SELECT dateDiff('second', max(e.timestamp), ${end}) / 86400 AS days, count() AS times, sum(ifNull(e.value, 0)) AS spent
      FROM events AS e ${[...joins].map((join) => joinSql(join, range, params)).join(' ')}
      WHERE ${[
        `e.timestamp >= ${params.time(range.from)}`,
        `e.timestamp < ${end}`,
        `e.type IN ${params.texts(input.events ?? ['purchase'])}`,
        ...filters.map((filter) => filterSql(filter, model, table, params)),
      ].join(' AND ')}
      GROUP BY ${person} HAVING ${person} != ''),
    limits AS (SELECT ${fifths}(days) AS d, ${fifths}(toFloat64(times)) AS t, ${fifths}(spent) AS s FROM buyers)
    SELECT toUInt8(5 - arrayCount(x -> days > x, d)) AS r, toUInt8(1 + arrayCount(x -> times > x, t)) AS f,
      count() AS customers, sum(spent) AS value, avg(1 + arrayCount(x -> spent > x, s)) AS monetary,
      any(d) AS day_limits, any(t) AS counts, any(s) AS values
    FROM buyers CROSS JOIN limits GROUP BY r, f ORDER BY r, f`;
  return { sql, params: params.values };
}
