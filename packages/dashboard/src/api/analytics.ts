import type { OperationInput, OperationOutput } from '@personalize/sdk';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language.ts';
import { client } from './client.ts';

export type AnalyticsQuery = OperationInput<'POST /v1/analytics/query'>['body'];
export type AnalyticsAnswer = OperationOutput<'POST /v1/analytics/query'>;
export type AnalyticsSchema = OperationOutput<'GET /v1/analytics/schema'>;
export type Granularity = NonNullable<AnalyticsQuery['granularity']>;
export type FunnelQuery = OperationInput<'POST /v1/analytics/funnel'>['body'];
export type FunnelAnswer = OperationOutput<'POST /v1/analytics/funnel'>;
export type RetentionQuery = OperationInput<'POST /v1/analytics/retention'>['body'];
export type RetentionAnswer = OperationOutput<'POST /v1/analytics/retention'>;
export type LifetimeQuery = OperationInput<'POST /v1/analytics/lifetime'>['body'];
export type RfmQuery = OperationInput<'POST /v1/analytics/rfm'>['body'];
export type AnomaliesQuery = OperationInput<'POST /v1/analytics/anomalies'>['body'];
export type LifetimeAnswer = OperationOutput<'POST /v1/analytics/lifetime'>;
export type RfmAnswer = OperationOutput<'POST /v1/analytics/rfm'>;
export type PathsQuery = OperationInput<'POST /v1/analytics/paths'>['body'];
export type PathsAnswer = OperationOutput<'POST /v1/analytics/paths'>;

/** A row of an answer: dimensions by name, metrics by name. */
export type Row = Record<string, string | number | null> & { other?: true };

interface Asking {
  query: { locale: Language };
}

/**
 * Asks a question in the page's language; undefined asks nothing. What was shown stays until the next answer is
 * here.
 */
function useQuestion<Body, Answer>(
  name: string,
  body: Body | undefined,
  ask: (input: Asking & { body: Body }, options: { signal: AbortSignal }) => Promise<Answer>,
) {
  const { i18n } = useTranslation();
  const locale = i18n.language as Language;
  return useQuery({
    queryKey: ['analytics', name, body, locale],
    queryFn: body === undefined ? skipToken : ({ signal }) => ask({ body, query: { locale } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

export function useAnswer(body: AnalyticsQuery | undefined) {
  return useQuestion('query', body, (input, options) =>
    client.request('POST /v1/analytics/query', input, options),
  );
}

export function useFunnel(body: FunnelQuery | undefined) {
  return useQuestion('funnel', body, (input, options) =>
    client.request('POST /v1/analytics/funnel', input, options),
  );
}

export function useRetention(body: RetentionQuery | undefined) {
  return useQuestion('retention', body, (input, options) =>
    client.request('POST /v1/analytics/retention', input, options),
  );
}

export function useLifetime(body: LifetimeQuery | undefined) {
  return useQuestion('lifetime', body, (input, options) =>
    client.request('POST /v1/analytics/lifetime', input, options),
  );
}

export function useRfm(body: RfmQuery | undefined) {
  return useQuestion('rfm', body, (input, options) =>
    client.request('POST /v1/analytics/rfm', input, options),
  );
}

export function usePaths(body: PathsQuery | undefined) {
  return useQuestion('paths', body, (input, options) =>
    client.request('POST /v1/analytics/paths', input, options),
  );
}

export function useAnomalies(body: AnomaliesQuery | undefined) {
  return useQuestion('anomalies', body, (input, options) =>
    client.request('POST /v1/analytics/anomalies', input, options),
  );
}

/** The metrics and dimensions that there are. */
export function useAnalyticsSchema() {
  return useQuery({
    queryKey: ['analytics', 'schema'],
    queryFn: ({ signal }) => client.request('GET /v1/analytics/schema', {}, { signal }),
    staleTime: 300_000,
  });
}

/** The most frequent values of a dimension of events; nothing while undefined. */
export function useDimensionValues(dimension: string | undefined): string[] {
  const now = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  const answer = useAnswer(
    dimension === undefined
      ? undefined
      : {
          metrics: ['events'],
          dimensions: [dimension],
          from: new Date(now - 90 * 86_400_000).toISOString(),
          to: new Date(now + 3_600_000).toISOString(),
          limit: 50,
        },
  );
  if (dimension === undefined) return [];
  return (answer.data?.rows ?? []).flatMap((row) => {
    const value = row[dimension];
    return value === null || value === undefined ? [] : [String(value)];
  });
}
