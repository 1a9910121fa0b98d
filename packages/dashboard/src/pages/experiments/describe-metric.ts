import type { TFunction } from 'i18next';
import type { Metric } from '../../api/experiments.ts';
import { eventName } from '../../format/event-name.ts';
import type { Format } from '../../format/format.ts';

/** What a metric counts, in words: kind, events, direction where it is not the usual one, margin. */
export function describeMetric(t: TFunction, format: Format, metric: Metric): string {
  const names = (types: readonly string[]) =>
    types.map((type) => eventName(t, type).toLowerCase()).join(', ');
  const parts = [t(`metricKind.${metric.kind}`)];
  parts.push(metric.kind === 'funnel' ? metric.steps.map(names).join(' → ') : names(metric.events));
  if (metric.kind === 'quantile') parts.push(format.percent(metric.level));
  if (metric.kind === 'ratio') parts.push(t('metricText.per', { events: names(metric.denominator) }));
  if (metric.kind === 'revenue') parts.push(metric.currency);
  if (metric.kind === 'retention') {
    parts.push(t('metricText.days', { from: metric.fromDay, to: metric.toDay }));
  }
  if (metric.direction === 'decrease') parts.push(t('metricText.lowerIsBetter'));
  if (metric.role === 'guardrail') {
    const { value, scale } = metric.margin ?? { value: 0.02, scale: 'relative' };
    const margin = scale === 'relative' ? format.percent(value) : format.exact(value);
    parts.push(t('metricText.margin', { margin }));
  }
  return parts.join(' · ');
}
