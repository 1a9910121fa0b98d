import type { Metric } from '../../../api/experiments.ts';

export type MetricKind = Metric['kind'];
export const metricKinds: readonly MetricKind[] = [
  'proportion',
  'mean',
  'revenue',
  'ratio',
  'retention',
  'quantile',
  'funnel',
];

/** The same metric as another kind: key, role, direction and events stay, the rest takes its usual values. */
export function withKind(metric: Metric, kind: MetricKind, currency: string): Metric {
  const { key, role, direction, margin } = metric;
  const base = { key, role, ...(direction ? { direction } : {}), ...(margin ? { margin } : {}) };
  const events = metric.kind === 'funnel' ? metric.steps[metric.steps.length - 1] : metric.events;
  switch (kind) {
    case 'proportion':
      return { ...base, kind, events };
    case 'mean':
      return { ...base, kind, events, of: 'count' };
    case 'revenue':
      return { ...base, kind, events, currency };
    case 'ratio':
      return { ...base, kind, events, of: 'count', denominator: [] };
    case 'retention':
      return { ...base, kind, events, fromDay: 1, toDay: 8 };
    case 'quantile':
      return { ...base, kind, events, of: 'value', currency, level: 0.9 };
    case 'funnel':
      return { ...base, kind, steps: [[], events] };
  }
}
