import { ApiError, type OperationInput, type OperationOutput } from '@personalize/sdk';
import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language.ts';
import { client } from './client.ts';
import type { DailyResults } from './experiment-results.ts';
import { useSession } from './session.ts';

export type Experiment = OperationOutput<'GET /v1/experiments/{key}'>;
export type ExperimentDefinition = OperationInput<'POST /v1/experiments'>['body'];
export type Variant = ExperimentDefinition['variants'][number];
export type Effect = Variant['effect'];
export type Metric = ExperimentDefinition['metrics'][number];
export type ResultsQuery = Omit<
  NonNullable<OperationInput<'GET /v1/experiments/{key}/results'>['query']>,
  'locale'
>;

/** How often an open page of a running experiment reads its results again. */
const followMs = 30_000;

/** Whether the signed-in person may make, start and stop experiments. */
export function useMayExperiment(): boolean {
  const scopes = useSession().data?.scopes ?? [];
  return scopes.includes('experiments:write') || scopes.includes('admin');
}

export function useExperiments() {
  return useQuery({
    queryKey: ['experiments'],
    queryFn: ({ signal }) => client.request('GET /v1/experiments', {}, { signal }),
    select: (page) => page.data,
  });
}

export function useExperiment(key: string | undefined) {
  return useQuery({
    queryKey: ['experiment', key],
    queryFn: ({ signal }) =>
      client.request('GET /v1/experiments/{key}', { path: { key: key ?? '' } }, { signal }),
    enabled: key !== undefined,
  });
}

function resultsOptions(experiment: Experiment | undefined, query: ResultsQuery, locale: Language) {
  const key = experiment?.key ?? '';
  const running = experiment?.state === 'running';
  return {
    queryKey: ['experiment', key, 'results', query, locale, experiment?.version],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      client.request(
        'GET /v1/experiments/{key}/results',
        { path: { key }, query: { ...query, locale } },
        { signal },
      ),
    enabled: experiment !== undefined && experiment.state !== 'draft',
    // What has ended hardly changes; what runs changes slowly, and reading it costs the warehouse.
    staleTime: running ? followMs : 600_000,
    refetchInterval: running ? followMs : (false as const),
  };
}

/** Results in the page's language, read again every half minute while the experiment runs. */
export function useResults(experiment: Experiment | undefined, query: ResultsQuery) {
  const locale = useTranslation().i18n.language as Language;
  return useQuery({ ...resultsOptions(experiment, query, locale), placeholderData: keepPreviousData });
}

export interface DailyQuery {
  metric: string;
  method: 'sequential' | 'fixed';
}

function dailyOptions({ key, version, state }: Experiment, query: DailyQuery, locale: Language) {
  return {
    queryKey: ['experiment', key, 'daily', query, locale, version],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      client.request(
        'GET /v1/experiments/{key}/results/daily',
        { path: { key }, query: { ...query, locale } },
        { signal },
      ),
    staleTime: state === 'running' ? 60_000 : 600_000,
  };
}

/** One metric as it stood at the end of each day. */
export function useDailyResults(experiment: Experiment, query: DailyQuery) {
  const locale = useTranslation().i18n.language as Language;
  return useQuery({ ...dailyOptions(experiment, query, locale), placeholderData: keepPreviousData });
}

/** Results and the days of every metric, for a file. */
export function useAllResults(experiment: Experiment) {
  const queries = useQueryClient();
  const locale = useTranslation().i18n.language as Language;
  return async (query: ResultsQuery) => {
    const results = await queries.fetchQuery(resultsOptions(experiment, query, locale));
    const method = query.method === 'fixed' ? 'fixed' : 'sequential';
    const daily: DailyResults[] = [];
    // One after the other: each reads the warehouse.
    for (const { key } of results.metrics) {
      daily.push(await queries.fetchQuery(dailyOptions(experiment, { metric: key, method }, locale)));
    }
    return { results, daily };
  };
}

/** Results of several experiments at once, each arriving by itself; undefined for drafts. */
export function useResultsOf(experiments: readonly Experiment[]) {
  const locale = useTranslation().i18n.language as Language;
  const answers = useQueries({
    queries: experiments.map((experiment) => ({
      ...resultsOptions(experiment, {}, locale),
      refetchInterval: false as const,
      staleTime: 120_000,
    })),
  });
  return new Map(experiments.map(({ key }, i) => [key, answers[i]]));
}

/** Somebody else saved the experiment in the meantime. */
export class ChangedElsewhere extends Error {}

export function useSaveExperiment() {
  const queries = useQueryClient();
  return useMutation({
    /** `basedOn` is the version that was edited; undefined makes a new draft. */
    mutationFn: async ({ body, basedOn }: { body: ExperimentDefinition; basedOn?: number }) => {
      if (basedOn === undefined) return client.request('POST /v1/experiments', { body });
      const path = { key: body.key };
      try {
        return await client.request('PUT /v1/experiments/{key}', { path, body }, { ifMatch: basedOn });
      } catch (error) {
        // Other conflicts have the same code: a newer version tells them apart.
        if (!(error instanceof ApiError) || error.status !== 409) throw error;
        const { version } = await client.request('GET /v1/experiments/{key}', { path });
        throw version === basedOn ? error : new ChangedElsewhere();
      }
    },
    onSuccess: (saved) => {
      queries.setQueryData(['experiment', saved.key], saved);
      void queries.invalidateQueries({ queryKey: ['experiments'] });
    },
  });
}

function useLifeChange<Input>(change: (input: Input) => Promise<Experiment>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (changed) => {
      queries.setQueryData(['experiment', changed.key], changed);
      void queries.invalidateQueries({ queryKey: ['experiments'] });
    },
  });
}

export function useStartExperiment() {
  // Only as it was reviewed: a change by somebody else in between is not started unseen.
  return useLifeChange(({ key, version }: Experiment) =>
    client.request('POST /v1/experiments/{key}/start', { path: { key } }, { ifMatch: version }),
  );
}

/** Why an experiment is ended, in the words of who ends it. */
export type Ending = OperationInput<'POST /v1/experiments/{key}/stop'>['body'];

export function useStopExperiment({ key }: Experiment) {
  return useLifeChange((body: Ending) =>
    client.request('POST /v1/experiments/{key}/stop', { path: { key }, body }),
  );
}

export function useRemoveDraft() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => client.request('DELETE /v1/experiments/{key}', { path: { key } }),
    onSuccess: (_, key) => {
      queries.removeQueries({ queryKey: ['experiment', key] });
      void queries.invalidateQueries({ queryKey: ['experiments'] });
    },
  });
}

/** Puts a winning variant's settings into its placement, then ends the experiment. */
export function useShipVariant(experiment: Experiment) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ variant, apply, reason }: { variant: Variant; apply: boolean; reason: string }) => {
      const { key, placement: name } = experiment;
      const settings = placementSettings(variant.effect);
      if (apply && settings !== undefined && name !== undefined) {
        const placement = await client.request('GET /v1/placements/{name}', { path: { name } });
        // Before the end, so that nobody sees the old settings in between.
        await client.request('PUT /v1/placements/{name}', {
          path: { name },
          body: { ...placement, ...settings },
        });
      }
      const body = { outcome: 'shipped' as const, variant: variant.key, reason };
      return client.request('POST /v1/experiments/{key}/stop', { path: { key }, body });
    },
    onSuccess: (stopped) => {
      queries.setQueryData(['experiment', stopped.key], stopped);
      void queries.invalidateQueries({ queryKey: ['experiments'] });
      void queries.invalidateQueries({ queryKey: ['placements'] });
    },
  });
}

/** What an effect sets in its placement; undefined for flags and for nothing. */
export function placementSettings(effect: Effect) {
  switch (effect.kind) {
    case 'model':
      return { ranker: effect.ranker };
    case 'policy':
      return { policy: effect.policy };
    case 'placement':
      return effect.settings;
    default:
      return undefined;
  }
}

export type PowerRequest = OperationInput<'POST /v1/experiments/power'>['body'];

/** How many customers and days a design needs, or what it can detect; undefined asks nothing. */
export function usePower(body: PowerRequest | undefined) {
  return useQuery({
    queryKey: ['power', body],
    queryFn: ({ signal }) => client.request('POST /v1/experiments/power', { body: body ?? {} }, { signal }),
    enabled: body !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 600_000,
  });
}

/** How often each value of a dimension occurred lately, most frequent first; empty values are left out. */
function useSeen(dimension: 'eventType' | 'currency') {
  return useQuery({
    queryKey: ['seen', dimension],
    queryFn: async ({ signal }) => {
      const day = 86_400_000;
      const from = new Date(Date.now() - 90 * day).toISOString();
      const to = new Date(Date.now() + day).toISOString();
      const { rows } = await client.request(
        'POST /v1/analytics/query',
        { body: { metrics: ['events'], dimensions: [dimension], from, to, limit: 50 } },
        { signal },
      );
      return rows
        .map((row) => ({ value: String(row[dimension] ?? ''), events: Number(row.events) }))
        .filter(({ value }) => value !== '')
        .sort((a, b) => b.events - a.events)
        .map(({ value }) => value);
    },
    staleTime: 300_000,
  });
}

/** Event types seen lately: what metrics can count. */
export function useEventTypes(): readonly string[] {
  return useSeen('eventType').data ?? [];
}

/** The currency that most events with a value carry. */
export function useUsualCurrency(): string {
  return useSeen('currency').data?.[0] ?? 'USD';
}

export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
