import type { Client, Event } from '@personalize/sdk';

const customers = 320;

/** A running experiment with enough customers for intervals, one that nobody has seen, and a draft. */
export async function seedExperiments(client: Client): Promise<void> {
  const flag = (key: string) => ({
    key,
    hypothesis: 'A blue banner sells more, since it stands out from the grey of the rest.',
    variants: [
      { key: 'control', weight: 0.5, effect: { kind: 'value' as const, value: 'red' } },
      { key: 'blue', weight: 0.5, effect: { kind: 'value' as const, value: 'blue' } },
    ],
    metrics: [
      { key: 'buyers', kind: 'proportion' as const, role: 'goal' as const, events: ['purchase'] },
      {
        ...{ key: 'revenue', kind: 'revenue' as const, role: 'secondary' as const },
        ...{ events: ['purchase'], currency: 'USD' },
      },
      {
        ...{ key: 'refunds', kind: 'proportion' as const, role: 'guardrail' as const },
        ...{ direction: 'decrease' as const, events: ['refund'] },
      },
    ],
    plan: { plannedDays: 14, minimumEffect: 0.05 },
  });
  for (const key of ['blue-banner', 'unseen', 'draft']) {
    await client.request('POST /v1/experiments', { body: flag(key) });
  }
  for (const key of ['blue-banner', 'unseen']) {
    await client.request('POST /v1/experiments/{key}/start', { path: { key } });
  }
  const events: Event[] = [];
  const day = 86_400_000;
  for (let i = 0; i < customers; i++) {
    // A history, which the length of a design is read from.
    const past = (type: string, days: number, more: Partial<Event> = {}): Event => ({
      ...{ type, customerId: `past-${i}`, timestamp: new Date(Date.now() - days * day).toISOString() },
      ...more,
    });
    events.push(past('page_view', 15 + (i % 26)));
    if (i % 5 === 0) events.push(past('purchase', 14.5 + (i % 26), { value: 12, currency: 'USD' }));
    const customerId = `shopper-${i}`;
    const { variant } = await client.request('POST /v1/assignments', {
      body: { customerId, experiment: 'blue-banner' },
    });
    const buys = i % 10 < (variant === 'blue' ? 6 : 2);
    if (buys) events.push({ type: 'purchase', customerId, value: 10 + (i % 7), currency: 'USD' });
    if (i % 40 === 0) events.push({ type: 'refund', customerId });
  }
  const { rejected } = await client.request('POST /v1/events', { body: { events } });
  if (rejected.length > 0) throw new Error(`a seed event was refused: ${rejected[0].detail}`);
}
