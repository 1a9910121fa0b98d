import type { OperationInput, Schemas } from '@personalize/sdk';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback } from 'react';
import { client } from './client.ts';
import { pageRows, readPages } from './read-pages.ts';

export type ModelSummary = Schemas['Model'];
export type Model = Schemas['ModelWithVersions'];
export type ModelVersion = Schemas['ModelVersion'];
export type VersionDetail = Schemas['ModelVersionDetail'];
export type AliasState = Schemas['ModelAlias'];
export type AliasChange = Schemas['AliasChange'];
export type Gate = Schemas['Gate'];
export type Comparison = Schemas['ModelComparison'];
export type TrainRequest = Schemas['TrainRequest'];
export type TrainSchedule = Schemas['TrainSchedule'];
export type ScheduleRequest = OperationInput<'PUT /v1/models/{name}/schedule'>['body'];
export type ModelWatch = Schemas['ModelWatch'];
export type WatchReport = ModelWatch['report'];
export type Drift = WatchReport['features'][number];
export type PredictRequest = OperationInput<'POST /v1/models/{name}/predict'>['body'];
export type Predictions = Schemas['Predictions'];
export type Prediction = Predictions['predictions'][number];
export type ImportRequest = OperationInput<'POST /v1/models/{name}/versions'>['body'];

/** The alias that placements name by default and that gates guard. */
export const champion = 'champion';
export const knownAliases = [champion, 'challenger', 'shadow'] as const;

/** What trains a model, as the jobs' kind. */
export const trainJobKind = 'train';

/** What measures a version that was made elsewhere, as the jobs' kind. */
export const evaluateJobKind = 'evaluateModel';

/** A version that was registered never changes but for its notes; what points at it may. */
const root = 'models';

export function useModels() {
  return useQuery({
    queryKey: [root],
    queryFn: ({ signal }) => client.request('GET /v1/models', {}, { signal }),
    // The built-in ranker is always there and has nothing to train, compare or watch against.
    select: (page) => page.data.filter(({ latest }) => latest.kind !== 'heuristic'),
  });
}

export function useModel(name: string) {
  return useQuery({
    queryKey: [root, name],
    queryFn: ({ signal }) => client.request('GET /v1/models/{name}', { path: { name } }, { signal }),
  });
}

export function useVersion(name: string, version: number | undefined) {
  return useQuery({
    queryKey: [root, name, 'version', version],
    queryFn: ({ signal }) =>
      client.request(
        'GET /v1/models/{name}/versions/{version}',
        { path: { name, version: version ?? 0 } },
        { signal },
      ),
    enabled: version !== undefined,
  });
}

/** How a version stands against what serves now; measures its latency, so it is asked only when wanted. */
export function useGates(name: string, version: number, enabled: boolean) {
  return useQuery({
    queryKey: [root, name, 'gates', version],
    queryFn: ({ signal }) =>
      client.request(
        'GET /v1/models/{name}/versions/{version}/gates',
        { path: { name, version } },
        { signal },
      ),
    enabled,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
}

export function useComparison(name: string, versions: readonly number[]) {
  return useQuery({
    queryKey: [root, name, 'compare', versions],
    queryFn: ({ signal }) =>
      client.request(
        'GET /v1/models/{name}/compare',
        { path: { name }, query: { versions: versions.join(',') } },
        { signal },
      ),
    enabled: versions.length > 1,
    placeholderData: keepPreviousData,
  });
}

export function useAliasHistory(name: string, alias: string) {
  return useInfiniteQuery({
    queryKey: [root, name, 'history', alias],
    queryFn: ({ pageParam, signal }) =>
      client.request(
        'GET /v1/models/{name}/aliases/{alias}/history',
        { path: { name, alias }, query: { limit: 50, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** The whole history of an alias, newest change first. */
export function allAliasChanges(name: string, alias: string): Promise<AliasChange[]> {
  return readPages((cursor) =>
    client.request('GET /v1/models/{name}/aliases/{alias}/history', {
      path: { name, alias },
      query: { cursor, limit: pageRows },
    }),
  );
}

/** How a version fares in service. Drift is counted by the hour; a minute's age does no harm. */
export function useWatch(name: string, version: number | undefined, hours: number) {
  return useQuery({
    queryKey: [root, name, 'watch', version, hours],
    queryFn: ({ signal }) =>
      client.request(
        'GET /v1/models/{name}/versions/{version}/watch',
        { path: { name, version: version ?? 0 }, query: { hours } },
        { signal },
      ),
    enabled: version !== undefined,
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  });
}

export function useSetAlias(name: string) {
  return useModelMutation((change: { alias: string; version: number; reason?: string; override?: true }) => {
    const { alias, ...body } = change;
    return client.request('PUT /v1/models/{name}/aliases/{alias}', { path: { name, alias }, body });
  });
}

export function useRemoveAlias(name: string) {
  return useModelMutation(({ alias, reason }: { alias: string; reason?: string }) =>
    client.request('DELETE /v1/models/{name}/aliases/{alias}', {
      path: { name, alias },
      query: reason === undefined ? {} : { reason },
    }),
  );
}

export function useRollback(name: string) {
  return useModelMutation((body: { alias?: string; reason?: string }) =>
    client.request('POST /v1/models/{name}/rollback', { path: { name }, body }),
  );
}

export function useAnnotate(name: string, version: number) {
  return useModelMutation((body: { notes?: string; tags?: string[] }) =>
    client.request('PATCH /v1/models/{name}/versions/{version}', { path: { name, version }, body }),
  );
}

export function useTrain() {
  return useModelMutation(({ name, body }: { name: string; body: TrainRequest }) =>
    client.request('POST /v1/models/{name}/train', { path: { name }, body }),
  );
}

export function useEvaluate() {
  return useModelMutation(({ name, version }: { name: string; version: number }) =>
    client.request('POST /v1/models/{name}/versions/{version}/evaluate', {
      path: { name, version },
      body: {},
    }),
  );
}

export function useImportModel() {
  return useModelMutation(({ name, body }: { name: string; body: ImportRequest }) =>
    client.request('POST /v1/models/{name}/versions', { path: { name }, body }),
  );
}

export function usePutSchedule(name: string) {
  return useModelMutation((body: ScheduleRequest) =>
    client.request('PUT /v1/models/{name}/schedule', { path: { name }, body }),
  );
}

export function useRemoveSchedule(name: string) {
  return useModelMutation((_: undefined) =>
    client.request('DELETE /v1/models/{name}/schedule', { path: { name } }),
  );
}

/** A change after which everything about models is asked again. */
function useModelMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => queries.invalidateQueries({ queryKey: [root] }),
  });
}

/** Scores that any version gives now; nothing is logged, so nothing has to be asked again. */
export function usePredict(name: string) {
  return useMutation({
    mutationFn: (body: PredictRequest) =>
      client.request('POST /v1/models/{name}/predict', { path: { name }, body }),
  });
}

/** Several versions in the order given; those that have not arrived are left out. */
export function useVersions(name: string, versions: readonly number[]): readonly VersionDetail[] {
  return useQueries({
    queries: versions.map((version) => ({
      queryKey: [root, name, 'version', version],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.request('GET /v1/models/{name}/versions/{version}', { path: { name, version } }, { signal }),
    })),
    combine: dataOf,
  });
}

// Kept outside, so that the answer keeps its identity while nothing changes.
const dataOf = (answers: readonly { data: VersionDetail | undefined }[]): readonly VersionDetail[] =>
  answers.flatMap(({ data }) => data ?? []);

export type WatchSeries = Schemas['ModelWatchSeries'];

/** A version in service through time. */
export function useWatchSeries(name: string, version: number | undefined, days: number) {
  return useQuery({
    queryKey: [root, name, 'series', version, days],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - days * 86_400_000).toISOString();
      return client.request(
        'GET /v1/models/{name}/watch',
        { path: { name }, query: { version, from } },
        { signal },
      );
    },
    enabled: version !== undefined,
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  });
}

export type ShadowAnswer = Schemas['ShadowAnswer'];

/** What a shadow or challenger would have answered, newest first. */
export function useShadowAnswers(name: string, version: number) {
  return useQuery({
    queryKey: [root, name, 'shadow', version],
    queryFn: ({ signal }) =>
      client.request(
        'GET /v1/models/{name}/shadow',
        { path: { name }, query: { version, limit: 100 } },
        { signal },
      ),
    select: (page) => page.data,
  });
}

/** Has everything about models asked again: a job that made or measured a version has ended. */
export function useRefreshModels(): () => void {
  const queries = useQueryClient();
  return useCallback(() => void queries.invalidateQueries({ queryKey: [root] }), [queries]);
}
