import type { TFunction } from 'i18next';
import type { Interval, MetricComparison, MetricResult } from '../../api/experiment-results.ts';
import type { Metric, ResultsQuery } from '../../api/experiments.ts';
import type { Format } from '../../format/format.ts';

export type Method = NonNullable<ResultsQuery['method']>;

/** What a treatment changed in a metric, as it is shown: relative to the control where that is defined. */
export interface ShownEffect {
  interval: Interval;
  scale: 'relative' | 'absolute';
  /** `good` and `bad` only when the difference is significant. */
  verdict: 'good' | 'bad' | 'open';
}

/** The effect to show; null where there is none. With `bayesian` it is the posterior with its credible interval. */
export function shownEffect(
  { direction }: Pick<MetricResult, 'direction'>,
  found: MetricComparison,
  method: Method,
): ShownEffect | null {
  const { comparison, bayesian } = found;
  if (comparison === null) return null;
  const scale = comparison.relative === null ? 'absolute' : 'relative';
  const posterior = method === 'bayesian' ? bayesian?.[scale]?.posterior : undefined;
  const interval = posterior ?? comparison[scale] ?? comparison.absolute;
  const significant =
    method === 'bayesian' && posterior !== undefined
      ? posterior.lower > 0 || posterior.upper < 0
      : found.significant;
  const better = direction === 'increase' ? interval.value > 0 : interval.value < 0;
  return { interval, scale, verdict: significant ? (better ? 'good' : 'bad') : 'open' };
}

/** Writes values and effects of one metric in its unit. */
export interface MetricFormat {
  /** A variant's mean. */
  mean(value: number | null): string;
  /** An effect with its sign: "+4.2%" when relative, in the metric's unit when absolute. */
  effect(value: number, scale: ShownEffect['scale']): string;
  interval(interval: Interval, scale: ShownEffect['scale']): string;
}

export function metricFormat(metric: Metric | undefined, format: Format, t: TFunction): MetricFormat {
  const isShare = metric?.kind === 'proportion' || metric?.kind === 'retention' || metric?.kind === 'funnel';
  const currency = metric !== undefined && 'currency' in metric ? metric.currency : undefined;
  const unit = (value: number | null) =>
    isShare ? format.percent(value) : currency ? format.money(value, currency) : format.count(value);
  const effect = (value: number, scale: ShownEffect['scale']) => {
    if (scale === 'relative' || isShare) return format.change(value);
    return `${value > 0 ? '+' : ''}${unit(value)}`;
  };
  return {
    mean: unit,
    effect,
    interval: ({ lower, upper }, scale) =>
      t('experiment.interval', { lower: effect(lower, scale), upper: effect(upper, scale) }),
  };
}

/** A p-value as statisticians write it: never zero. */
export function writePValue(p: number | null, format: Format): string {
  if (p === null) return '–';
  if (p < 0.001) return `< ${format.fixed(0.001, 3)}`;
  return format.fixed(p, 3);
}

/** A probability as a percentage that is never certain: a posterior has no end. */
export function writeChance(chance: number, format: Format): string {
  if (chance > 0.999) return `> ${format.fixed(99.9, 1)}%`;
  if (chance < 0.001) return `< ${format.fixed(0.1, 1)}%`;
  return format.percent(chance);
}

/** An expected loss, cut off where its digits mean nothing any more. */
export function writeLoss(loss: number, format: Format): string {
  return loss < 0.0001 ? `< ${format.fixed(0.01, 2)}%` : format.percent(loss);
}
