import type { Dimension, Join } from './dimensions.ts';
import type { SemanticModel } from './model.ts';
import type { Params } from './params.ts';
import type { Filter } from './query.ts';
import type { Locale } from './refusal.ts';
import { person, type Table } from './tables.ts';

type Leaf = Extract<Filter, { dimension: string }>;

/** The leaves of a filter. */
export function leaves(filter: Filter): Leaf[] {
  if ('and' in filter) return filter.and.flatMap(leaves);
  if ('or' in filter) return filter.or.flatMap(leaves);
  if ('not' in filter) return leaves(filter.not);
  return [filter];
}

/** The filter as a condition on rows `e`; a null of a left join never reaches it, absent values are ''. */
export function filterSql(filter: Filter, model: SemanticModel, table: Table, params: Params): string {
  const inner = (part: Filter) => filterSql(part, model, table, params);
  if ('and' in filter) return filter.and.length === 0 ? '1' : `(${filter.and.map(inner).join(' AND ')})`;
  if ('or' in filter) return filter.or.length === 0 ? '0' : `(${filter.or.map(inner).join(' OR ')})`;
  if ('not' in filter) return `NOT ${inner(filter.not)}`;
  const dimension = model.dimension(filter.dimension, '/filters');
  if (dimension.name === 'segment') return segmentCondition(filter, params);
  return condition(filter, dimension.sql(table.kind, table.time, params) ?? "''", dimension, params);
}

function condition(leaf: Leaf, value: string, { type }: Pick<Dimension, 'type'>, params: Params): string {
  const values = (leaf.values ?? []).map(String);
  switch (leaf.op) {
    case 'eq':
      return `${value} = ${params.text(values[0])}`;
    case 'in':
      return `${value} IN ${params.texts(values)}`;
    case 'notIn':
      return `${value} NOT IN ${params.texts(values)}`;
    case 'contains':
      return `positionCaseInsensitiveUTF8(${value}, ${params.text(values[0])}) > 0`;
    case 'between':
      return type === 'number'
        ? `toFloat64OrZero(${value}) BETWEEN ${params.number(Number(values[0]))} AND ${params.number(Number(values[1]))}`
        : `${value} BETWEEN ${params.text(values[0])} AND ${params.text(values[1])}`;
    case 'exists':
      return `${value} != ''`;
  }
}

/**
 * A person is in many segments: joining them would count events more than once. The empty text stands for those who
 * are in none.
 */
function segmentCondition(leaf: Leaf, params: Params): string {
  if (leaf.op === 'notIn') return `NOT ${segmentCondition({ ...leaf, op: 'in' }, params)}`;
  const members = `SELECT s.person FROM (${segmentMembers}) AS s`;
  const named = `${person} IN (${members} WHERE ${condition(leaf, 's.segment', { type: 'string' }, params)})`;
  const none = (leaf.op === 'eq' || leaf.op === 'in') && leaf.values?.includes('');
  return none ? `(${named} OR ${person} NOT IN (${members}))` : named;
}

/** Who is in which segment now, by the events that the server writes. */
export const segmentMembers = `SELECT if(customer_id = '', anonymous_id, customer_id) AS person,
  JSONExtractString(properties, 'segment') AS segment
  FROM events WHERE type IN ('segment_entered', 'segment_left')
  GROUP BY person, segment HAVING argMax(type, offset) = 'segment_entered'`;

/** The join that brings `i`, `d` or `s`. The decision of an event is looked for in the week before it. */
export function joinSql(join: Join, range: { from: number; to: number }, params: Params): string {
  switch (join) {
    case 'items':
      return 'LEFT ANY JOIN (SELECT item_id, title, category, attributes FROM items FINAL) AS i ON i.item_id = e.item_id';
    case 'decisions':
      return `LEFT ANY JOIN (SELECT decision_id, model, variant FROM decisions
        WHERE timestamp >= ${params.time(Math.max(0, range.from - weekMs))} AND timestamp < ${params.time(range.to)}) AS d
        ON d.decision_id = e.decision_id`;
    case 'segments':
      return `LEFT JOIN (${segmentMembers}) AS s ON s.person = ${person}`;
  }
}

const weekMs = 604_800_000;

/** Filters at the top level that no row can pass together, in words. */
export function contradictions(filters: readonly Filter[], locale: Locale = 'en'): string[] {
  const allowed = new Map<string, Set<string>>();
  const found = new Set<string>();
  for (const leaf of filters.flatMap((filter) => ('and' in filter ? filter.and : [filter]))) {
    if (!('dimension' in leaf) || (leaf.op !== 'eq' && leaf.op !== 'in') || leaf.dimension === 'segment')
      continue;
    const values = new Set((leaf.values ?? []).map(String));
    const before = allowed.get(leaf.dimension);
    const both = before === undefined ? values : new Set([...values].filter((value) => before.has(value)));
    if (both.size === 0)
      found.add(
        locale === 'en'
          ? `the filters on ${leaf.dimension} exclude each other: nothing can pass both`
          : `os filtros de ${leaf.dimension} se excluem: nada passa pelos dois`,
      );
    allowed.set(leaf.dimension, both);
  }
  return [...found];
}
