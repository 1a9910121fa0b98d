import { type FilterGroup, readFilter } from '../../components/asking/filter.ts';

export interface FunnelStep {
  events: string[];
  filter: FilterGroup;
}

const usual: readonly string[] = ['page_view', 'add_to_cart', 'purchase'];

/** The steps in an address; without any, those of a shop. */
export function readSteps(text: string): FunnelStep[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.length >= 2 && value.length <= 10) {
      return value.map((one: { events?: unknown; filter?: unknown }) => ({
        events: Array.isArray(one.events) ? one.events.filter((event) => typeof event === 'string') : [],
        filter: readFilter(one.filter === undefined ? '' : JSON.stringify(one.filter)),
      }));
    }
  } catch {
    // Anything else is no list of steps.
  }
  return usual.map((event) => ({ events: [event], filter: { join: 'and', parts: [] } }));
}

export function writeSteps(steps: readonly FunnelStep[]): string {
  return JSON.stringify(
    steps.map(({ events, filter }) => (filter.parts.length === 0 ? { events } : { events, filter })),
  );
}
