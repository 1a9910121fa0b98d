import type { OperationInput, OperationOutput } from '@personalize/sdk';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { writeStorage } from '../i18n/language.ts';
import { client } from './client.ts';
import { sessionKey } from './query-client.ts';
import { pageRows, readPages } from './read-pages.ts';
import { type Session, timeZoneStorage } from './session.ts';

export type Key = OperationOutput<'GET /v1/keys'>['data'][number];
export type NewKey = OperationInput<'POST /v1/keys'>['body'];
export type Person = OperationOutput<'GET /v1/users'>['data'][number];
export type NewPerson = OperationInput<'POST /v1/users'>['body'];
export type PersonChange = OperationInput<'PATCH /v1/users/{id}'>['body'];
export type AuditEntry = OperationOutput<'GET /v1/audit'>['data'][number];
export type AuditFilter = Omit<NonNullable<OperationInput<'GET /v1/audit'>['query']>, 'limit' | 'cursor'>;
export type Preferences = OperationInput<'PATCH /v1/session'>['body'];

export function useKeys() {
  return useQuery({
    queryKey: ['keys'],
    queryFn: ({ signal }) => client.request('GET /v1/keys', {}, { signal }),
    select: (page) => page.data,
  });
}

/** The secret is in the answer, once. */
export function useCreateKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (key: NewKey) => client.request('POST /v1/keys', { body: key }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  });
}

export function useRevokeKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.request('DELETE /v1/keys/{id}', { path: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  });
}

export function usePeople() {
  return useQuery({
    queryKey: ['people'],
    queryFn: ({ signal }) => client.request('GET /v1/users', {}, { signal }),
    select: (page) => page.data,
  });
}

export function useAddPerson() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (person: NewPerson) => client.request('POST /v1/users', { body: person }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['people'] }),
  });
}

export function useChangePerson() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: PersonChange }) =>
      client.request('PATCH /v1/users/{id}', { path: { id }, body: change }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['people'] }),
  });
}

export function useRemovePerson() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.request('DELETE /v1/users/{id}', { path: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['people'] }),
  });
}

/** Newest first, page by page. */
export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      client.request('GET /v1/audit', { query: { ...filter, cursor: pageParam, limit: 50 } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** Every entry that the filter finds, for a file. */
export function allAudit(filter: AuditFilter): Promise<AuditEntry[]> {
  return readPages((cursor) =>
    client.request('GET /v1/audit', { query: { ...filter, cursor, limit: pageRows } }),
  );
}

/** The CSV of everything that the filter finds, without a bound. */
export function auditCsvAddress({ action = [], ...filter }: AuditFilter): string {
  const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]));
  for (const one of action) query.append('action', one);
  return `/v1/audit/export?${query}`;
}

export function useAuditActions() {
  return useQuery({
    queryKey: ['audit-actions'],
    queryFn: ({ signal }) => client.request('GET /v1/audit/actions', {}, { signal }),
    select: (answer) => answer.data,
  });
}

/** Changes what the signed-in person set for themselves. A key has no account: its time zone stays in this browser. */
export function useChangePreferences() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (change: Preferences): Promise<Session> => {
      const session = queries.getQueryData<Session>(sessionKey);
      if (session?.kind === 'key') {
        const timeZone = change.timeZone ?? null;
        writeStorage(timeZoneStorage, timeZone ?? '');
        return { ...session, timeZone };
      }
      return client.request('PATCH /v1/session', { body: change });
    },
    onSuccess: (session) => queries.setQueryData(sessionKey, session),
  });
}
