import { useQuery } from '@tanstack/react-query';
import { client } from './client.ts';

const types = ['segment_entered', 'segment_left'] as const;

/** As many as the timeline can hold. */
const limit = 50;

/**
 * Which segments a customer entered and left, by type and time of the event: the warehouse keeps what the
 * profile's short memory of events does not. `newest` is the time of the last one known, to look again when it moves.
 */
export function useEnteredSegments(customerId: string | undefined, newest: string | undefined) {
  const { data } = useQuery<ReadonlyMap<string, readonly string[]>>({
    queryKey: ['customer', customerId, 'entered-segments', newest],
    enabled: customerId !== undefined && newest !== undefined,
    // The warehouse hears of an event about a second later.
    retry: 2,
    refetchInterval: ({ state }) =>
      newest !== undefined && !hasTime(state.data, newest) && state.dataUpdateCount < 5 ? 1000 : false,
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        types.map((type) =>
          client.request('GET /v1/events', { query: { customerId, type, limit } }, { signal }),
        ),
      );
      const segments = new Map<string, string[]>();
      for (const { type, timestamp, properties } of pages.flatMap(({ data }) => data)) {
        const key = `${type} ${timestamp}`;
        const segment = properties?.segment;
        if (typeof segment === 'string') segments.set(key, [...(segments.get(key) ?? []), segment]);
      }
      return segments;
    },
    placeholderData: (before) => before,
  });
  return data;
}

function hasTime(segments: ReadonlyMap<string, unknown> | undefined, time: string): boolean {
  return types.some((type) => segments?.has(`${type} ${time}`));
}
