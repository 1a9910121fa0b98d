import type { OperationInput, OperationOutput } from '@personalize/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { client } from './client.ts';
import { useMay } from './use-may.ts';

export type Alert = OperationOutput<'GET /v1/alerts/{id}'>;
export type AlertDefinition = OperationInput<'POST /v1/alerts'>['body'];
export type AlertPreview = OperationOutput<'POST /v1/alerts/preview'>;
export type AlertEvent = OperationOutput<'GET /v1/alerts/{id}/history'>['data'][number];

const key = ['alerts'];
/** Under which an alert that was just removed is kept for its undoing. */
export const removedAlert = ['alert-removed'];
/** How often an open page asks whether something fires. */
const followMs = 15_000;

/** Whether who is signed in may make, change and snooze alerts. */
export function useMayEditAlerts(): boolean {
  const [catalog, models, experiments] = [
    useMay('catalog:write'),
    useMay('models:write'),
    useMay('experiments:write'),
  ];
  return catalog || models || experiments;
}

export function useAlerts() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client.request('GET /v1/alerts', {}, { signal }),
    select: (page) => page.data,
    refetchInterval: followMs,
  });
}

/** How many alerts fire that nobody snoozed or looks after. */
export function useFiringCount(): number {
  const may = useMay('analytics:read');
  return (
    useQuery({
      queryKey: key,
      queryFn: ({ signal }) => client.request('GET /v1/alerts', {}, { signal }),
      select: ({ data }) =>
        data.filter(({ status, acknowledged }) => status === 'firing' && acknowledged === null).length,
      refetchInterval: followMs,
      enabled: may,
    }).data ?? 0
  );
}

export function useAlert(id: string) {
  return useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => client.request('GET /v1/alerts/{id}', { path: { id } }, { signal }),
    refetchInterval: followMs,
  });
}

export function useAlertHistory(id: string) {
  return useQuery({
    queryKey: [...key, id, 'history'],
    queryFn: ({ signal }) => client.request('GET /v1/alerts/{id}/history', { path: { id } }, { signal }),
    select: (page) => page.data,
    refetchInterval: followMs,
  });
}

/** When an alert would have fired; undefined asks nothing. */
export function useAlertPreview(definition: AlertDefinition | undefined) {
  return useQuery({
    queryKey: [...key, 'preview', definition],
    queryFn: ({ signal }) =>
      client.request(
        'POST /v1/alerts/preview',
        { body: definition ?? { title: '', kind: 'metric' } },
        { signal },
      ),
    enabled: definition !== undefined,
    staleTime: 60_000,
    retry: false,
  });
}

export function usePutAlert() {
  return useAlertMutation(
    ({ id, body, version }: { id?: string; body: AlertDefinition; version?: number }) =>
      id === undefined
        ? client.request('POST /v1/alerts', { body })
        : client.request(
            'PUT /v1/alerts/{id}',
            { path: { id }, body },
            version === undefined ? {} : { ifMatch: version },
          ),
  );
}

export function useRemoveAlert() {
  return useAlertMutation((id: string) => client.request('DELETE /v1/alerts/{id}', { path: { id } }));
}

/** Within an hour of its removal. */
export function useRestoreAlert() {
  return useAlertMutation(({ id }: { id: string }) =>
    client.request('POST /v1/alerts/{id}/restore', { path: { id } }),
  );
}

/** Until a time, epoch ms; null wakes it. */
export function useSnooze() {
  return useAlertMutation(({ id, until }: { id: string; until: number | null }) =>
    client.request('POST /v1/alerts/{id}/snooze', {
      path: { id },
      body: { until: until === null ? null : new Date(until).toISOString() },
    }),
  );
}

export function useAcknowledge() {
  return useAlertMutation((id: string) =>
    client.request('POST /v1/alerts/{id}/acknowledge', { path: { id } }),
  );
}

export function useTestAlert() {
  return useMutation({
    mutationFn: (id: string) => client.request('POST /v1/alerts/{id}/test', { path: { id } }),
  });
}

function useAlertMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: key }) });
}
