import type { AnalyticsService } from '../../analytics/semantic/index.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { refusals, toTime } from '../schemas.ts';
import {
  AnalyticsAnswer,
  AnalyticsQuery,
  AnalyticsSchema,
  FunnelAnswer,
  FunnelQuery,
  RetentionAnswer,
  RetentionQuery,
} from './schemas.ts';

/** `GET /v1/analytics/schema`, `POST /v1/analytics/query`, `/funnel` and `/retention`. */
export async function analyticsRoutes(
  app: App,
  { analytics }: { analytics: AnalyticsService },
): Promise<void> {
  app.get(
    '/v1/analytics/schema',
    {
      config: { access: needs('analytics:read') },
      schema: {
        operationId: 'getAnalyticsSchema',
        tags: ['Analytics'],
        summary: 'Metrics and dimensions',
        response: { 200: AnalyticsSchema, ...refusals(401, 403, 429) },
      },
    },
    async () => analytics.schema(),
  );
  app.post(
    '/v1/analytics/query',
    {
      config: { access: needs('analytics:read') },
      schema: {
        operationId: 'queryAnalytics',
        tags: ['Analytics'],
        summary: 'Ask for metrics by dimensions',
        description:
          'Reads rollups where they can answer, else the events; `meta` says which, and how fresh they are.',
        body: AnalyticsQuery,
        response: { 200: AnalyticsAnswer, ...refusals(400, 401, 403, 422, 429, 503) },
      },
    },
    async (request) => fresh(await analytics.query(request.body)),
  );
  app.post(
    '/v1/analytics/funnel',
    {
      config: { access: needs('analytics:read') },
      schema: {
        operationId: 'queryFunnel',
        tags: ['Analytics'],
        summary: 'Count who takes steps in order',
        body: FunnelQuery,
        response: { 200: FunnelAnswer, ...refusals(400, 401, 403, 422, 429, 503) },
      },
    },
    async (request) => fresh(await analytics.funnel(request.body)),
  );
  app.post(
    '/v1/analytics/retention',
    {
      config: { access: needs('analytics:read') },
      schema: {
        operationId: 'queryRetention',
        tags: ['Analytics'],
        summary: 'Count who comes back',
        body: RetentionQuery,
        response: { 200: RetentionAnswer, ...refusals(400, 401, 403, 422, 429, 503) },
      },
    },
    async (request) => fresh(await analytics.retention(request.body)),
  );
}

function fresh<M extends { freshAsOf: number }, A extends { meta: M }>(answer: A) {
  return { ...answer, meta: { ...answer.meta, freshAsOf: toTime(answer.meta.freshAsOf) } };
}
