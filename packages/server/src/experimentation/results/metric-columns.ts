import type { MetricDefinition } from '../definition.ts';
import { currencyOf, type Figures, unitOf, winsorisedAt } from './figures.ts';

/** A customer's figures of metric i as SQL, over {@link Figures}' aggregates and `more` of its own. */
export interface MetricColumns {
  /** Further aggregates over the customer's events. */
  more: string[];
  /** Columns per customer, the first of them `y_i`. */
  figures: Record<string, string>;
  /** What is summed over customers, by the name that {@link statisticsOf} reads. */
  sums: Record<string, string>;
}

/** What the sums of all metrics read from one pass over the events. */
export function metricColumns(
  metric: MetricDefinition,
  i: number,
  figures: Figures,
  levels: readonly string[],
): MetricColumns {
  if (metric.kind === 'funnel') return funnelColumns(metric, i, figures);
  if (metric.kind === 'quantile') return quantileColumns(metric, i, figures, levels);
  const then = figures.after(metric);
  const of = (when: string) => figures.add(metric.events, when, unitOf(metric), currencyOf(metric));
  const [now, before] = [of(then), metric.kind === 'retention' ? undefined : of(figures.before)];
  const shape = (figure: number) => {
    if (metric.kind === 'retention') return figures.returned(figure, metric);
    if (metric.kind === 'proportion') return figures.any(figure);
    const total = figures.total(figure);
    return winsorisedAt(metric) === undefined ? total : `least(${total}, {cap_${i}:Float64})`;
  };
  const columns: Record<string, string> = { y: shape(now) };
  const sums: Record<string, string> = { y: 'y', yy: 'y * y' };
  if (before !== undefined) {
    columns.x = figures.earlier(shape(before));
    Object.assign(sums, { x: 'x', xx: 'x * x', xy: 'x * y' });
  }
  if (metric.kind === 'ratio') {
    columns.d = figures.total(figures.add(metric.denominator, then, 'count'));
    Object.assign(sums, { d: 'd', dd: 'd * d', yd: 'y * d', xd: 'x * d' });
  }
  return { more: [], figures: columns, sums };
}

/** When each step was reached first (epoch ms, 0 = never), each not before the step before it. */
function funnelColumns(
  metric: MetricDefinition & { kind: 'funnel' },
  i: number,
  figures: Figures,
): MetricColumns {
  const then = figures.after(metric);
  const steps = metric.steps.map((events) => figures.add(events, then, 'count'));
  const last = figures.add(metric.steps[metric.steps.length - 1], figures.before, 'count');
  const more = [`minIf(at, bitTest(mask, ${steps[0]})) AS reached_${i}_0`];
  const columns: Record<string, string> = {};
  const sums: Record<string, string> = { y: 'y', x: 'x', xx: 'x', xy: 'x * y', r0: 'r0' };
  columns.r0 = figures.reached(`reached_${i}_0`);
  steps.slice(1).forEach((figure, k) => {
    const name = `reached_${i}_${k + 1}`;
    more.push(
      `groupArrayIf(at, bitTest(mask, ${figure})) AS times_${i}_${k + 1}`,
      `if(reached_${i}_${k} = 0, 0, arrayMin(arrayFilter(t -> t >= reached_${i}_${k}, times_${i}_${k + 1}))) AS ${name}`,
    );
    columns[`r${k + 1}`] = figures.reached(name);
    sums[`r${k + 1}`] = `r${k + 1}`;
  });
  return {
    more,
    figures: { y: columns[`r${steps.length - 1}`], x: figures.earlier(figures.any(last)), ...columns },
    sums: { ...sums, yy: 'y' },
  };
}

/** Events, and those of them at or below the quantile of their cell (`quantile_i`, in the order of `cells`). */
function quantileColumns(
  metric: MetricDefinition & { kind: 'quantile' },
  i: number,
  figures: Figures,
  levels: readonly string[],
): MetricColumns {
  const unit = unitOf(metric);
  const figure = figures.add(metric.events, figures.after(metric), unit, currencyOf(metric));
  const count = (more: string) =>
    `toFloat64(arrayCount((m, v) -> bitTest(m, ${figure})${more}, ${unit}Masks, ${unit}s))`;
  const cell = `concat(${['toString(shown)', ...levels.flatMap((name) => ["'\\n'", name]), "''"].join(', ')})`;
  const quantile = `arrayElement({quantile_${i}:Array(Float64)}, indexOf({cells_${i}:Array(String)}, ${cell}))`;
  return {
    more: [],
    figures: { d: count(''), y: count(` AND v <= ${quantile}`) },
    sums: { y: 'y', yy: 'y * y', d: 'd', dd: 'd * d', yd: 'y * d' },
  };
}

/** The metrics of these numbers in groups that fit into one mask each. */
export function chunks(
  metrics: readonly MetricDefinition[],
  numbers: Iterable<number>,
  max: number,
): number[][] {
  const found: number[][] = [];
  let room = 0;
  for (const i of numbers) {
    const metric = metrics[i];
    const need = metric.kind === 'funnel' ? metric.steps.length + 1 : metric.kind === 'ratio' ? 3 : 2;
    if (need > room) {
      found.push([]);
      room = max;
    }
    found[found.length - 1].push(i);
    room -= need;
  }
  return found;
}
