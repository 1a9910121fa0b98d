import type { OperationInput, Schemas } from '@personalize/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { client } from './client.ts';

export type ReportRequest = OperationInput<'POST /v1/reports'>['body'];
export type ReportFormat = ReportRequest['format'];
export type ReportBlock = ReportRequest['blocks'][number];
export type ReportSchedule = Schemas['ReportSchedule'];
export type ScheduleInput = OperationInput<'POST /v1/reports/schedules'>['body'];

const schedulesKey = ['report-schedules'];
export const filesKey = ['report-files'];

/** Makes a report that is answered at once and puts it into the browser's downloads. */
export async function downloadReport(body: ReportRequest): Promise<void> {
  const response = await client.stream('POST /v1/reports', { body });
  await save(response, `report.${body.format}`);
}

/** Lets the server get ready to draw. Without it the first picture only takes longer. */
export async function warmRenderer(): Promise<void> {
  await client.request('POST /v1/reports/renderer', {}).catch(() => {});
}

/** Starts making a whole data set into a file. */
export async function makeDatasetFile(body: ReportRequest): Promise<void> {
  await client.stream('POST /v1/reports', { body });
}

export async function downloadFile(id: string, name: string): Promise<void> {
  await save(await client.stream('GET /v1/reports/files/{id}', { path: { id } }), name);
}

async function save(response: Response, fallback: string): Promise<void> {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = encoded === undefined ? fallback : decodeURIComponent(encoded);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function useReportSchedules() {
  return useQuery({
    queryKey: schedulesKey,
    queryFn: ({ signal }) => client.request('GET /v1/reports/schedules', {}, { signal }),
    select: ({ data }) => data,
    refetchInterval: ({ state }) =>
      state.data?.data.some(({ lastRun }) => lastRun?.state === 'running') ? 1_000 : 30_000,
  });
}

export function useReportRuns(id: string) {
  return useQuery({
    queryKey: [...schedulesKey, id, 'runs'],
    queryFn: ({ signal }) =>
      client.request('GET /v1/reports/schedules/{id}/runs', { path: { id } }, { signal }),
    select: ({ data }) => data,
    refetchInterval: ({ state }) => (state.data?.data[0]?.state === 'running' ? 1_000 : false),
  });
}

/** A board to be made into a report; nothing is asked while none is chosen. */
export function useReportBoard(id: string | undefined) {
  return useQuery({
    queryKey: ['boards', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) => client.request('GET /v1/boards/{id}', { path: { id: id ?? '' } }, { signal }),
  });
}

export function useReportFiles() {
  return useQuery({
    queryKey: filesKey,
    queryFn: ({ signal }) => client.request('GET /v1/reports/files', {}, { signal }),
    select: ({ data }) => data,
  });
}

/** With an id it replaces that schedule, without one it makes another. */
export function useSaveSchedule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, input }: { id?: string; input: ScheduleInput }) =>
      id === undefined
        ? client.request('POST /v1/reports/schedules', { body: input })
        : client.request('PUT /v1/reports/schedules/{id}', { path: { id }, body: input }),
    onSuccess: () => queries.invalidateQueries({ queryKey: schedulesKey }),
  });
}

export function useRemoveSchedule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.request('DELETE /v1/reports/schedules/{id}', { path: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: schedulesKey }),
  });
}

/** Within an hour of its removal. */
export function useRestoreSchedule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.request('POST /v1/reports/schedules/{id}/restore', { path: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: schedulesKey }),
  });
}

export function useRunSchedule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, test }: { id: string; test: boolean }) =>
      client.request('POST /v1/reports/schedules/{id}/run', { path: { id }, body: { test } }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: schedulesKey });
      await queries.invalidateQueries({ queryKey: filesKey });
    },
  });
}

/** A schedule as it is sent back: without what the server adds. */
export function inputOf({ name, report, cron, timeZone, enabled, to }: ReportSchedule): ScheduleInput {
  const { webhook, ...rest } = to;
  return {
    name,
    report,
    cron,
    timeZone,
    enabled,
    to: { ...rest, ...(webhook && { webhook: { url: webhook.url } }) },
  };
}
