import { ApiError, type OperationInput, type OperationOutput } from '@personalize/sdk';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language.ts';
import { client } from './client.ts';
import { useSession } from './session.ts';

export type StoredPlacement = OperationOutput<'GET /v1/placements/{name}'>;
/** A placement's settings without what the server adds. */
export type PlacementSettings = Required<Pick<OperationInput<'PUT /v1/placements/{name}'>['body'], 'name'>> &
  OperationInput<'PUT /v1/placements/{name}'>['body'];
export type Policy = PlacementSettings['policy'];
export type Filter = PlacementSettings['filters'][number];
export type SourceName = PlacementSettings['sources'][number]['name'];
export type LearntPolicy = OperationOutput<'GET /v1/placements/{name}/policy'>['policies'][number];
export type PlacementPreview = OperationOutput<'POST /v1/placements/{name}/preview'>;

/** How often an open page looks for what a policy has learnt. */
const followMs = 2_000;

/** Whether the signed-in person may change placements. */
export function useMayEditPlacements(): boolean {
  const scopes = useSession().data?.scopes ?? [];
  return ['catalog:write', 'experiments:write', 'admin'].some((scope) => scopes.includes(scope as 'admin'));
}

export function usePlacement(name: string) {
  return useQuery({
    queryKey: ['placement', name],
    queryFn: ({ signal }) => client.request('GET /v1/placements/{name}', { path: { name } }, { signal }),
    // What is being edited does not change under the reader's hands.
    refetchOnWindowFocus: false,
    staleTime: 0,
  });
}

export interface PlacementChange {
  settings: PlacementSettings;
  /** The one that they were made from; 0: the placement must be new. */
  version: number;
}

/** Stores settings. */
export function usePutPlacement() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ settings, version }: PlacementChange) =>
      client.request(
        'PUT /v1/placements/{name}',
        { path: { name: settings.name }, body: settings },
        { ifMatch: version },
      ),
    onSuccess: (stored) => {
      queries.setQueryData(['placement', stored.name], stored);
      void queries.invalidateQueries({ queryKey: ['placements'] });
      void queries.invalidateQueries({ queryKey: ['placement-policy', stored.name] });
    },
  });
}

export function useRemovePlacement() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => client.request('DELETE /v1/placements/{name}', { path: { name } }),
    onSuccess: (_, name) => {
      queries.removeQueries({ queryKey: ['placement', name] });
      void queries.invalidateQueries({ queryKey: ['placements'] });
    },
  });
}

/** What a placement's policies have learnt, followed while the page is open. */
export function useLearnt(name: string) {
  return useQuery({
    queryKey: ['placement-policy', name],
    queryFn: ({ signal }) =>
      client.request(
        'GET /v1/placements/{name}/policy',
        { path: { name }, query: { limit: 12 } },
        { signal },
      ),
    refetchInterval: followMs,
    staleTime: 0,
  });
}

export function useResetPolicy(name: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (segment: string | null) =>
      client.request('DELETE /v1/placements/{name}/policy', {
        path: { name },
        query: segment === null ? { own: true } : { segment },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['placement-policy', name] }),
  });
}

/** What settings would answer for a customer; nothing is logged. Without settings: the stored ones. */
export function usePreview(
  name: string,
  customerId: string,
  settings: PlacementSettings | undefined,
  enabled = true,
) {
  const locale = useTranslation().i18n.language as Language;
  return useQuery({
    queryKey: ['placement-preview', name, customerId, settings, locale],
    queryFn: ({ signal }) =>
      client.request(
        'POST /v1/placements/{name}/preview',
        { path: { name }, body: { customerId, locale, ...(settings === undefined ? {} : { settings }) } },
        { signal },
      ),
    enabled: enabled && customerId !== '',
    placeholderData: keepPreviousData,
    retry: (failures, error) => failures < 2 && (!(error instanceof ApiError) || error.temporary),
  });
}

/** Some customer to preview for. */
export function useSomeCustomer() {
  return useQuery({
    queryKey: ['customers', 'one'],
    queryFn: ({ signal }) => client.request('GET /v1/customers', { query: { limit: 1 } }, { signal }),
    select: (page) => page.data[0]?.customerId ?? '',
    staleTime: Number.POSITIVE_INFINITY,
  });
}
