import type { FeatureDefinition } from './definition.ts';

/** The event types that a definition names, sorted; empty for kinds that name none. */
export function eventsOf(definition: FeatureDefinition): string[] {
  switch (definition.kind) {
    case 'affinity':
    case 'behaviorScore':
      return [...new Set(Object.keys(definition.weights))].sort();
    case 'rate':
      return [...new Set([...definition.numerator, ...definition.denominator])].sort();
    case 'session':
    case 'attribute':
    case 'context':
      return [];
    default:
      return [...new Set(definition.events)].sort();
  }
}

/** Types that the server or identity handling writes: in timelines, but no activity of the customer. */
export const passiveTypes: ReadonlySet<string> = new Set([
  'identify',
  'alias',
  'segment_entered',
  'segment_left',
  'exposure',
]);
