import type { Experiment } from '../definition.ts';
import type { Split } from './dimensions.ts';

export const dayMs = 86_400_000;

export interface Period {
  /** Epoch ms: exposures in [from, to) count. */
  from: number;
  to: number;
  /** Epoch ms of the reading; later events do not count. */
  now: number;
  /** Who would take part, in place of who was exposed. */
  entrants?: Entrants;
}

/** Customers counted from the first time in the period that they met a placement, or did anything at all. */
export interface Entrants {
  placement?: string;
  /** Only who is in one of these segments now. */
  segments?: readonly string[];
}

export interface Statement {
  sql: string;
  params: Record<string, unknown>;
}

/** Customers whose hash leaves `index` when divided by `count`: a large experiment is summed part by part. */
export interface Part {
  index: number;
  count: number;
}

export const whole: Part = { index: 0, count: 1 };

/**
 * Customers are told apart by a 64-bit hash of their id. Among a million the chance that any two share one is
 * below 10⁻⁷; they would count as one, and in two variants as a multiple exposure.
 */
const customer = 'cityHash64(customer_id)';
/** Who a visitor turned out to be, also for what they did before they signed in. */
const visitor =
  "if(aliased.customer != '', cityHash64(aliased.customer), cityHash64('visitor', anonymous_id))";
const aliased =
  "(SELECT anonymous_id AS alias, customer_id AS customer FROM aliases FINAL WHERE customer_id != '') AS aliased";

/** Rows of `events` with `who` did it: only visitors' rows look for an alias. */
export function eventRows(
  columns: readonly string[],
  where: string,
  { index, count }: Part,
  table: 'events' | 'decisions' = 'events',
): string {
  const inPart = count === 1 ? '' : ` AND who % ${count} = ${index}`;
  const shown = columns.join(', ');
  return `SELECT ${customer} AS who, ${shown} FROM ${table} WHERE customer_id != '' AND ${where}${inPart}
    UNION ALL
    SELECT ${visitor} AS who, ${shown} FROM ${table} LEFT JOIN ${aliased} ON ${table}.anonymous_id = aliased.alias
    WHERE customer_id = '' AND ${where}${inPart}`;
}

/**
 * A common table expression `exposed` with a row per exposed customer: `who`, `first` (epoch ms), `shown` (the
 * variant's number from 1), `several` (another variant too), and `l0`, `l1` … for a split's levels at the
 * first exposure; a row for each level where they overlap. The server writes these events' properties, so they are read without parsing all of them.
 */
export function exposed({ entrants }: Period, split: Split, part: Part, once: boolean): string {
  if (entrants !== undefined) return entered(entrants, part);
  const levels = split.columns.map((column, i) => `${column} AS l${i}`);
  const first = split.columns.map((_, i) => `argMin(l${i}, at) AS l${i}`);
  const variant =
    "toUInt8(indexOf({variants:Array(String)}, simpleJSONExtractString(properties, 'variant'))) AS variant";
  const where = `type = 'exposure' AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
        AND timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
        AND simpleJSONExtractString(properties, 'experiment') = {experiment:String} AND variant > 0`;
  const customers = `SELECT ${['who', 'min(row.at) AS first', 'argMin(variant, row.at) AS shown', 'min(variant) != max(variant) AS several', ...first].join(', ')}
    FROM (${eventRows(['toUnixTimestamp64Milli(timestamp) AS at', variant, ...levels], where, part)}) AS row
    GROUP BY who ${once ? 'HAVING several = 0' : ''}`;
  if (!split.isOverlapping) return `exposed AS (${customers})`;
  return `exposed AS (SELECT who, first, shown, several, arrayJoin(levels) AS l0 FROM (
    SELECT who, first, shown, several, l0 AS levels FROM (${customers})))`;
}

/** The same for who would take part: everybody in variant 1. */
function entered({ placement, segments }: Entrants, part: Part): string {
  const time = `timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`;
  const at = ['toUnixTimestamp64Milli(timestamp) AS at'];
  const rows =
    placement === undefined
      ? eventRows(at, `type NOT IN ('segment_entered', 'segment_left', 'exposure') AND ${time}`, part)
      : eventRows(at, `placement = {placement:String} AND ${time}`, part, 'decisions');
  const membership = eventRows(
    ["JSONExtractString(properties, 'segment') AS segment", 'type AS change', 'offset'],
    "type IN ('segment_entered', 'segment_left') AND segment IN {segments:Array(String)}",
    part,
  );
  const inSegment = `WHERE who IN (SELECT who FROM (${membership}) GROUP BY who, segment
    HAVING argMax(change, offset) = 'segment_entered')`;
  return `exposed AS (SELECT who, min(row.at) AS first, toUInt8(1) AS shown, toUInt8(0) AS several
    FROM (${rows}) AS row ${segments === undefined ? '' : inSegment} GROUP BY who)`;
}

export function exposureParams(
  { key, variants }: Experiment,
  { from, to, now, entrants = {} }: Period,
  split: Split,
): Record<string, unknown> {
  return {
    ...entrants,
    experiment: key,
    variants: variants.map((one) => one.key),
    from,
    to,
    now,
    ...split.params,
  };
}

export const variantName = 'arrayElement({variants:Array(String)}, shown)';

export function levelNames({ columns }: Split): string[] {
  return columns.map((_, i) => `l${i}`);
}
