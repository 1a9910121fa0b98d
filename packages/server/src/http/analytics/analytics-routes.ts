import type { FastifyRequest } from 'fastify';
import { describeReason } from '../../analytics/analyses/index.ts';
import type { AnalyticsService, Locale } from '../../analytics/semantic/index.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { refusals, toTime } from '../schemas.ts';
import {
  AnomaliesAnswer,
  AnomaliesQuery,
  FunnelAnswer,
  FunnelQuery,
  LifetimeAnswer,
  LifetimeQuery,
  PathsAnswer,
  PathsQuery,
  RetentionAnswer,
  RetentionQuery,
  RfmAnswer,
  RfmQuery,
} from './journey-schemas.ts';
import { inReadersLanguage, Language } from './language.ts';
import { AnalyticsAnswer, AnalyticsQuery, AnalyticsSchema } from './schemas.ts';

const config = { access: needs('analytics:read') };
const tags = ['Analytics'];
const refused = refusals(400, 401, 403, 422, 429, 503);

/** `GET /v1/analytics/schema`, and `POST` of questions: query, funnel, retention, paths, rfm, lifetime, anomalies. */
export async function analyticsRoutes(
  app: App,
  { analytics }: { analytics: AnalyticsService },
): Promise<void> {
  app.get(
    '/v1/analytics/schema',
    {
      config,
      schema: {
        operationId: 'getAnalyticsSchema',
        tags,
        summary: 'Metrics and dimensions',
        response: { 200: AnalyticsSchema, ...refusals(401, 403, 429) },
      },
    },
    async () => analytics.schema(),
  );
  app.post(
    '/v1/analytics/query',
    {
      config,
      schema: {
        operationId: 'queryAnalytics',
        tags,
        summary: 'Ask for metrics by dimensions',
        description:
          'Reads rollups where they can answer, else the events; `meta` says which, and how fresh they are.',
        querystring: Language,
        body: AnalyticsQuery,
        response: { 200: AnalyticsAnswer, ...refused },
      },
    },
    (request) => answer(request, (locale) => analytics.query({ ...request.body, locale })),
  );
  app.post(
    '/v1/analytics/funnel',
    {
      config,
      schema: {
        operationId: 'queryFunnel',
        tags,
        summary: 'Count who takes steps in order, and how long it takes them',
        querystring: Language,
        body: FunnelQuery,
        response: { 200: FunnelAnswer, ...refused },
      },
    },
    (request) => answer(request, () => analytics.funnel(request.body)),
  );
  app.post(
    '/v1/analytics/retention',
    {
      config,
      schema: {
        operationId: 'queryRetention',
        tags,
        summary: 'Count who comes back',
        querystring: Language,
        body: RetentionQuery,
        response: { 200: RetentionAnswer, ...refused },
      },
    },
    (request) => answer(request, () => analytics.retention(request.body)),
  );
  app.post(
    '/v1/analytics/paths',
    {
      config,
      schema: {
        operationId: 'queryPaths',
        tags,
        summary: 'Which steps follow each other',
        querystring: Language,
        body: PathsQuery,
        response: { 200: PathsAnswer, ...refused },
      },
    },
    (request) => answer(request, () => analytics.paths(request.body)),
  );
  app.post(
    '/v1/analytics/rfm',
    {
      config,
      schema: {
        operationId: 'queryRfm',
        tags,
        summary: 'Buyers by recency, frequency and value',
        querystring: Language,
        body: RfmQuery,
        response: { 200: RfmAnswer, ...refused },
      },
    },
    (request) => answer(request, () => analytics.rfm(request.body)),
  );
  app.post(
    '/v1/analytics/lifetime',
    {
      config,
      schema: {
        operationId: 'queryLifetime',
        tags,
        summary: 'What cohorts spend as time goes on',
        querystring: Language,
        body: LifetimeQuery,
        response: { 200: LifetimeAnswer, ...refused },
      },
    },
    (request) => answer(request, () => analytics.lifetime(request.body)),
  );
  app.post(
    '/v1/analytics/anomalies',
    {
      config,
      schema: {
        operationId: 'queryAnomalies',
        tags,
        summary: 'A metric over time with the band that its past expects',
        querystring: Language,
        body: AnomaliesQuery,
        response: { 200: AnomaliesAnswer, ...refused },
      },
    },
    (request) =>
      answer(request, async (locale) => {
        const { reason, ...found } = await analytics.anomalies({ ...request.body, locale });
        return {
          ...found,
          reason: reason === null ? null : { key: reason, text: describeReason(reason, locale) },
        };
      }),
  );
}

/** Asks in the reader's language: errors and notices come in it. */
async function answer<M extends { freshAsOf: number }, A extends { meta: M }>(
  request: Pick<FastifyRequest, 'headers'> & { query: { locale?: Locale } },
  ask: (locale: Locale) => Promise<A>,
) {
  const found = await inReadersLanguage(request, ask);
  return { ...found, meta: { ...found.meta, freshAsOf: toTime(found.meta.freshAsOf) } };
}
