import { useQuery } from '@tanstack/react-query';
import { client } from './client.ts';

/** What the server is: its version, how much it holds, whether it is a demo. */
export function useStatus() {
  return useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => client.request('GET /v1/status', {}, { signal }),
    staleTime: 60_000,
  });
}
