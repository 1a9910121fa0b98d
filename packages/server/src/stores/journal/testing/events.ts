import type { EventRecord } from '../record.ts';

/** An event whose every field follows from `n`. */
export function eventAt(n: number, more: Partial<EventRecord> = {}): EventRecord {
  return {
    kind: 'event',
    type: 'page_view',
    messageId: `message-${n}`,
    customerId: `customer-${n % 7}`,
    timestamp: 1_700_000_000_000 + n,
    receivedAt: 1_700_000_000_000 + n,
    origin: 'live',
    ...more,
  };
}

export function eventsFrom(first: number, count: number): EventRecord[] {
  return Array.from({ length: count }, (_, i) => eventAt(first + i));
}
