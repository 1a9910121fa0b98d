import type { Experiment, MetricDefinition } from '../definition.ts';

const dayMs = 86_400_000;

export interface Period {
  /** Epoch ms: exposures in [from, to) count. */
  from: number;
  to: number;
  /** Epoch ms of the reading. */
  now: number;
}

export interface Statement {
  sql: string;
  params: Record<string, unknown>;
}

/**
 * Customers are told apart by a 64-bit hash of their id: among a million the chance that any two share one is
 * below 10⁻⁷, and a statement needs a fraction of the memory. `shown` is the variant's number from 1.
 */
const who = `sipHash64(multiIf(customer_id != '', concat('c:', customer_id),
  aliased.customer != '', concat('c:', aliased.customer), concat('a:', anonymous_id)))`;

/** Who a visitor turned out to be, also for what they did before they signed in. */
const aliased = 'aliased AS (SELECT anonymous_id AS alias, customer_id AS customer FROM aliases FINAL)';

/** One row per exposed customer: the first exposure's time and variant, and whether there was another variant. */
function exposed({ once, segments }: { once: boolean; segments: boolean }): string {
  return `exposed AS (
    SELECT who, min(at) AS first, argMin(variant, at) AS shown, min(variant) != max(variant) AS several
      ${segments ? ', argMin(segments, at) AS inSegments' : ''}
    FROM (
      SELECT ${who} AS who, toUnixTimestamp64Milli(timestamp) AS at,
        toUInt8(indexOf({variants:Array(String)}, JSONExtractString(properties, 'variant'))) AS variant
        ${segments ? ", JSONExtract(properties, 'segments', 'Array(String)') AS segments" : ''}
      FROM events LEFT JOIN aliased ON events.anonymous_id = aliased.alias
      WHERE type = 'exposure' AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
        AND timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
        AND JSONExtractString(properties, 'experiment') = {experiment:String} AND variant > 0
    ) GROUP BY who ${once ? 'HAVING several = 0' : ''}
  )`;
}

function exposureParams({ key, variants }: Experiment, { from, to, now }: Period): Record<string, unknown> {
  return { experiment: key, variants: variants.map((variant) => variant.key), from, to, now };
}

const variantName = 'arrayElement({variants:Array(String)}, shown)';

/** One row per day (UTC) and variant: customers first exposed that day, and how many of them saw several variants. */
export function exposuresQuery(experiment: Experiment, period: Period): Statement {
  return {
    sql: `WITH ${aliased}, ${exposed({ once: false, segments: false })}
      SELECT toString(toDate(fromUnixTimestamp64Milli(first, 'UTC'))) AS day, ${variantName} AS variant,
        countIf(several = 0) AS customers, countIf(several = 1) AS doubtful
      FROM exposed GROUP BY day, variant ORDER BY day, variant`,
    params: exposureParams(experiment, period),
  };
}

/**
 * One row per variant (and segment): `n` customers, and for metric i `n_i`, those who count in it. Customers
 * seen in several variants are left out, here and in the sums.
 */
export function countsQuery(experiment: Experiment, period: Period, bySegment: boolean): Statement {
  const counts = experiment.metrics.map((metric, i) => {
    return `countIf(${metric.kind === 'retention' ? ripe(metric) : '1'}) AS n_${i}`;
  });
  return {
    sql: `WITH ${aliased}, ${exposed({ once: true, segments: bySegment })}
      SELECT ${variantName} AS variant, ${bySegment ? 'segment, ' : ''}count() AS n, ${counts.join(', ')}
      FROM exposed ${groups(bySegment)}`,
    params: exposureParams(experiment, period),
  };
}

/** `cap_i` for each winsorised metric i: the quantile of the totals above zero, over all variants. */
export function capsQuery(experiment: Experiment, period: Period): Statement | undefined {
  const params = eventParams(experiment, period);
  const totals: string[] = [];
  const caps: string[] = [];
  experiment.metrics.forEach((metric, i) => {
    const level = winsorisedAt(metric);
    if (level === undefined) return;
    totals.push(`${total(metric, i, after(experiment, metric), params)} AS t_${i}`);
    caps.push(`quantileExactIf(${level})(t_${i}, t_${i} > 0) AS cap_${i}`);
  });
  if (caps.length === 0) return undefined;
  return { sql: perCustomer(caps, totals, false), params };
}

/**
 * One row per variant (and segment) with the sums of every metric over customers. For metric i: `y_i`, `yy_i`
 * (the figure and its square), `x_i`, `xx_i`, `xy_i` (the same figure before exposure), and for ratios `d_i`,
 * `dd_i`, `yd_i`, `xd_i`. Customers who did nothing add nothing to any sum and are not visited.
 */
export function sumsQuery(
  experiment: Experiment,
  period: Period,
  caps: Readonly<Record<string, number>>,
  bySegment: boolean,
): Statement {
  const params = { ...eventParams(experiment, period), ...caps };
  const before = `at < first AND at >= first - ${preExposureMs(experiment)}`;
  const figures = ['any(shown) AS variantNumber', ...(bySegment ? ['any(inSegments) AS segments'] : [])];
  const sums: string[] = [];
  experiment.metrics.forEach((metric, i) => {
    const then = after(experiment, metric);
    figures.push(`${shape(metric, i, total(metric, i, then, params))} AS cy_${i}`);
    figures.push(`${shape(metric, i, total(metric, i, before, params))} AS cx_${i}`);
    const products = { y: `cy_${i}`, yy: `cy_${i} * cy_${i}`, x: `cx_${i}`, xx: `cx_${i} * cx_${i}` };
    add({ ...products, xy: `cx_${i} * cy_${i}` });
    if (metric.kind !== 'ratio') return;
    figures.push(`toFloat64(countIf(${isOneOf(metric.denominator, params)} AND ${then})) AS cd_${i}`);
    add({ d: `cd_${i}`, dd: `cd_${i} * cd_${i}`, yd: `cy_${i} * cd_${i}`, xd: `cx_${i} * cd_${i}` });

    function add(named: Record<string, string>): void {
      for (const [name, of] of Object.entries(named)) sums.push(`sum(${of}) AS ${name}_${i}`);
    }
  });
  const keys = [
    'arrayElement({variants:Array(String)}, variantNumber) AS variant',
    ...(bySegment ? ['segment'] : []),
  ];
  const grouping = bySegment
    ? 'ARRAY JOIN segments AS segment GROUP BY variantNumber, segment'
    : 'GROUP BY variantNumber';
  return { sql: `${perCustomer([...keys, ...sums], figures, bySegment)} ${grouping}`, params };
}

function perCustomer(outer: string[], figures: string[], segments: boolean): string {
  return `WITH ${aliased}, ${exposed({ once: true, segments })}
    SELECT ${outer.join(', ')} FROM (
      SELECT ${figures.join(', ')}
      FROM (
        SELECT ${who} AS who, toUInt16(indexOf({types:Array(String)}, type)) AS kind,
          toUnixTimestamp64Milli(timestamp) AS at, ifNull(value, 0) AS amount, ifNull(quantity, 1) AS pieces, currency
        FROM events LEFT JOIN aliased ON events.anonymous_id = aliased.alias
        WHERE type IN {types:Array(String)} AND timestamp >= fromUnixTimestamp64Milli({eventsFrom:Int64}, 'UTC')
      ) AS done INNER JOIN exposed ON done.who = exposed.who
      GROUP BY done.who
    )`;
}

function groups(bySegment: boolean): string {
  return bySegment ? 'ARRAY JOIN inSegments AS segment GROUP BY variant, segment' : 'GROUP BY variant';
}

function eventParams(experiment: Experiment, period: Period): Record<string, unknown> {
  const types = experiment.metrics.flatMap((metric) => [
    ...metric.events,
    ...(metric.kind === 'ratio' ? metric.denominator : []),
  ]);
  return {
    ...exposureParams(experiment, period),
    types: [...new Set(types)],
    eventsFrom: period.from - preExposureMs(experiment),
  };
}

function preExposureMs({ preExposureDays = 14 }: Experiment): number {
  return preExposureDays * dayMs;
}

/** When an event counts; of a retention metric only for customers who were exposed long enough ago. */
function after({ conversionDays }: Experiment, metric: MetricDefinition): string {
  if (metric.kind === 'retention') {
    const window = `at >= first + ${metric.fromDay * dayMs} AND at < first + ${metric.toDay * dayMs}`;
    return `${window} AND ${ripe(metric)}`;
  }
  const end = conversionDays === undefined ? '' : ` AND at < first + ${Math.round(conversionDays * dayMs)}`;
  return `at >= first${end}`;
}

function ripe(metric: MetricDefinition & { kind: 'retention' }): string {
  return `first + ${metric.toDay * dayMs} <= {now:Int64}`;
}

/** A customer's total of a metric over the events that a condition takes. */
function total(metric: MetricDefinition, i: number, when: string, params: Record<string, unknown>): string {
  const currency = 'currency' in metric ? metric.currency : undefined;
  if (currency !== undefined) params[`currency${i}`] = currency;
  const inCurrency = currency === undefined ? '' : ` AND currency = {currency${i}:String}`;
  return `sumIf(${perEvent(metric)}, ${isOneOf(metric.events, params)}${inCurrency} AND ${when})`;
}

/** Types as numbers, in the order of the parameter: comparing them is many times faster than comparing text. */
function isOneOf(events: readonly string[], { types }: Record<string, unknown>): string {
  const numbers = [...new Set(events)].map((type) => (types as string[]).indexOf(type) + 1);
  return `(${numbers.map((number) => `kind = ${number}`).join(' OR ')})`;
}

function perEvent(metric: MetricDefinition): string {
  const of = 'of' in metric ? metric.of : metric.kind === 'revenue' ? 'value' : 'count';
  if (of === 'value') return 'amount';
  return of === 'quantity' ? 'pieces' : 'toFloat64(1)';
}

/** A customer's figure from their total: whether they did it, or the total, capped where it is winsorised. */
function shape(metric: MetricDefinition, i: number, of: string): string {
  if (metric.kind === 'proportion' || metric.kind === 'retention') return `toFloat64(${of} > 0)`;
  return winsorisedAt(metric) === undefined ? of : `least(${of}, {cap_${i}:Float64})`;
}

function winsorisedAt(metric: MetricDefinition): number | undefined {
  if (metric.kind !== 'revenue') return undefined;
  const { winsoriseAt = 0.999 } = metric;
  return winsoriseAt < 1 ? winsoriseAt : undefined;
}
