import { alertsRoutes } from './alerts/alerts-routes.ts';
import { analyticsRoutes } from './analytics/analytics-routes.ts';
import { annotationsRoutes } from './annotations/annotations-routes.ts';
import type { App } from './app-instance.ts';
import { actorsRoute } from './audit/actors-route.ts';
import { auditRoute } from './audit/audit-route.ts';
import type { KeyDirectory } from './auth/key-directory.ts';
import type { RateLimiter } from './auth/rate-limiter.ts';
import type { Sessions } from './auth/sessions.ts';
import { boardsRoutes } from './boards/boards-routes.ts';
import { customersRoutes } from './customers/customers-routes.ts';
import { decisionsRoute } from './decisions/decisions-route.ts';
import { evaluationsRoutes } from './evaluations/evaluations-routes.ts';
import { eventsRoute } from './events/events-route.ts';
import { ingestRoute } from './events/ingest-route.ts';
import { adjustRoute } from './experiments/adjust-route.ts';
import { assignmentsRoute } from './experiments/assignments-route.ts';
import { dailyRoute } from './experiments/daily-route.ts';
import { experimentsRoutes } from './experiments/experiments-routes.ts';
import { ofrepRoutes } from './experiments/ofrep-routes.ts';
import { powerRoute } from './experiments/power-route.ts';
import { resultsRoute } from './experiments/results-route.ts';
import { exportsRoutes } from './exports/exports-routes.ts';
import { featuresRoutes } from './features/features-routes.ts';
import { itemsRoutes } from './items/items-routes.ts';
import { jobsRoutes } from './jobs/jobs-routes.ts';
import { keysRoutes } from './keys/keys-routes.ts';
import { liveRoutes } from './live/live-routes.ts';
import { aliasesRoutes } from './models/aliases-routes.ts';
import { modelsRoutes } from './models/models-routes.ts';
import { predictRoute } from './models/predict-route.ts';
import { trainRoutes } from './models/train-routes.ts';
import { watchRoutes } from './models/watch-routes.ts';
import { operationsRoutes } from './operations/operations-routes.ts';
import { pipelineRoutes } from './pipeline/pipeline-routes.ts';
import { pipelineSchedulesRoutes } from './pipeline/schedules-routes.ts';
import { placementsRoutes } from './placements/placements-routes.ts';
import { policyRoutes } from './placements/policy-routes.ts';
import { previewRoute } from './placements/preview-route.ts';
import { recommendationsRoutes } from './recommendations/recommendations-routes.ts';
import { reportsRoutes } from './reports/reports-routes.ts';
import { reportSchedulesRoutes } from './reports/schedules-routes.ts';
import { riskRoutes } from './risk/risk-route.ts';
import { segmentRoutes } from './segment/segment-routes.ts';
import { segmentsRoutes } from './segments/segments-routes.ts';
import type { HttpServices } from './services.ts';
import { sessionRoutes } from './session/session-routes.ts';
import { sharesRoutes } from './shares/shares-routes.ts';
import { statusRoutes } from './status/status-routes.ts';
import { usersRoutes } from './users/users-routes.ts';
import { viewsRoutes } from './views/views-routes.ts';

export interface AccessServices {
  keys: KeyDirectory;
  sessions: Sessions;
  limiter: RateLimiter;
}

/** Routes whose bodies ingestion checks itself: kept apart from the hooks of the others. */
export async function registerIngestion(app: App, { ingestor }: HttpServices): Promise<void> {
  await app.register(async (scope) => ingestRoute(scope as App, { ingestor }));
  await app.register(async (scope) => segmentRoutes(scope as App, { ingestor }));
}

/** Every other resource of the API. */
export async function registerResources(
  app: App,
  services: HttpServices,
  access: AccessServices,
): Promise<void> {
  const { control, jobs, live, metrics, readiness, status } = services;
  const { keys, sessions, limiter } = access;
  await operationsRoutes(app, { metrics, readiness });
  await statusRoutes(app, { status });
  await sessionRoutes(app, { users: control.users, keys, sessions, limiter });
  await keysRoutes(app, { repository: control.keys, directory: keys, sessions, audit: control.audit });
  await usersRoutes(app, { users: control.users, sessions, audit: control.audit });
  await jobsRoutes(app, { jobs });
  await itemsRoutes(app, services.items);
  await eventsRoute(app, services.events);
  await analyticsRoutes(app, { analytics: services.analytics });
  await pipelineRoutes(app, services.pipeline);
  await pipelineSchedulesRoutes(app, services.pipeline);
  await reportsRoutes(app, { ...services.reports, audit: control.audit });
  await reportSchedulesRoutes(app, { ...services.reports, audit: control.audit });
  await exportsRoutes(app, { warehouse: services.warehouse, audit: control.audit });
  await customersRoutes(app, services.customers);
  await recommendationsRoutes(app, services.recommendations);
  await placementsRoutes(app, { placements: services.placements });
  await policyRoutes(app, { ...services.policies, placements: services.placements, audit: control.audit });
  await previewRoute(app, {
    placements: services.placements,
    recommender: services.recommendations.recommender,
  });
  await modelsRoutes(app, services.models);
  await aliasesRoutes(app, services.models);
  await predictRoute(app, services.models);
  await trainRoutes(app, services.models);
  await watchRoutes(app, services.models);
  await featuresRoutes(app, services.declared);
  await segmentsRoutes(app, { ...services.segments, audit: control.audit });
  await experimentsRoutes(app, services.experimentation);
  await assignmentsRoute(app, services.experimentation);
  await ofrepRoutes(app, services.experimentation);
  await resultsRoute(app, { ...services.experimentation, warehouse: services.warehouse });
  await evaluationsRoutes(app, services.evaluations);
  await dailyRoute(app, { ...services.experimentation, warehouse: services.warehouse });
  await adjustRoute(app);
  await powerRoute(app, { warehouse: services.warehouse });
  await riskRoutes(app, { warehouse: services.warehouse });
  await decisionsRoute(app, services.decisions);
  await auditRoute(app, { audit: control.audit });
  await actorsRoute(app, control);
  const { boards, analytics } = services;
  await boardsRoutes(app, { ...boards, analytics, audit: control.audit });
  await sharesRoutes(app, { ...boards, analytics, audit: control.audit, limiter });
  await viewsRoutes(app, boards);
  await annotationsRoutes(app, boards);
  await alertsRoutes(app, boards);
  await liveRoutes(app, { hub: live });
}
