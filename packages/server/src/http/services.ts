import type { Static } from 'typebox';
import type { AnalyticsService } from '../analytics/semantic/index.ts';
import type { Ingestor } from '../ingestion/index.ts';
import type { PlacementService } from '../recommendation/placement-service.ts';
import type { ControlStore } from '../stores/control/control-store.ts';
import type { Warehouse } from '../stores/warehouse/warehouse.ts';
import type { CustomersDependencies } from './customers/customers-routes.ts';
import type { DecisionsDependencies } from './decisions/decisions-route.ts';
import type { EvaluationsDependencies } from './evaluations/evaluations-routes.ts';
import type { EventsDependencies } from './events/events-route.ts';
import type { AssignmentsDependencies } from './experiments/assignments-route.ts';
import type { FeaturesDependencies } from './features/features-routes.ts';
import type { ItemsDependencies } from './items/items-routes.ts';
import type { JobRunner } from './jobs/job-runner.ts';
import type { LiveHub } from './live/live-hub.ts';
import type { ModelsDependencies } from './models/models-routes.ts';
import type { PredictDependencies } from './models/predict-route.ts';
import type { TrainDependencies } from './models/train-routes.ts';
import type { WatchDependencies } from './models/watch-routes.ts';
import type { Metrics } from './operations/metrics.ts';
import type { Readiness } from './operations/operations-routes.ts';
import type { PolicyDependencies } from './placements/policy-routes.ts';
import type { RecommendationsDependencies } from './recommendations/recommendations-routes.ts';
import type { Status } from './status/status-routes.ts';

/** Everything that the routes call. Composed in app.ts. */
export interface HttpServices {
  control: ControlStore;
  warehouse: Warehouse;
  ingestor: Ingestor;
  jobs: JobRunner;
  live: LiveHub<unknown>;
  metrics: Metrics;
  readiness: () => Readiness;
  items: ItemsDependencies;
  recommendations: RecommendationsDependencies;
  events: EventsDependencies;
  analytics: AnalyticsService;
  customers: CustomersDependencies;
  placements: PlacementService;
  policies: Omit<PolicyDependencies, 'audit' | 'placements'>;
  experimentation: AssignmentsDependencies;
  models: ModelsDependencies & PredictDependencies & TrainDependencies & WatchDependencies;
  decisions: DecisionsDependencies;
  evaluations: EvaluationsDependencies;
  declared: FeaturesDependencies;
  status: () => Promise<Static<typeof Status>>;
}
