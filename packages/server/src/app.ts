import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Logger, pino } from 'pino';
import { LatencyWindow, LiveCounters, readSnapshot, type SnapshotSources } from './analytics/live/index.ts';
import { Background } from './background.ts';
import type { ServerConfig } from './config.ts';
import { loadConfig, type PersonalizeConfig } from './define-config.ts';
import { compileFeatures } from './features/index.ts';
import { ensureAdminKey } from './http/auth/first-key.ts';
import { erasureJob } from './http/customers/customers-routes.ts';
import { CatalogCommands } from './http/items/catalog-commands.ts';
import { JobRunner } from './http/jobs/job-runner.ts';
import { LiveHub } from './http/live/live-hub.ts';
import { Metrics } from './http/operations/metrics.ts';
import type { Readiness } from './http/operations/operations-routes.ts';
import { describeCause } from './http/problem.ts';
import { createHttpServer } from './http/server.ts';
import { Identity } from './ingestion/identity.ts';
import { ArrivalClock, DeduplicationIndex, EventTypes, Ingestor } from './ingestion/index.ts';
import { createPipeline, type Pipeline } from './ingestion/pipeline.ts';
import {
  createErasure,
  defaultSegments,
  exportCustomer,
  type Person,
  ProfileService,
  runSegmentLoop,
  SegmentEvaluator,
  SegmentMembership,
} from './profiles/index.ts';
import {
  type CatalogWriter,
  createRecommendation,
  defaultPlacements,
  loadCatalog,
  PlacementService,
} from './recommendation/index.ts';
import { openControlStore, openJournal } from './stores/index.ts';
import { openOnlineStore } from './stores/online/index.ts';

export const version = '0.1.0';

const repository = resolve(import.meta.dirname, '../../..');
const defaultConfigFile = join(repository, 'personalize.config.ts');
const dashboardFolder = join(repository, 'packages/dashboard/dist');
/** Messages of the live stream carry this many seconds, the first one five minutes. */
const liveSeconds = 5;

export interface AppOptions {
  logger?: Logger;
  /** Online state can no longer be trusted; the process should end, as a restart rebuilds it. Default: exit code 1. */
  onFatal?: (error: unknown) => void;
}

export interface StartedApp {
  address: string;
  /** Set when an admin key was made: shown once, never again. */
  firstAdminKey: string | undefined;
}

export type App = Awaited<ReturnType<typeof createApp>>;

/**
 * Puts the whole server together: config → stores → state → services → HTTP. Opens the stores (which locks the
 * data folder) and rejects when one cannot be opened. `start` listens, restores the state and replays the
 * journal's tail; `/readyz` says how far it is.
 */
export async function createApp(config: ServerConfig, options: AppOptions = {}) {
  const logger = options.logger ?? pino({ level: config.logLevel });
  const declared = await loadDeclared(config);
  const readiness: Readiness = { state: 'starting', message: 'opening the stores', progress: 0 };
  const background = new Background((error, name) =>
    logger.error({ task: name, ...describeCause(error) }, 'background task failed'),
  );

  const journal = await openJournal(config.dataDir);
  background.onClose('journal', () => journal.close());
  const control = await openControlStore(config.dataDir);
  background.onClose('control store', () => control.close());
  const online = openOnlineStore(config.dataDir, {
    onDiscard: (reason) =>
      logger.warn({ reason }, 'the checkpoint is of no use; rebuilding from the journal'),
  });
  background.onClose('online store', () => online.close());

  const clock = new ArrivalClock();
  const now = () => clock.now();
  const identity = new Identity(online);
  const engine = compileFeatures(declared.features, online, { timeZone: config.timeZone });
  const membership = new SegmentMembership(online, engine.customers);
  SegmentEvaluator.declare(engine);
  const counters = new LiveCounters();
  const deduplication = new DeduplicationIndex({ limit: config.deduplicationLimit });
  const types = new EventTypes();
  for (const section of [counters, deduplication, types]) online.section(section);

  const metrics = new Metrics();
  const recommendationLatency = new LatencyWindow();
  const ingestionLatency = new LatencyWindow();
  const ingestor = new Ingestor({
    journal,
    deduplication,
    types,
    clock,
    maxPending: config.maxPendingRecords,
    onBatch: ({ accepted, duplicates, rejected, appendMs }) => {
      metrics.countEvents('accepted', accepted);
      metrics.countEvents('duplicate', duplicates);
      metrics.countEvents('rejected', rejected);
      if (accepted === 0) return;
      metrics.observeAppend(appendMs);
      ingestionLatency.observe(appendMs);
    },
  });
  const placements = await PlacementService.open({
    documents: control.placements,
    settings: control.settings,
    declared: declared.placements ?? defaultPlacements,
    now,
    rankerExists: (reference) => reference === 'heuristic',
  });
  let pipeline: Pipeline | undefined;
  const recommendation = createRecommendation({
    store: online,
    engine,
    placement: (name) => placements.get(name),
    customerRow: (person) => identity.find(person),
    appliedOffset: () => pipeline?.appliedOffset ?? 0,
    append: (records) => journal.append(records),
    now,
  });
  const { catalog } = recommendation;
  const getItem = (itemId: string) => {
    const row = catalog.rowOf(itemId);
    return row < 0 ? undefined : catalog.get(row);
  };
  let catalogWriter: CatalogWriter | undefined;
  const jobs = new JobRunner(control.jobs, (error, kind) =>
    logger.error({ job: kind, ...describeCause(error) }, 'job failed'),
  );
  const sources: SnapshotSources = {
    counters,
    recommendationLatency,
    ingestionLatency,
    item: (row) => catalog.get(row),
    categoryCode: (row) => catalog.attributes.column('category')?.data[row] ?? -1,
    categoryName: (code) => String(catalog.attributes.value(code)),
    pendingRecords: () => journal.pending,
    warehouseLag: () => 0,
  };
  const live = new LiveHub<unknown>({
    read: (full) => readSnapshot(sources, Date.now(), full ? 300 : liveSeconds),
  });
  const segments = declared.segments ?? defaultSegments;
  const profiles = new ProfileService({
    engine,
    membership,
    customerRow: (person) => identity.find(person),
    itemTitle: (row) => catalog.get(row)?.title,
    recentDecisions: (row) => recommendation.recentDecisions(row),
    now,
  });
  const personOf = (id: string): Person =>
    identity.find({ customerId: id }) < 0 && engine.customers.find(`a:${id}`) >= 0
      ? { anonymousId: id }
      : { customerId: id };
  const startedAt = Date.now();
  const http = await createHttpServer({
    services: {
      control,
      ingestor,
      jobs,
      live,
      metrics,
      readiness: () => readiness,
      placements,
      declared: { features: engine.definitions, segments },
      recommendations: {
        recommender: recommendation.recommender,
        onAnswered: (elapsedMs) => recommendationLatency.observe(elapsedMs),
      },
      customers: {
        profiles,
        person: personOf,
        exportCustomer: (person, signal) =>
          exportCustomer(
            {
              journal,
              identity,
              now,
              profile: (who) => {
                const row = identity.find(who);
                return row < 0 ? null : profiles.profile(row);
              },
            },
            person,
            signal,
          ),
        journal,
        clock,
        jobs,
      },
      items: {
        commands: new CatalogCommands({ journal, clock, maxPending: config.maxPendingRecords, get: getItem }),
        get: getItem,
        list: async (query) => {
          await catalogWriter?.flush();
          return control.items.list(query);
        },
        similar: (itemId, limit) => recommendation.similar(catalog.rowOf(itemId), limit, now()),
      },
      status: async () => {
        const { totals } = counters;
        const demo = await control.settings.get('demo');
        return {
          version,
          startedAt: new Date(startedAt).toISOString(),
          eventsReceived: totals.ever.live + totals.ever.import + totals.ever.simulated,
          lastEventAt: totals.lastEventAt === 0 ? null : new Date(totals.lastEventAt).toISOString(),
          items: catalog.size,
          customers: engine.customers.size,
          timeZone: config.timeZone,
          demo: demo === undefined ? null : JSON.parse(demo),
          simulated: Date.now() - totals.lastSimulatedAt < 300_000,
        };
      },
    },
    logger,
    corsOrigins: config.corsOrigins,
    defaultRateLimit: config.defaultRateLimit,
    version,
    dashboardFolder,
  });

  metrics.gauge('journal_pending_records', 'Records appended but not yet durable.', () => journal.pending);
  metrics.gauge('journal_head_offset', 'Offset after the last durable record.', () => journal.head);
  metrics.gauge('online_state_bytes', 'Memory of the tables of online state.', () => online.memoryUsage());
  metrics.gauge('deduplication_ids', 'Message ids remembered.', () => deduplication.size);
  metrics.gauge('deduplication_bytes', 'Memory of the deduplication index.', () => deduplication.memoryBytes);
  metrics.gauge('live_streams', 'Open live streams.', () => live.clients);

  let address = '';
  let checkpointOffset = 0;
  /** Saves online state when it changed, or `always`: an erasure changes it without a record. */
  async function checkpoint(always = false): Promise<void> {
    const offset = pipeline?.appliedOffset ?? 0;
    if (pipeline === undefined || pipeline.failure !== undefined) return;
    if (offset === checkpointOffset && !always) return;
    await online.checkpoint(offset);
    checkpointOffset = offset;
  }

  async function start(): Promise<StartedApp> {
    let firstAdminKey: string | undefined;
    try {
      address = await http.app.listen({ port: config.port, host: config.host });
      firstAdminKey = await ensureAdminKey(control.keys, config.adminKey);
      await restore();
    } catch (error) {
      await stop(1000);
      throw error;
    }
    Object.assign(readiness, { state: 'ready', message: 'ready', progress: 1 });
    logger.info({ records: journal.head, customers: engine.customers.size, items: catalog.size }, 'ready');
    return { address, firstAdminKey };
  }

  async function restore(): Promise<void> {
    readiness.message = 'loading the checkpoint';
    const from = await online.restore();
    checkpointOffset = from;
    catalogWriter = await loadCatalog(catalog, control.items, journal, from);
    recommendation.rebuild();
    const evaluator = new SegmentEvaluator({
      engine,
      membership,
      segments,
      append: (records) => journal.append(records),
      now,
    });
    pipeline = createPipeline({
      identity,
      engine,
      consumers: [membership, evaluator, ...recommendation.consumers, counters, ingestor, catalogWriter],
      onFailure: (failure) => {
        logger.fatal(
          { consumer: failure.consumer, offset: failure.offset, ...describeCause(failure.cause) },
          'state failed',
        );
        if (options.onFatal !== undefined) options.onFatal(failure);
        else process.exit(1);
      },
    });
    const unsubscribe = await pipeline.start(journal, from, {
      onProgress: ({ applied, head }) => {
        readiness.message = `replaying the journal: ${applied} of ${head} records`;
        readiness.progress = head === from ? 1 : (applied - from) / (head - from);
      },
    });
    ingestor.goLive();
    background.onClose('pipeline', async () => unsubscribe());
    const writer = catalogWriter;
    background.onClose('catalog', () => writer.flush());
    background.onClose('checkpoint', () => checkpoint());
    const applying = pipeline;
    jobs.register(
      erasureJob,
      await createErasure({
        identity,
        journal,
        warehouse: { erase: async () => undefined },
        settleWarehouse: async () => undefined,
        forget: (person) => applying.forget(person),
        checkpoint: () => checkpoint(true),
        others: [() => control.purge()],
        settings: control.settings,
        audit: control.audit,
        now,
      }),
    );
    await jobs.resume();
    background.onClose(
      'segments',
      runSegmentLoop(evaluator, {
        onError: (error) =>
          logger.warn(describeCause(error), 'segment records were not appended; trying again'),
      }),
    );
    background.every(config.checkpointSeconds * 1000, 'checkpoint', () => checkpoint());
    background.every(500, 'catalog', () => writer.flush());
    background.every(1000, 'recommendation', () => recommendation.refresh());
    background.every(1000, 'deduplication', () => deduplication.expire(Date.now()));
    background.every(3_600_000, 'sessions', () => http.sessions.removeExpired());
  }

  /** Stops taking requests, finishes those that run, saves the state and closes the stores; all within `drainMs`. */
  async function stop(drainMs = 25_000): Promise<void> {
    Object.assign(readiness, { state: 'stopping', message: 'stopping' });
    live.close();
    const hangUp = setTimeout(() => http.app.server.closeAllConnections(), drainMs * 0.6);
    await Promise.all([jobs.stop(), http.app.close()]);
    clearTimeout(hangUp);
    await background.close();
    logger.info('stopped');
  }

  return {
    start,
    stop,
    get address() {
      return address;
    },
    routes: http.routes,
    services: {
      journal,
      control,
      online,
      engine,
      identity,
      counters,
      recommendation,
      placements,
      jobs,
      ingestor,
    },
  };
}

async function loadDeclared(config: ServerConfig): Promise<PersonalizeConfig> {
  if (config.configFile !== undefined) return loadConfig(resolve(config.configFile));
  const own = resolve('personalize.config.ts');
  return loadConfig(existsSync(own) ? own : defaultConfigFile);
}
