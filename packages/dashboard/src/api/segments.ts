import { useQuery } from '@tanstack/react-query';
import { client } from './client.ts';

/** The segments there are, and the title of each for people. */
export function useSegments() {
  const query = useQuery({
    queryKey: ['segments'],
    queryFn: ({ signal }) => client.request('GET /v1/segments', {}, { signal }),
    staleTime: 60_000,
    select: (page) => page.data,
  });
  const titles = new Map(query.data?.map(({ name, title }) => [name, title]));
  return { ...query, titleOf: (name: string): string => titles.get(name) ?? name };
}
