import type { Customer } from '../../api/customers.ts';

export type TimelineEntry =
  | { kind: 'event'; at: number; key: string; event: Customer['recentEvents'][number]; segment?: string }
  | { kind: 'decision'; at: number; key: string; decision: Customer['recentDecisions'][number] };

/**
 * Events and decisions as one story, newest first. `segments`: names of those entered and left, by type and
 * time of the event; several at one time in any order.
 */
export function timelineOf(
  customer: Customer,
  segments?: ReadonlyMap<string, readonly string[]>,
): TimelineEntry[] {
  const named = new Map<string, number>();
  const events = customer.recentEvents.map((event, index): TimelineEntry => {
    const at = Date.parse(event.timestamp);
    const moment = `${event.type} ${event.timestamp}`;
    const before = named.get(moment) ?? 0;
    named.set(moment, before + 1);
    const segment = segments?.get(moment)?.[before];
    return { kind: 'event', at, key: `e ${at} ${event.type} ${event.itemId ?? ''} ${index}`, event, segment };
  });
  const decisions = customer.recentDecisions.map(
    (decision): TimelineEntry => ({
      kind: 'decision',
      at: Date.parse(decision.timestamp),
      key: `d ${decision.decisionId}`,
      decision,
    }),
  );
  return [...events, ...decisions].sort((a, b) => b.at - a.at);
}
