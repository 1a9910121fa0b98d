import { listDecisions } from '../analytics/decisions-query.ts';
import { listEvents } from '../analytics/events-query.ts';
import { readSnapshot, type SnapshotSources } from '../analytics/live/index.ts';
import { AnalyticsService, FreshnessClock, SemanticModel } from '../analytics/semantic/index.ts';
import type { ServerConfig } from '../config.ts';
import type { PersonalizeConfig } from '../define-config.ts';
import type { Delivery } from '../delivery/index.ts';
import { CatalogCommands } from '../http/items/catalog-commands.ts';
import type { JobRunner } from '../http/jobs/job-runner.ts';
import { LiveHub } from '../http/live/live-hub.ts';
import type { Metrics } from '../http/operations/metrics.ts';
import type { Readiness } from '../http/operations/operations-routes.ts';
import type { HttpServices } from '../http/services.ts';
import { Predictor } from '../learning/index.ts';
import { exportCustomer, type Person, ProfileService } from '../profiles/index.ts';
import { createEvaluations } from './evaluation.ts';
import type { Pipeline } from './pipeline.ts';
import { createSegments } from './segments.ts';
import type { State } from './state.ts';
import type { Stores } from './stores.ts';

/** Messages of the live stream carry this many seconds, the first one five minutes. */
const liveSeconds = 5;
const simulatedFreshMs = 300_000;

export interface HttpServicesInput {
  config: ServerConfig;
  version: string;
  /** Webhooks and mail, for reports and alerts. */
  delivery: Delivery;
  stores: Stores;
  state: State;
  /** What `personalize.config.ts` declares. */
  declared: Pick<PersonalizeConfig, 'metrics' | 'dimensions'>;
  jobs: JobRunner;
  pipeline: Pipeline;
  metrics: Metrics;
  readiness: Readiness;
  /** Writes waiting catalog changes, so that lists hold them. */
  flushCatalog(): Promise<void>;
  /** Offset of the next record to be applied. */
  appliedOffset(): number;
  /** Saves online state now. */
  checkpoint(): Promise<void>;
}

/** What the routes call, over stores and state. */
export function createHttpServices(input: HttpServicesInput): Omit<HttpServices, 'boards' | 'reports'> {
  const { config, stores, state, jobs, metrics, readiness } = input;
  const { journal, control, warehouse } = stores;
  const { clock, now, identity, engine, counters, recommendation } = state;
  const { catalog } = recommendation;
  const startedAt = Date.now();
  const getItem = (itemId: string) => {
    const row = catalog.rowOf(itemId);
    return row < 0 ? undefined : catalog.get(row);
  };
  const profiles = new ProfileService({
    engine,
    membership: state.membership,
    customerRow: (person) => identity.find(person),
    itemTitle: (row) => catalog.get(row)?.title,
    recentDecisions: (row) => recommendation.recentDecisions(row),
    now,
  });
  const person = (id: string): Person =>
    identity.find({ customerId: id }) < 0 && engine.customers.find(`a:${id}`) >= 0
      ? { anonymousId: id }
      : { customerId: id };
  const profileOf = (who: Person) => {
    const row = identity.find(who);
    return row < 0 ? null : profiles.profile(row);
  };
  return {
    control,
    warehouse,
    ingestor: state.ingestor,
    jobs,
    live: liveHub(stores, state),
    metrics,
    readiness: () => readiness,
    placements: state.placements,
    policies: {
      reports: recommendation.policies.reports,
      appliedOffset: input.appliedOffset,
      checkpoint: input.checkpoint,
      now,
    },
    experimentation: state.experimentation,
    models: {
      models: state.learning.models,
      predictor: new Predictor({ engine, recommendation, customerRow: (who) => identity.find(who), now }),
      placements: state.placements,
      heuristic: recommendation.heuristic,
      jobs,
      schedules: state.learning.schedules,
      watch: state.learning.watch,
      series: state.learning.series,
      limits: state.learning.settings,
      shadowAnswers: (query) => control.models.shadowAnswers(query),
      journalHead: () => journal.head,
    },
    decisions: {
      list: (query) => listDecisions(warehouse, query),
      itemTitle: (itemId) => getItem(itemId)?.title,
    },
    evaluations: createEvaluations(config, stores, state, jobs),
    declared: { features: engine.definitions },
    segments: createSegments(stores, state, profiles, config.timeZone),
    recommendations: {
      recommender: recommendation.recommender,
      onAnswered: (elapsedMs) => state.recommendationLatency.observe(elapsedMs),
    },
    analytics: analyticsService(input),
    pipeline: { ...input.pipeline, jobs, audit: control.audit },
    events: {
      list: (query) => listEvents(warehouse, query),
      person,
      visits: (customerId) => identity.visits(customerId),
    },
    customers: {
      profiles,
      person,
      exportCustomer: (who, signal) =>
        exportCustomer({ journal, identity, now, profile: profileOf }, who, signal),
      journal,
      clock,
      jobs,
    },
    items: {
      commands: new CatalogCommands({ journal, clock, maxPending: config.maxPendingRecords, get: getItem }),
      get: getItem,
      list: async (query) => {
        await input.flushCatalog();
        return control.items.list(query);
      },
      similar: (itemId, limit) => recommendation.similar(catalog.rowOf(itemId), limit, now()),
    },
    status: async () => {
      const { totals } = counters;
      const demo = await control.settings.get('demo');
      return {
        version: input.version,
        startedAt: new Date(startedAt).toISOString(),
        eventsReceived: totals.ever.live + totals.ever.import + totals.ever.simulated,
        lastEventAt: totals.lastEventAt === 0 ? null : new Date(totals.lastEventAt).toISOString(),
        items: catalog.size,
        customers: engine.customers.size,
        timeZone: config.timeZone,
        demo: demo === undefined ? null : JSON.parse(demo),
        simulated: Date.now() - totals.lastSimulatedAt < simulatedFreshMs,
      };
    },
  };
}

function analyticsService({ config, stores, declared }: HttpServicesInput): AnalyticsService {
  const { journal, warehouse, warehouseWriter } = stores;
  const freshness = new FreshnessClock({
    head: () => journal.head,
    position: () => warehouseWriter.position,
  });
  journal.subscribe(() => freshness.mark());
  return new AnalyticsService({
    warehouse,
    model: new SemanticModel(declared.metrics, declared.dimensions),
    freshness: () => freshness.read(),
    timeZone: config.timeZone,
  });
}

function liveHub({ journal, warehouseWriter }: Stores, state: State): LiveHub<unknown> {
  const { catalog } = state.recommendation;
  const sources: SnapshotSources = {
    counters: state.counters,
    recommendationLatency: state.recommendationLatency,
    ingestionLatency: state.ingestionLatency,
    item: (row) => catalog.get(row),
    categoryCode: (row) => catalog.attributes.column('category')?.data[row] ?? -1,
    categoryName: (code) => String(catalog.attributes.value(code)),
    pendingRecords: () => journal.pending,
    warehouseLag: () => warehouseWriter.lag,
  };
  return new LiveHub<unknown>({
    read: (full) => readSnapshot(sources, Date.now(), full ? 300 : liveSeconds),
  });
}

/** Gauges whose values are read when Prometheus asks. */
export function registerGauges(metrics: Metrics, stores: Stores, state: State, live: LiveHub<unknown>): void {
  const { journal, online, warehouseWriter } = stores;
  const { deduplication } = state;
  metrics.gauge('journal_pending_records', 'Records appended but not yet durable.', () => journal.pending);
  metrics.gauge('journal_head_offset', 'Offset after the last durable record.', () => journal.head);
  metrics.gauge(
    'warehouse_lag_records',
    'Journal records not yet in the warehouse.',
    () => warehouseWriter.lag,
  );
  metrics.gauge('online_state_bytes', 'Memory of the tables of online state.', () => online.memoryUsage());
  metrics.gauge('deduplication_ids', 'Message ids remembered.', () => deduplication.size);
  metrics.gauge('deduplication_bytes', 'Memory of the deduplication index.', () => deduplication.memoryBytes);
  metrics.gauge('live_streams', 'Open live streams.', () => live.clients);
}
