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
 * One row per variant (and segment) with the sums of every metric, one customer counting once: `n`, and for
 * metric i: `n_i`, `y_i`, `yy_i` (the metric and its square), `x_i`, `xx_i`, `xy_i` (the same figure before
 * exposure), and for ratios `d_i`, `dd_i`, `yd_i`, `xd_i`. Customers seen in several variants are left out.
 */
export function statisticsQuery(experiment: Experiment, period: Period, bySegment: boolean): Statement {
  const { metrics, conversionDays, preExposureDays = 14 } = experiment;
  const params: Record<string, unknown> = {
    ...exposureParams(experiment, period),
    types: [...new Set(metrics.flatMap((m) => [...m.events, ...(m.kind === 'ratio' ? m.denominator : [])]))],
    eventsFrom: period.from - preExposureDays * dayMs,
    now: period.now,
  };
  const window =
    conversionDays === undefined ? '' : ` AND at < first + ${Math.round(conversionDays * dayMs)}`;
  const before = `at < first AND at >= first - ${preExposureDays * dayMs}`;
  const perEvent: string[] = [];
  const perCustomer: string[] = [];
  const sums: string[] = [];
  metrics.forEach((metric, i) => {
    params[`types${i}`] = metric.events;
    const matches = `type IN {types${i}:Array(String)}${currencyCondition(metric, i, params)}`;
    const value = valueExpression(metric);
    const after =
      metric.kind === 'retention'
        ? `at >= first + ${metric.fromDay * dayMs} AND at < first + ${metric.toDay * dayMs}`
        : `at >= first${window}`;
    perEvent.push(`sumIf(${value}, ${matches} AND ${after}) AS after_${i}`);
    perEvent.push(`sumIf(${value}, ${matches} AND ${before}) AS before_${i}`);
    perCustomer.push(
      `${shape(metric, `after_${i}`)} AS cy_${i}`,
      `${shape(metric, `before_${i}`)} AS cx_${i}`,
    );
    const ripe = metric.kind === 'retention' ? `first + ${metric.toDay * dayMs} <= {now:Int64}` : '1';
    const sum = (name: string, of: string) => sums.push(`sumIf(${of}, ripe_${i}) AS ${name}_${i}`);
    perCustomer.push(`${ripe} AS ripe_${i}`);
    sums.push(`countIf(ripe_${i}) AS n_${i}`);
    sum('y', `cy_${i}`);
    sum('yy', `cy_${i} * cy_${i}`);
    sum('x', `cx_${i}`);
    sum('xx', `cx_${i} * cx_${i}`);
    sum('xy', `cx_${i} * cy_${i}`);
    if (metric.kind !== 'ratio') return;
    params[`denominator${i}`] = metric.denominator;
    perEvent.push(`countIf(type IN {denominator${i}:Array(String)} AND ${after}) AS under_${i}`);
    perCustomer.push(`toFloat64(under_${i}) AS cd_${i}`);
    sum('d', `cd_${i}`);
    sum('dd', `cd_${i} * cd_${i}`);
    sum('yd', `cy_${i} * cd_${i}`);
    sum('xd', `cx_${i} * cd_${i}`);
  });
  const sql = `WITH ${aliased}, ${exposed(true)},
    acted AS (
      SELECT done.person AS person, ${perEvent.join(', ')}
      FROM (
        SELECT ${person} AS person, type, toUnixTimestamp64Milli(timestamp) AS at, value, quantity, currency
        FROM events LEFT JOIN aliased ON events.anonymous_id = aliased.alias
        WHERE type IN {types:Array(String)} AND timestamp >= fromUnixTimestamp64Milli({eventsFrom:Int64}, 'UTC')
      ) AS done INNER JOIN exposed ON done.person = exposed.person
      GROUP BY person
    ),
    customers AS (
      SELECT exposed.shown AS shown, exposed.inSegments AS inSegments, ${perCustomer.join(', ')}
      FROM exposed LEFT JOIN acted ON exposed.person = acted.person
    )
    SELECT shown AS variant, ${bySegment ? 'segment, ' : ''}count() AS n, ${sums.join(', ')}
    FROM customers ${bySegment ? 'ARRAY JOIN inSegments AS segment' : ''}
    GROUP BY shown${bySegment ? ', segment' : ''}`;
  return { sql, params };
}

/** One row per day (UTC) and variant: customers first exposed that day, and how many of them saw several variants. */
export function exposuresQuery(experiment: Experiment, period: Period): Statement {
  return {
    sql: `WITH ${aliased}, ${exposed(false)}
      SELECT toString(toDate(fromUnixTimestamp64Milli(first, 'UTC'))) AS day, shown AS variant,
        countIf(seen = 1) AS customers, countIf(seen > 1) AS several
      FROM exposed GROUP BY day, shown ORDER BY day, shown`,
    params: exposureParams(experiment, period),
  };
}

/** Who a row is about: the customer, also for what they did before they signed in. */
const person = `multiIf(customer_id != '', concat('c:', customer_id),
  aliased.customer != '', concat('c:', aliased.customer), concat('a:', anonymous_id))`;

const aliased = 'aliased AS (SELECT anonymous_id AS alias, customer_id AS customer FROM aliases FINAL)';

function exposed(once: boolean): string {
  return `exposed AS (
    SELECT person, argMin(variant, at) AS shown, argMin(segments, at) AS inSegments, min(at) AS first,
      uniqExact(variant) AS seen
    FROM (
      SELECT ${person} AS person, toUnixTimestamp64Milli(timestamp) AS at,
        JSONExtractString(properties, 'variant') AS variant,
        JSONExtract(properties, 'segments', 'Array(String)') AS segments
      FROM events LEFT JOIN aliased ON events.anonymous_id = aliased.alias
      WHERE type = 'exposure' AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
        AND timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
        AND JSONExtractString(properties, 'experiment') = {experiment:String}
    ) GROUP BY person ${once ? 'HAVING seen = 1' : ''}
  )`;
}

function exposureParams({ key }: Experiment, { from, to }: Period): Record<string, unknown> {
  return { experiment: key, from, to };
}

function valueExpression(metric: MetricDefinition): string {
  const of = 'of' in metric ? metric.of : metric.kind === 'revenue' ? 'value' : 'count';
  if (of === 'value') return 'ifNull(value, 0)';
  return of === 'quantity' ? 'ifNull(quantity, 1)' : 'toFloat64(1)';
}

function currencyCondition(metric: MetricDefinition, i: number, params: Record<string, unknown>): string {
  const currency = 'currency' in metric ? metric.currency : undefined;
  if (currency === undefined) return '';
  params[`currency${i}`] = currency;
  return ` AND currency = {currency${i}:String}`;
}

/** A customer's figure from their total: whether they did it, or the total, capped where it is winsorised. */
function shape(metric: MetricDefinition, total: string): string {
  if (metric.kind === 'proportion' || metric.kind === 'retention') return `toFloat64(${total} > 0)`;
  const { winsoriseAt = 0.999 } = metric.kind === 'revenue' ? metric : { winsoriseAt: 1 };
  if (winsoriseAt >= 1) return `toFloat64(${total})`;
  const cap = `quantileExactIf(${winsoriseAt})(${total}, ${total} > 0) OVER ()`;
  return `if(${total} > 0, least(${total}, ${cap}), ${total})`;
}
