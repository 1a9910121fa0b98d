import type { Customer } from '../../api/customers.ts';

export type TimelineEntry =
  | { kind: 'event'; at: number; key: string; event: Customer['recentEvents'][number] }
  | { kind: 'decision'; at: number; key: string; decision: Customer['recentDecisions'][number] };

/** Events and decisions as one story, newest first. */
export function timelineOf(customer: Customer): TimelineEntry[] {
  const events = customer.recentEvents.map((event, index): TimelineEntry => {
    const at = Date.parse(event.timestamp);
    return { kind: 'event', at, key: `e ${at} ${event.type} ${event.itemId ?? ''} ${index}`, event };
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
