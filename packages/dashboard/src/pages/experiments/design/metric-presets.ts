import type { Metric } from '../../../api/experiments.ts';

/** Metrics that shops usually want, as far as the events they count have been seen. */
export function presets(seen: readonly string[], currency: string): Metric[] {
  const all: Metric[] = [
    { key: 'buyers', kind: 'proportion', role: 'goal', events: ['purchase'] },
    { key: 'revenue', kind: 'revenue', role: 'goal', events: ['purchase'], currency },
    {
      ...{ key: 'order-value', kind: 'ratio', role: 'secondary', of: 'value', currency },
      ...{ events: ['purchase'], denominator: ['purchase'] },
    },
    { key: 'clickers', kind: 'proportion', role: 'secondary', events: ['click'] },
    {
      ...{ key: 'click-through', kind: 'ratio', role: 'secondary', of: 'count' },
      ...{ events: ['click'], denominator: ['impression'] },
    },
    { key: 'cart-adds', kind: 'mean', role: 'secondary', of: 'count', events: ['add_to_cart'] },
    { key: 'views', kind: 'mean', role: 'secondary', of: 'count', events: ['page_view'] },
    {
      key: 'back-in-week',
      kind: 'retention',
      role: 'secondary',
      events: ['page_view'],
      fromDay: 1,
      toDay: 8,
    },
    {
      ...{ key: 'refunds', kind: 'proportion', role: 'guardrail', direction: 'decrease' },
      ...{ events: ['refund'], margin: { value: 0.1, scale: 'relative' } },
    },
    {
      ...{ key: 'purchase-funnel', kind: 'funnel', role: 'secondary' },
      steps: [['page_view'], ['add_to_cart'], ['purchase']],
    },
  ];
  return all.filter((metric) => {
    const events = metric.kind === 'funnel' ? metric.steps.flat() : metric.events;
    return events.every((type) => seen.includes(type));
  });
}
