import type { OperationInput, OperationOutput } from '@personalize/sdk';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language.ts';
import { client } from './client.ts';

export type Segment = OperationOutput<'GET /v1/segments'>['data'][number];
export type RuleSubjects = OperationOutput<'GET /v1/rule-subjects'>;
export type SegmentMoves = OperationOutput<'GET /v1/segment-moves'>['data'][number];
export type SegmentSettings = OperationInput<'PUT /v1/segments/{name}'>['body'];

/** How often an open builder counts again, since customers change while a rule is written. */
const recountMs = 10_000;

/** The segments there are, and what each means, in the page's language. */
export function useSegments() {
  const language = useTranslation().i18n.language as Language;
  const query = useQuery({
    queryKey: ['segments'],
    queryFn: ({ signal }) => client.request('GET /v1/segments', {}, { signal }),
    staleTime: 60_000,
    select: (page) => page.data,
  });
  const byName = new Map(query.data?.map((segment) => [segment.name, segment]));
  return {
    ...query,
    titleOf: (name: string): string => byName.get(name)?.title ?? name,
    meaningOf: (name: string): string | undefined => byName.get(name)?.description?.[language],
  };
}

/** One segment with what uses it; its members are counted again while the page is open. */
export function useSegment(name: string) {
  return useQuery({
    queryKey: ['segment', name],
    queryFn: ({ signal }) => client.request('GET /v1/segments/{name}', { path: { name } }, { signal }),
    refetchInterval: recountMs,
    staleTime: 0,
  });
}

export interface SegmentChange {
  name: string;
  settings: SegmentSettings;
  /** The one that they were made from; 0: the segment must be new. */
  version: number;
}

export function usePutSegment() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, settings, version }: SegmentChange) =>
      client.request('PUT /v1/segments/{name}', { path: { name }, body: settings }, { ifMatch: version }),
    onSuccess: (_, { name }) => refresh(queries, name),
  });
}

export function useRemoveSegment() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => client.request('DELETE /v1/segments/{name}', { path: { name } }),
    onSuccess: (_, name) => {
      queries.removeQueries({ queryKey: ['segment', name] });
      void queries.invalidateQueries({ queryKey: ['segments'] });
    },
  });
}

function refresh(queries: ReturnType<typeof useQueryClient>, name: string): void {
  for (const queryKey of [['segments'], ['segment', name], ['segment-moves']]) {
    void queries.invalidateQueries({ queryKey });
  }
}

/** Whom a rule holds for now; a newer rule cancels the count of the one before. */
export function useSegmentPreview(rule: SegmentSettings['rule'] | undefined) {
  return useQuery({
    queryKey: ['segment-preview', rule],
    queryFn: ({ signal }) =>
      client.request('POST /v1/segments/preview', { body: { rule: rule ?? {}, sample: 8 } }, { signal }),
    enabled: rule !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: recountMs,
    retry: false,
  });
}

export function useRuleSubjects() {
  return useQuery({
    queryKey: ['rule-subjects'],
    queryFn: ({ signal }) => client.request('GET /v1/rule-subjects', {}, { signal }),
    staleTime: 60_000,
  });
}

/** Entries and exits by day of the zone, for one segment or all. */
export function useSegmentMoves(days: number, timeZone: string, segment?: string) {
  return useQuery({
    queryKey: ['segment-moves', days, timeZone, segment],
    queryFn: ({ signal }) =>
      client.request(
        'GET /v1/segment-moves',
        { query: { days, timeZone, ...(segment === undefined ? {} : { segment }) } },
        { signal },
      ),
    select: (answer) => answer.data,
  });
}
