import type { Dimension, Join } from './dimensions.ts';
import { filterSql, joinSql, leaves } from './filters.ts';
import type { Measure, SemanticModel } from './model.ts';
import { Params } from './params.ts';
import type { Filter, Granularity, Period } from './query.ts';
import { aggregateSql, type Table, typeCondition } from './tables.ts';
import { stepSql } from './time.ts';
import { visitsSettings, visitsSql } from './visits.ts';

export interface StatementInput {
  model: SemanticModel;
  table: Table;
  measures: readonly Measure[];
  /** Measures whose event types are read; default those that are aggregated. */
  scope?: readonly Measure[];
  /** Without `date`. */
  dimensions: readonly Dimension[];
  filters: readonly Filter[];
  range: Period;
  /** Of the table of sessions: where the range is cut into parts, ms in order. */
  cuts?: readonly number[];
  granularity?: Granularity;
  timeZone: string;
  /** Groups to keep, a list by dimension; the others become one group or are left out. */
  groups?: { keys: readonly (readonly string[])[]; other: boolean };
  order?: { by: { measures: readonly string[] } | { dimension: number }; descending: boolean };
  limit?: number;
}

export interface GroupsInput extends StatementInput {
  /** Other tables whose groups are groups as well. */
  beside: readonly Omit<StatementInput, 'order' | 'limit'>[];
}

export interface Statement {
  sql: string;
  params: Record<string, unknown>;
}

/** One SELECT: `d0…` dimensions as text, `step`, `other` (1 for what is not among the groups), `m0…` measures. */
export function statement(input: StatementInput, params = new Params()): Statement {
  const { model, table, measures, dimensions, filters, range, granularity, groups } = input;
  params.values.timeZone = input.timeZone;
  const values = dimensions.map((dimension) => dimension.sql(table.kind, table.time, params) as string);
  const kept = groups === undefined || values.length === 0 ? undefined : keptSql(values, groups.keys, params);
  const select: string[] = [];
  const groupBy: string[] = [];
  const key = (sql: string, name: string) => {
    select.push(`${sql} AS ${name}`);
    groupBy.push(name);
  };
  const where = conditions(input, params);
  if (kept !== undefined && groups?.other) {
    key(`NOT (${kept})`, 'other');
    for (const [i, value] of values.entries()) key(`if(${kept}, ${value}, '')`, `d${i}`);
  } else {
    if (kept !== undefined) where.push(kept);
    for (const [i, value] of values.entries()) key(value, `d${i}`);
  }
  if (granularity !== undefined) key(stepSql(granularity, table.time), 'step');
  for (const [i, measure] of measures.entries()) {
    select.push(`${aggregateSql(measure, table, params)} AS m${i}`);
  }
  const joins = joinsOf(table, dimensions, filters, model);
  const joined = [...joins].map((join) => joinSql(join, range, params));
  const from =
    table.kind === 'sessions'
      ? visitsSql(range, input.cuts ?? [], params, [...select, ...joined, ...where])
      : table.name;
  const sql = [
    `SELECT ${select.join(', ')}`,
    `FROM ${from} AS e`,
    ...joined,
    `WHERE ${where.join(' AND ')}`,
    groupBy.length === 0 ? '' : `GROUP BY ${groupBy.join(', ')}`,
    orderSql(input),
    input.limit === undefined ? '' : `LIMIT ${params.count(input.limit)}`,
    table.kind === 'sessions' ? visitsSettings : '',
  ];
  return { sql: sql.filter((line) => line !== '').join('\n'), params: params.values };
}

/** The same for groups of several tables: one that its own table does not know has 0 for every measure. */
export function groupsStatement({ beside, order, limit, ...input }: GroupsInput): Statement {
  const params = new Params();
  const { dimensions, measures } = input;
  const keys = dimensions.map((_, i) => `d${i}`);
  const zeros = measures.map((_, i) => `0 AS m${i}`);
  const parts = [
    statement(input, params).sql,
    ...beside.map((one) => `SELECT ${[...keys, ...zeros].join(', ')} FROM (${statement(one, params).sql})`),
  ];
  const sums = measures.map((_, i) => `sum(m${i}) AS m${i}`);
  const sql = [
    `SELECT ${[...keys, ...sums].join(', ')} FROM (${parts.map((part) => `(${part})`).join('\nUNION ALL ')})`,
    `GROUP BY ${keys.join(', ')}`,
    orderSql({ ...input, order }),
    limit === undefined ? '' : `LIMIT ${params.count(limit)}`,
  ];
  return { sql: sql.filter((line) => line !== '').join('\n'), params: params.values };
}

/** The tables that dimensions and filters need beside the one that is read. */
export function joinsOf(
  table: Table,
  dimensions: readonly Dimension[],
  filters: readonly Filter[],
  model: SemanticModel,
): Set<Join> {
  const joins = new Set<Join>();
  for (const dimension of dimensions) {
    const join = dimension.join?.(table.kind);
    if (join !== undefined) joins.add(join);
  }
  for (const leaf of filters.flatMap(leaves)) {
    const join = model.dimension(leaf.dimension, '/filters').join?.(table.kind);
    // A filter on segments brings its own sub-select.
    if (join !== undefined && join !== 'segments') joins.add(join);
  }
  return joins;
}

function conditions(input: StatementInput, params: Params): string[] {
  const { model, table, measures, scope = measures, filters, range } = input;
  const where = [`${table.time} >= ${params.time(range.from)}`, `${table.time} < ${params.time(range.to)}`];
  // The type leads the tables' order: what no measure counts is not read.
  if (table.kind !== 'decisions' && table.kind !== 'sessions') {
    where.push(`(${[...new Set(scope.map((measure) => typeCondition(measure, params)))].join(' OR ')})`);
  }
  for (const filter of filters) where.push(filterSql(filter, model, table, params));
  return where;
}

function keptSql(values: readonly string[], keys: readonly (readonly string[])[], params: Params): string {
  if (values.length === 1) return `${values[0]} IN ${params.texts(keys[0])}`;
  const lists = keys.map((list) => params.texts(list)).join(', ');
  const texts = values.map((value) => `toString(${value})`);
  return `(${texts.join(', ')}) IN (SELECT arrayJoin(arrayZip(${lists})))`;
}

function orderSql({ order, measures, dimensions }: StatementInput): string {
  if (order === undefined) return '';
  const direction = order.descending ? 'DESC' : 'ASC';
  const ties = dimensions.map((_, i) => `d${i}`);
  if ('dimension' in order.by) {
    const { dimension } = order.by;
    const name = `d${dimension}`;
    const key = dimensions[dimension].type === 'number' ? `toFloat64OrZero(${name})` : name;
    return `ORDER BY ${[`${key} ${direction}`, ...ties].join(', ')}`;
  }
  const [numerator, denominator, all, allDenominator] = order.by.measures.map(
    (key) => `m${measures.findIndex((measure) => measure.key === key)}`,
  );
  const ratio = `${numerator} / nullIf(${denominator}, 0)`;
  const others = `nullIf((${all} - ${numerator}) / nullIf(${allDenominator} - ${denominator}, 0), 0)`;
  const value = denominator === undefined ? numerator : all === undefined ? ratio : `${ratio} / ${others}`;
  return `ORDER BY ${[`${value} ${direction} NULLS LAST`, ...ties].join(', ')}`;
}
