import type { Experiment, MetricDefinition } from '../definition.ts';
import { noSplit, type Split } from './dimensions.ts';
import { currencyOf, Figures, ripe, unitOf, winsorisedAt } from './figures.ts';
import { type MetricColumns, metricColumns } from './metric-columns.ts';
import {
  dayMs,
  eventRows,
  exposed,
  exposureParams,
  levelNames,
  type Part,
  type Period,
  type Statement,
  variantName,
  whole,
} from './subjects.ts';

/**
 * Two threads, as the embedded engine runs statements with parameters one after the other. Customers are kept in
 * memory up to the usual bound of a statement (300 MB); what is beyond goes to disk.
 */
const bounds = 'SETTINGS max_threads = 2, max_bytes_before_external_group_by = 240000000';

/**
 * One row per day (UTC), variant and cell of the split: customers first exposed that day, those who saw
 * several variants (`doubtful`), and for a retention metric i those who could have come back (`n_i`).
 */
export function exposuresQuery(experiment: Experiment, period: Period, split: Split): Statement {
  const counts = experiment.metrics.flatMap((metric, i) =>
    metric.kind === 'retention' ? [`, countIf(several = 0 AND ${ripe(metric)}) AS n_${i}`] : [],
  );
  const levels = levelNames(split).map((name) => `, ${name}`);
  return {
    sql: `WITH ${exposed(period, split, whole, false)}
      SELECT toString(toDate(fromUnixTimestamp64Milli(first, 'UTC'))) AS day, ${variantName} AS variant${levels.join('')},
        countIf(several = 0) AS customers, countIf(several = 1) AS doubtful${counts.join('')}
      FROM exposed GROUP BY day, variant${levels.join('')} ORDER BY day, variant`,
    params: exposureParams(experiment, period, split),
  };
}

/** Levels of a quantile function's samples, ascending: dense around the level that is asked for, up to both ends. */
export function sampledLevels(level: number): number[] {
  const levels = new Set<number>([level]);
  const add = (at: number) => {
    if (at > 0 && at < 1) levels.add(Number(at.toFixed(7)));
  };
  for (let offset = 2e-4; offset < 1; offset *= 1.35) {
    add(level - offset);
    add(level + offset);
  }
  for (let rest = 0.5; rest > 1e-4; rest /= 2) {
    add(level * rest);
    add(1 - (1 - level) * rest);
  }
  return [...levels].sort((a, b) => a - b);
}

/**
 * What must be known before the sums: `cap_i` for each winsorised metric i, the quantile of the totals above
 * zero over all variants. Undefined without such a metric.
 */
export function capsQuery(experiment: Experiment, period: Period): Statement | undefined {
  const capped = experiment.metrics.flatMap((metric, i) => {
    const level = winsorisedAt(metric);
    return metric.kind !== 'revenue' || level === undefined ? [] : [{ metric, i, level }];
  });
  if (capped.length === 0) return undefined;
  const figures = new Figures(
    experiment,
    capped.map(({ metric }) => metric),
  );
  const totals = capped.map(({ metric, i }) => {
    const figure = figures.add(metric.events, figures.after(metric), unitOf(metric), currencyOf(metric));
    return `${figures.total(figure)} AS t_${i}`;
  });
  const caps = capped.map(({ i, level }) => `quantileExactIf(${level})(t_${i}, t_${i} > 0) AS cap_${i}`);
  return {
    sql: `WITH ${exposed(period, noSplit, whole, true)}
      SELECT ${caps.join(', ')} FROM (SELECT ${[...figures.aggregates(), ...totals].join(', ')}
        FROM (${maskedEvents(figures, whole, [])}) GROUP BY who) ${bounds}`,
    params: { ...exposureParams(experiment, period, noSplit), ...eventParams(experiment, period, figures) },
  };
}

/** Samples of a quantile metric's quantile function, one row per variant (and cell). */
export function quantileQuery(
  experiment: Experiment,
  period: Period,
  metric: MetricDefinition & { kind: 'quantile' },
  split: Split,
): Statement {
  const figures = new Figures(experiment, [metric]);
  figures.add(metric.events, figures.after(metric), unitOf(metric), currencyOf(metric));
  const levels = levelNames(split);
  const samples = `quantilesExactInclusive(${sampledLevels(metric.level).join(', ')})(${unitOf(metric)}) AS samples`;
  return {
    sql: `WITH ${exposed(period, split, whole, true)}
      SELECT ${[`${variantName} AS variant`, ...levels, samples].join(', ')}
      FROM (${maskedEvents(figures, whole, ['shown', ...levels])})
      GROUP BY ${['shown', ...levels].join(', ')}`,
    params: { ...exposureParams(experiment, period, split), ...eventParams(experiment, period, figures) },
  };
}

/**
 * One row per variant and cell with sums over customers for the metrics of these numbers. For metric i: `y_i`,
 * `yy_i` (the figure and its square), `x_i`, `xx_i`, `xy_i` (the same figure before exposure), for ratios and
 * quantiles `d_i`, `dd_i`, `yd_i`, `xd_i`, for funnels `r0_i` … Customers who did nothing add nothing to any
 * sum and are not visited. With `ends` (epoch ms, exclusive) each sum is an array: how it stood at each of them;
 * not for quantiles, whose cut is another one each time.
 */
export function sumsQuery(
  experiment: Experiment,
  period: Period,
  numbers: readonly number[],
  known: Readonly<Record<string, unknown>>,
  split: Split,
  part: Part,
  ends?: readonly number[],
): Statement {
  const metrics = numbers.map((i) => experiment.metrics[i]);
  const figures = new Figures(experiment, metrics, ends !== undefined);
  const all = metrics.map((metric, at) => metricColumns(metric, numbers[at], figures, levelNames(split)));
  const levels = levelNames(split);
  const perCustomer = all.flatMap(({ figures: columns }, at) =>
    Object.entries(columns).map(([name, sql]) => {
      const column = ends === undefined ? sql : `arrayMap(e -> ${sql}, {ends:Array(Int64)})`;
      return `${column} AS c_${name}_${numbers[at]}`;
    }),
  );
  const sums = all.flatMap((one, at) => sumsOf(one, numbers[at], ends !== undefined));
  const keys = ['any(inVariant) AS shown', ...levels.map((name) => `any(in_${name}) AS ${name}`)];
  const events = maskedEvents(figures, part, [
    'shown AS inVariant',
    ...levels.map((name) => `${name} AS in_${name}`),
  ]);
  return {
    sql: `WITH ${exposed(period, split, part, true)}
      SELECT ${[`${variantName} AS variant`, ...levels, ...sums].join(', ')} FROM (
        SELECT ${[...keys, ...figures.aggregates(), ...all.flatMap(({ more }) => more), ...perCustomer].join(', ')}
        FROM (${events}) GROUP BY who${split.isOverlapping ? ', in_l0' : ''}
      ) GROUP BY ${['shown', ...levels].join(', ')} ${bounds}`,
    params: {
      ...exposureParams(experiment, period, split),
      ...eventParams(experiment, period, figures),
      ...(ends === undefined ? {} : { ends }),
      ...Object.fromEntries(Object.entries(known).filter(([name]) => isOf(name, numbers))),
    },
  };
}

/** Each sum of a metric with its customers' columns, such as `sum(c_x_3 * c_y_3) AS xy_3`. */
function sumsOf({ sums }: MetricColumns, i: number, areDaily: boolean): string[] {
  return Object.entries(sums).map(([name, of]) => {
    const factors = of.split(' * ').map((factor) => `c_${factor}_${i}`);
    if (!areDaily) return `sum(${factors.join(' * ')}) AS ${name}_${i}`;
    const product = factors.length === 1 ? factors[0] : `arrayMap((a, b) -> a * b, ${factors.join(', ')})`;
    return `sumForEach(${product}) AS ${name}_${i}`;
  });
}

/** Events of exposed customers that any figure takes, with `who`, `at`, `mask` and their values. */
export function maskedEvents(figures: Figures, part: Part, more: readonly string[]): string {
  const columns = [
    'toUInt8(indexOf({types:Array(String)}, type)) AS kind',
    'toUnixTimestamp64Milli(timestamp) AS at',
    'ifNull(value, 0) AS amount',
    'ifNull(quantity, 1) AS pieces',
    'currency',
  ];
  const where = `type IN {types:Array(String)}
    AND timestamp >= fromUnixTimestamp64Milli({eventsFrom:Int64}, 'UTC')
    AND timestamp <= fromUnixTimestamp64Milli({now:Int64}, 'UTC')`;
  return `SELECT ${['done.who AS who', 'at', 'first', 'amount', 'pieces', ...more, `${figures.mask} AS mask`].join(', ')}
    FROM (${eventRows(columns, where, part)}) AS done INNER JOIN exposed ON done.who = exposed.who
    WHERE mask != 0`;
}

export function eventParams(
  { preExposureDays = 14 }: Experiment,
  { from }: Period,
  figures: Figures,
): Record<string, unknown> {
  return { ...figures.params, eventsFrom: from - preExposureDays * dayMs };
}

function isOf(name: string, numbers: readonly number[]): boolean {
  return numbers.includes(Number(name.slice(name.lastIndexOf('_') + 1)));
}
