import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { period } from '../semantic/check-query.ts';
import { filterSql, joinSql } from '../semantic/filters.ts';
import type { SemanticModel } from '../semantic/model.ts';
import { Params } from '../semantic/params.ts';
import { invalid } from '../semantic/refusal.ts';
import { joinsOf, type Statement } from '../semantic/statement.ts';
import { person, rawTables, reservedSql } from '../semantic/tables.ts';
import { bindZone, eventDimension, eventFilters } from './journey.ts';

interface Anchor {
  events: string[];
  filters?: unknown[];
}

export interface PathsInput {
  from: string;
  to: string;
  /** What paths begin with; without `start` and `end`, each visit's first event. */
  start?: Anchor;
  /** What paths lead to. With `start`: the first one behind it. */
  end?: Anchor;
  /** Steps shown beside the anchor, 1 to 10; between two anchors, the steps between them. Default 4. */
  steps?: number;
  /** Values shown for each step, 1 to 20; all others are one. Default 6. */
  nodes?: number;
  /** What a step is called by: a dimension of events. Default `eventType`. */
  by?: string;
  /** `session`: a path ends after 30 minutes without an event; `customer`: it goes on. Default `session`. */
  scope?: 'session' | 'customer';
  /** From the path's first step to its last, at most 90 days. Default: a day. */
  windowSeconds?: number;
  /** Equal steps behind each other count as one. Default true. */
  merge?: boolean;
  filters?: unknown[];
  /** IANA name, for filters by weekday and hour. Default UTC. */
  timeZone?: string;
}

export interface PathNode {
  id: number;
  /** 0 is the anchor; steps before an end are negative. */
  step: number;
  /** Null where the event has none, and for the others. */
  value: string | null;
  /** All values beyond the most frequent ones. */
  other: boolean;
  paths: number;
  /** Paths that stop here (those that lead to an end: that begin here). */
  ended: number;
}

export interface PathsAnswer {
  paths: number;
  /** Between two anchors: paths that had more steps than are shown, the last of which are left out. */
  shortened: number;
  nodes: PathNode[];
  /** Of nodes, by id. */
  links: { source: number; target: number; paths: number }[];
  rowsRead: number;
}

export const pathsLimits = { steps: 10, nodes: 20, events: 20, windowSeconds: 90 * 86_400 };
const gapMs = 1_800_000;

/** Which steps follow each other, and how often: nodes and links of a Sankey diagram. Throws `invalid_request`. */
export async function runPaths(
  warehouse: Pick<Warehouse, 'query'>,
  model: SemanticModel,
  input: PathsInput,
): Promise<PathsAnswer> {
  const limit = input.nodes ?? 6;
  const top = nodesStatement(model, input, limit);
  const found = await warehouse.query<{
    place: number;
    name: string;
    paths: number;
    all: number;
    cut: number;
  }>(top.sql, top.params);
  const kept = found.rows.map(({ place, name }) => key(place, name));
  const links = linksStatement(model, input, kept);
  const read = await warehouse.query<{ place: number; source: string; target: string; paths: number }>(
    links.sql,
    links.params,
  );
  // Places count from 1; before an end they count backwards.
  const sign = backwards(input) ? -1 : 1;
  const nodes = new Map<string, PathNode>();
  const node = (place: number, encoded: string): PathNode => {
    const id = key(place, encoded);
    let known = nodes.get(id);
    if (known === undefined) {
      const other = encoded === otherName;
      const value = other || encoded === 'v' ? null : encoded.slice(1);
      known = { id: nodes.size, step: sign * (place - 1), value, other, paths: 0, ended: 0 };
      nodes.set(id, known);
    }
    return known;
  };
  const result: PathsAnswer['links'] = [];
  for (const { place, source, target, paths } of read.rows) {
    const from = node(place, source);
    from.paths += paths;
    if (target === '') from.ended += paths;
    else {
      const to = node(place + 1, target);
      result.push(
        sign > 0 ? { source: from.id, target: to.id, paths } : { source: to.id, target: from.id, paths },
      );
    }
  }
  return {
    paths: found.rows[0]?.all ?? 0,
    shortened: found.rows[0]?.cut ?? 0,
    nodes: [...nodes.values()],
    links: result,
    rowsRead: found.rowsRead + read.rowsRead,
  };
}

const otherName = 'o';
const key = (place: number, name: string) => `${place} ${name}`;

function backwards(input: PathsInput): boolean {
  return input.end !== undefined && input.start === undefined;
}

/** The most frequent values of each place; a value is written `v…`, so that it never looks like the others. */
export function nodesStatement(model: SemanticModel, input: PathsInput, limit: number): Statement {
  const { sql, params } = pathsSql(model, input);
  return {
    sql: `WITH paths AS (${sql}), totals AS (SELECT count() AS n, countIf(cut) AS cut FROM paths)
      SELECT place, name, count() AS paths, any((SELECT n FROM totals)) AS all, any((SELECT cut FROM totals)) AS cut
      FROM paths ARRAY JOIN path AS name, arrayEnumerate(path) AS place
      GROUP BY place, name ORDER BY place, paths DESC, name LIMIT ${params.count(limit)} BY place`,
    params: params.values,
  };
}

/** Pairs of neighbours by place; the last step of a path has the target ''. */
export function linksStatement(model: SemanticModel, input: PathsInput, kept: string[]): Statement {
  const { sql, params } = pathsSql(model, input);
  const list = params.texts(kept);
  return {
    sql: `SELECT place, source, target, count() AS paths FROM (
        SELECT arrayMap((name, i) -> if(concat(toString(i), ' ', name) IN ${list}, name, '${otherName}'),
          path, arrayEnumerate(path)) AS shown FROM (${sql})
      ) ARRAY JOIN shown AS source, arrayPushBack(arrayPopFront(shown), '') AS target, arrayEnumerate(shown) AS place
      GROUP BY place, source, target ORDER BY place, paths DESC, source, target`,
    params: params.values,
  };
}

/** One row a path: \`path\`, names in reading order (backwards from an end), and whether it was cut. */
function pathsSql(model: SemanticModel, input: PathsInput): { sql: string; params: Params } {
  const table = rawTables.events;
  const params = new Params();
  const range = period(input, '');
  const { scope = 'session', steps = 4, merge = true } = input;
  const dimension = eventDimension(model, input.by ?? 'eventType', '/by');
  if (dimension.name === 'segment') {
    throw invalid(
      '/by',
      'a path cannot go by segment: a customer is in several at once; choose a dimension of the event or its item',
      'um caminho não pode seguir segment: um cliente está em vários ao mesmo tempo; escolha uma dimensão do evento ou do item',
    );
  }
  bindZone(params, input.timeZone);
  const filters = eventFilters(model, input.filters, '/filters');
  const anchors = {
    start: eventFilters(model, input.start?.filters, '/start/filters'),
    end: eventFilters(model, input.end?.filters, '/end/filters'),
  };
  const matches = (name: 'start' | 'end') => {
    const anchor = input[name];
    if (anchor === undefined) return '0';
    return [
      `e.type IN ${params.texts(anchor.events)}`,
      ...anchors[name].map((filter) => filterSql(filter, model, table, params)),
    ].join(' AND ');
  };
  const joins = joinsOf(table, [dimension], [...filters, ...anchors.start, ...anchors.end], model);
  const window = params.whole((input.windowSeconds ?? 86_400) * 1000);
  const name = `concat('v', ${dimension.sql(table.kind, table.time, params)})`;
  const at = 'toUnixTimestamp64Milli(e.timestamp)';
  const most = params.count(steps + 1);
  const people = `SELECT arraySort(x -> (x.1, x.2), groupArray((${at}, e.offset, ${name},
        toUInt8(${matches('start')}), toUInt8(${matches('end')})))) AS seq
      FROM events AS e ${[...joins].map((join) => joinSql(join, range, params)).join(' ')}
      WHERE ${[
        `e.timestamp >= ${params.time(range.from)}`,
        `e.timestamp < ${params.time(range.to)}`,
        `e.type NOT IN (${reservedSql})`,
        ...filters.map((filter) => filterSql(filter, model, table, params)),
      ].join(' AND ')}
      GROUP BY ${person} HAVING ${person} != ''`;
  const visits =
    scope === 'customer'
      ? `SELECT seq AS visit FROM (${people})`
      : `SELECT arrayJoin(arraySplit((x, before) -> x.1 - before > ${gapMs}, seq,
          arrayPushFront(arrayPopBack(arrayMap(x -> x.1, seq)), seq[1].1))) AS visit FROM (${people})`;
  const names = (part: string) => {
    const list = `arrayMap(x -> x.3, ${part})`;
    return merge ? `arrayCompact(${list})` : list;
  };
  const within = (from: string) => `x -> x.1 - ${from}.1 <= ${window}`;
  if (backwards(input)) {
    // The last end of the visit, and what came before it, newest first.
    return {
      sql: `SELECT arraySlice(${names('part')}, 1, ${most}) AS path, 0 AS cut FROM (
        SELECT arrayFilter(x -> part0[1].1 - x.1 <= ${window}, part0) AS part FROM (
          SELECT arrayReverse(arraySlice(visit, 1, arrayLastIndex(x -> x.5 = 1, visit))) AS part0 FROM (${visits})
        ) WHERE notEmpty(part0))`,
      params,
    };
  }
  const first = input.start === undefined ? '1' : 'arrayFirstIndex(x -> x.4 = 1, visit)';
  const from = `SELECT arraySlice(visit, begins) AS rest FROM (SELECT visit, ${first} AS begins FROM (${visits})) WHERE begins > 0`;
  const part = `SELECT arrayFilter(${within('rest[1]')}, rest) AS part FROM (${from})`;
  if (input.end === undefined) {
    return {
      sql: `SELECT arraySlice(${names('part')}, 1, ${most}) AS path, 0 AS cut FROM (${part})`,
      params,
    };
  }
  // From the start to the first end behind it.
  return {
    sql: `SELECT if(cut, arrayPushBack(arraySlice(whole, 1, ${most}), whole[-1]), whole) AS path, cut FROM (
      SELECT ${names('arraySlice(part, 1, ends + 1)')} AS whole, length(whole) > ${most} + 1 AS cut FROM (
        SELECT part, arrayFirstIndex(x -> x.5 = 1, arrayPopFront(part)) AS ends FROM (${part})
      ) WHERE ends > 0)`,
    params,
  };
}
