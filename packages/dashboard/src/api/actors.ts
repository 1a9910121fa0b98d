import { useQuery } from '@tanstack/react-query';
import { client } from './client.ts';

/** What the server and its command line are called, instead of an id. */
const unnamed: ReadonlySet<string> = new Set(['system', 'cli']);
/** Ids that one request may ask for. */
const most = 100;

/** Names of keys and people by id; of those that are gone or have not arrived, none. */
export function useActors(ids: readonly string[]): ReadonlyMap<string, string> {
  const wanted = [...new Set(ids)]
    .filter((id) => !unnamed.has(id))
    .sort()
    .slice(0, most);
  const { data = noNames } = useQuery({
    queryKey: ['actors', wanted],
    queryFn: ({ signal }) => client.request('GET /v1/actors', { query: { id: wanted } }, { signal }),
    select: ({ data }) => new Map(data.map(({ id, name }) => [id, name])),
    enabled: wanted.length > 0,
    staleTime: 300_000,
  });
  return data;
}

const noNames: ReadonlyMap<string, string> = new Map();
