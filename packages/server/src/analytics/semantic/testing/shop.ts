import type { DecisionRecord, EventRecord } from '../../../stores/journal/record.ts';

/** Events and decisions of a small shop, the same ones every time. */
export const day0 = Date.UTC(2026, 0, 5);
export const hour = 3_600_000;
export const types = ['page_view', 'impression', 'click', 'add_to_cart', 'purchase', 'refund'];
export const channels = ['web', 'app', "it's \\ \u0000{p0:String}"];
export const origins = ['live', 'import', 'simulated'] as const;

export function shopEvent(n: number): EventRecord {
  const type = types[(n * 7) % types.length];
  return {
    kind: 'event',
    type,
    messageId: `m-${n}`,
    ...(n % 4 === 0 ? { anonymousId: `a-${n % 13}` } : { customerId: `c-${(n * 31) % 37}` }),
    itemId: `i-${Math.floor(n / 6) % 6}`,
    timestamp: day0 + ((n * 7_919) % 240) * hour + ((n * 104_729) % hour),
    receivedAt: day0,
    ...(type === 'purchase' ? { value: (n % 50) / 4, quantity: 1 + (n % 3), currency: 'BRL' } : {}),
    ...(n % 5 === 0 ? {} : { channel: channels[n % 3] }),
    ...(n % 3 === 0 ? { device: 'mobile' } : {}),
    ...(n % 7 === 0 ? { decisionId: `d-${n % 10}`, placement: 'home' } : {}),
    properties: { page: `/p${n % 2}` },
    origin: origins[n % 3],
  };
}

export function decision(n: number): DecisionRecord {
  return {
    kind: 'decision',
    decisionId: `d-${n}`,
    timestamp: day0 + n * hour,
    receivedAt: day0,
    customerId: `c-${n}`,
    placement: n % 2 === 0 ? 'home' : 'cart',
    model: n % 3 === 0 ? 'trees' : 'linear',
    policy: 'greedy',
    variant: 'A',
    context: { channel: 'web' },
    stateOffset: 0,
    slate: [],
    candidates: { retrieved: 1, eligible: 1 },
    origin: 'live',
  };
}
