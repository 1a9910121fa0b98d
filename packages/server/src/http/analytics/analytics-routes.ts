import type { AnalyticsService } from '../../analytics/semantic/index.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { refusals, toTime } from '../schemas.ts';
import { AnalyticsAnswer, AnalyticsQuery, AnalyticsSchema } from './schemas.ts';

/** `GET /v1/analytics/schema`, `POST /v1/analytics/query`. */
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
    async (request) => {
      const { meta, ...answer } = await analytics.query(request.body);
      return { ...answer, meta: { ...meta, freshAsOf: toTime(meta.freshAsOf) } };
    },
  );
}
