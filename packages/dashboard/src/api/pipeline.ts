import type { OperationInput, Schemas } from '@personalize/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { client } from './client.ts';

export type Pipeline = Schemas['Pipeline'];
export type PipelineNode = Schemas['PipelineNode'];
export type PipelineProblem = Schemas['PipelineProblem'];
export type PipelineRun = Schemas['PipelineRun'];
export type PipelineRunDetail = Schemas['PipelineRunDetail'];
export type RunNode = PipelineRunDetail['nodes'][number];
export type RunRequest = NonNullable<OperationInput<'POST /v1/pipeline/runs'>['body']>;

export type PipelineSchedule = Schemas['PipelineSchedule'];
export type ScheduleInput = OperationInput<'PUT /v1/pipeline/schedules/{name}'>['body'];

const root = 'pipeline';

/** The graph as the project's files are now, and how each node went last. */
export function usePipeline() {
  return useQuery({
    queryKey: [root, 'graph'],
    queryFn: ({ signal }) => client.request('GET /v1/pipeline', {}, { signal }),
    refetchInterval: ({ state }) => (state.data?.running ? 2_000 : 30_000),
  });
}

export function usePipelineRuns() {
  return useQuery({
    queryKey: [root, 'runs'],
    queryFn: ({ signal }) => client.request('GET /v1/pipeline/runs', {}, { signal }),
    select: (page) => page.data,
    refetchInterval: ({ state }) =>
      state.data?.data.some((run) => run.state === 'running') ? 2_000 : 30_000,
  });
}

export function usePipelineRun(id: string | undefined) {
  return useQuery({
    queryKey: [root, 'run', id],
    queryFn: ({ signal }) =>
      client.request('GET /v1/pipeline/runs/{id}', { path: { id: id ?? '' } }, { signal }),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 2_000 : false),
  });
}

export function useStartPipeline() {
  const refresh = useRefreshPipeline();
  return useMutation({
    mutationFn: (body: RunRequest) => client.request('POST /v1/pipeline/runs', { body }),
    onSettled: refresh,
  });
}

export function usePipelineSchedules() {
  return useQuery({
    queryKey: [root, 'schedules'],
    queryFn: ({ signal }) => client.request('GET /v1/pipeline/schedules', {}, { signal }),
    select: (page) => page.data,
    refetchInterval: 30_000,
  });
}

/** Makes a schedule or takes another one's place. */
export function useSavePipelineSchedule() {
  const refresh = useRefreshPipeline();
  return useMutation({
    mutationFn: ({ name, body }: { name: string; body: ScheduleInput }) =>
      client.request('PUT /v1/pipeline/schedules/{name}', { path: { name }, body }),
    onSettled: refresh,
  });
}

export function useRemovePipelineSchedule() {
  const refresh = useRefreshPipeline();
  return useMutation({
    mutationFn: (name: string) => client.request('DELETE /v1/pipeline/schedules/{name}', { path: { name } }),
    onSettled: refresh,
  });
}

/** Asks for everything about the pipeline anew. */
export function useRefreshPipeline(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: [root] });
}
