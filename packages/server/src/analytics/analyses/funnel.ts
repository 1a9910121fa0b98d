import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { period, queryLimits } from '../semantic/check-query.ts';
import { filterSql, joinSql } from '../semantic/filters.ts';
import type { SemanticModel } from '../semantic/model.ts';
import { Params } from '../semantic/params.ts';
import { invalid } from '../semantic/refusal.ts';
import { joinsOf, type Statement } from '../semantic/statement.ts';
import { person, rawTables } from '../semantic/tables.ts';
import { bindZone, eventDimension, eventFilters } from './journey.ts';

export interface FunnelInput {
  /** 2 to 10, in the order in which they must happen. */
  steps: { events: string[]; filters?: unknown[] }[];
  from: string;
  to: string;
  /** Seconds from the first step to the last, at most 90 days. Default: a day. */
  windowSeconds?: number;
  filters?: unknown[];
  /** IANA name, for filters by weekday and hour. Default UTC. */
  timeZone?: string;
  /** A dimension of the event of the first step. */
  breakdown?: string;
  /** Also says how long people took. Default false. */
  times?: boolean;
}

export interface FunnelStep {
  people: number;
  /** Of those who took the first step; null where nobody did. */
  rate: number | null;
  /** Of those who took the step before. */
  fromPrevious: number | null;
  /** From the second step on, where asked for. */
  time?: StepTime;
}

/** How long those who came so far took; null where nobody did. */
export interface StepTime {
  /** From the first step. */
  medianSeconds: number | null;
  medianFromPreviousSeconds: number | null;
  /** People by the time since their first step, shortest first; the last one is open (`toSeconds` null) or ends with the window. */
  histogram: { fromSeconds: number; toSeconds: number | null; people: number }[];
}

export interface FunnelAnswer {
  /** The largest groups first; one with `value` null without a breakdown, or where the event has none. */
  groups: { value: string | null; steps: FunnelStep[] }[];
  rowsRead: number;
}

export const funnelLimits = {
  steps: 10,
  windowSeconds: 90 * 86_400,
  events: 20,
  filters: queryLimits.filterNodes,
};

const maxGroups = 50;
/** Bounds of the histogram, seconds: 10 s, 30 s, 1, 5, 15, 30 min, 1, 3, 6, 12 h, 1, 3, 7, 30 days. */
const bounds = [
  10, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 259_200, 604_800, 2_592_000,
];

interface Row {
  value: string;
  reached: number[];
  medians?: (number | null)[];
  hops?: (number | null)[];
  counts?: number[][];
}

/**
 * How many people took the first step, then the second within the window, and so on (ClickHouse's
 * `windowFunnel`). Other events between do not matter; each step is an event of its own. Throws `invalid_request`.
 */
export async function runFunnel(
  warehouse: Pick<Warehouse, 'query'>,
  model: SemanticModel,
  input: FunnelInput,
): Promise<FunnelAnswer> {
  const { sql, params } = funnelStatement(model, input);
  const { rows, rowsRead } = await warehouse.query<Row>(sql, params);
  const windowSeconds = input.windowSeconds ?? 86_400;
  return {
    groups: rows.map((row) => ({
      value: row.value === '' ? null : row.value,
      steps: row.reached.map((people, i) => ({
        people,
        rate: rate(people, row.reached[0]),
        fromPrevious: rate(people, row.reached[Math.max(0, i - 1)]),
        ...(input.times && i > 0 ? { time: timeOf(row, i, windowSeconds) } : {}),
      })),
    })),
    rowsRead,
  };
}

function timeOf(
  { medians = [], hops = [], counts = [] }: Row,
  step: number,
  windowSeconds: number,
): StepTime {
  const within = bounds.filter((bound) => bound < windowSeconds);
  return {
    medianSeconds: medians[step] ?? null,
    medianFromPreviousSeconds: hops[step] ?? null,
    histogram: [...within, null].map((bound, i) => ({
      fromSeconds: i === 0 ? 0 : within[i - 1],
      toSeconds: bound ?? windowSeconds,
      // Whoever took exactly as long as the window is among the last.
      people: bound === null ? sumOf(counts[step]?.slice(i)) : (counts[step]?.[i] ?? 0),
    })),
  };
}

export function funnelStatement(model: SemanticModel, input: FunnelInput): Statement {
  const table = rawTables.events;
  const params = new Params();
  const range = period(input, '');
  bindZone(params, input.timeZone);
  const filters = eventFilters(model, input.filters, '/filters');
  const steps = input.steps.map((step, i) => ({
    ...step,
    filters: eventFilters(model, step.filters, `/steps/${i}/filters`),
  }));
  const conditions = steps.map((step) =>
    [
      `e.type IN ${params.texts(step.events)}`,
      ...step.filters.map((filter) => filterSql(filter, model, table, params)),
    ].join(' AND '),
  );
  const { breakdown } = input;
  const dimension = breakdown === undefined ? undefined : eventDimension(model, breakdown, '/breakdown');
  if (dimension?.needs !== undefined || dimension?.name === 'segment') {
    throw invalid(
      '/breakdown',
      `a funnel cannot be broken down by ${breakdown}; choose a dimension of the event or its item`,
      `um funil não pode ser dividido por ${breakdown}; escolha uma dimensão do evento ou do item`,
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
  const at = 'toUnixTimestamp64Milli(e.timestamp)';
  const flags = `[${conditions.map((condition) => `toUInt8(${condition})`).join(', ')}]`;
  // Of events at one time that of the earlier step comes first, as in `windowFunnel`.
  const took = tookSql(
    `arraySort(x -> (x.1, indexOf(x.3, 1), x.2), groupArray((${at}, e.offset, ${flags})))`,
    steps.length,
    window,
  );
  // `windowFunnel` needs less memory, but lets one event that fits two steps behind each other take both.
  const shared = steps.some((step, i) => steps[i + 1]?.events.some((type) => step.events.includes(type)));
  const sql = `SELECT value, [${reached}] AS reached${input.times ? timesSql(steps.length) : ''} FROM (
    SELECT toString(argMinIf(${value}, e.timestamp, ${conditions[0]})) AS value,
      ${input.times || shared ? `${took} AS took,` : ''}
      ${shared ? 'arrayCount(ms -> ms >= 0, took.3)' : `windowFunnel(${window})(toUInt64(${at}), ${conditions.join(', ')})`} AS level
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

/**
 * For each step, ms from the chain's first step when the step was reached first (-1: never), and ms from the
 * step before. Folds over a person's events in order; carried along for each step: when the newest chain that
 * came so far began, when it came there, and the two answers. As in `windowFunnel`, a newer first step begins
 * a newer chain.
 */
function tookSql(events: string, steps: number, window: string): string {
  const ks = `range(1, ${steps + 1})`;
  const can = `x.3[k] = 1 AND (k = 1 OR (acc.1[k - 1] >= 0 AND x.1 - acc.1[k - 1] <= ${window}))`;
  const each = (then: string, otherwise: string) =>
    `arrayMap(k -> toInt64(if(${can}, ${then}, ${otherwise})), ${ks})`;
  const none = `arrayMap(k -> toInt64(-1), ${ks})`;
  return `arrayFold((acc, x) -> (
      ${each('if(k = 1, x.1, acc.1[k - 1])', 'acc.1[k]')},
      ${each('x.1', 'acc.2[k]')},
      ${each('if(acc.3[k] >= 0, acc.3[k], if(k = 1, 0, x.1 - acc.1[k - 1]))', 'acc.3[k]')},
      ${each('if(acc.4[k] >= 0, acc.4[k], if(k = 1, 0, x.1 - acc.2[k - 1]))', 'acc.4[k]')}
    ), ${events}, (${none}, ${none}, ${none}, ${none}))`;
}

function timesSql(steps: number): string {
  const ks = Array.from({ length: steps }, (_, i) => i + 1);
  const median = (part: number) =>
    ks
      .map(
        (k) =>
          `if(countIf(took.3[${k}] >= 0) = 0, NULL, quantileExactIf(0.5)(took.${part}[${k}] / 1000, took.3[${k}] >= 0))`,
      )
      .join(', ');
  const edges = [0, ...bounds];
  const counts = ks.map((k) => {
    const bins = edges.map((from, i) => {
      const upper = edges[i + 1] === undefined ? '' : ` AND took.3[${k}] < ${edges[i + 1] * 1000}`;
      return `countIf(took.3[${k}] >= ${from * 1000}${upper})`;
    });
    return `[${bins.join(', ')}]`;
  });
  return `, [${median(3)}] AS medians, [${median(4)}] AS hops, [${counts.join(', ')}] AS counts`;
}

function sumOf(counts: readonly number[] = []): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function rate(people: number, of: number): number | null {
  return of === 0 ? null : people / of;
}
