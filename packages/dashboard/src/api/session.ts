import { ApiError, type OperationInput, type OperationOutput } from '@personalize/sdk';
import { type Query, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { readStorage } from '../i18n/language.ts';
import { client } from './client.ts';
import { sessionKey } from './query-client.ts';
import { markSession, mayHaveSession } from './session-mark.ts';

export type Session = OperationOutput<'GET /v1/session'>;
/** Where this browser keeps the time zone of those who signed in with a key, and so have no account. */
export const timeZoneStorage = 'time-zone';

export type Credentials = OperationInput<'POST /v1/session'>['body'];

/** What the last person saw is not for the next one. */
const seen = { predicate: ({ queryKey }: Query) => queryKey[0] !== sessionKey[0] };

/** Who is signed in; `null` when nobody is. */
export function useSession() {
  const queries = useQueryClient();
  return useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal }): Promise<Session | null> => {
      if (!mayHaveSession()) return null;
      try {
        const session = await client.request('GET /v1/session', {}, { signal });
        // Another tab may have signed in as somebody else.
        const before = queries.getQueryData<Session | null>(sessionKey);
        if (before && before.id !== session.id) void queries.resetQueries(seen);
        if (session.kind === 'person') return session;
        return { ...session, timeZone: readStorage(timeZoneStorage) || null };
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 401) throw error;
        markSession(false);
        return null;
      }
    },
    staleTime: 60_000,
  });
}

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) => client.request('POST /v1/session', { body: credentials }),
    onSuccess: (session) => {
      markSession(true);
      queries.removeQueries(seen);
      queries.setQueryData(sessionKey, session);
    },
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => client.request('DELETE /v1/session'),
    onSettled: () => {
      markSession(false);
      queries.setQueryData(sessionKey, null);
      queries.removeQueries(seen);
    },
  });
}
