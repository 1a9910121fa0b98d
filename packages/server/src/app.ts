import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Logger, pino } from 'pino';
import { Background } from './composition/background.ts';
import { openBoards, startAlerts } from './composition/boards.ts';
import { createDelivery } from './composition/delivery.ts';
import { createHttpServices, registerGauges } from './composition/http-services.ts';
import { openPipeline } from './composition/pipeline.ts';
import { startPolicyFits } from './composition/policy-fits.ts';
import { problemSources } from './composition/problem-sources.ts';
import { createReports } from './composition/reports.ts';
import { declareState } from './composition/state.ts';
import { openStores } from './composition/stores.ts';
import type { ServerConfig } from './config.ts';
import { loadConfig, type PersonalizeConfig } from './define-config.ts';
import { AppError } from './errors.ts';
import { ensureAdminKey } from './http/auth/first-key.ts';
import { erasureJob } from './http/customers/customers-routes.ts';
import { JobRunner } from './http/jobs/job-runner.ts';
import { Metrics } from './http/operations/metrics.ts';
import type { Readiness } from './http/operations/operations-routes.ts';
import { describeCause } from './http/problem.ts';
import { createHttpServer } from './http/server.ts';
import { createPipeline, type Pipeline } from './ingestion/pipeline.ts';
import { createErasure, runSegmentLoop, SegmentEvaluator } from './profiles/index.ts';
import { type CatalogWriter, loadCatalog } from './recommendation/index.ts';

export const version = '0.1.0';

const repository = resolve(import.meta.dirname, '../../..');
const defaultConfigFile = join(repository, 'personalize.config.ts');
const dashboardFolder = join(repository, 'packages/dashboard/dist');

export interface AppOptions {
  logger?: Logger;
  /** Online state can no longer be trusted; the process should end, as a restart rebuilds it. Default: exit code 1. */
  onFatal?: (error: unknown) => void;
  /** Seed of what policies draw. Default: a new one at each start. */
  seed?: number;
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
  const background = new Background((error, name) =>
    logger.error({ task: name, ...describeCause(error) }, 'background task failed'),
  );
  try {
    return await compose(config, options, logger, background);
  } catch (error) {
    await background.close();
    throw error;
  }
}

async function compose(config: ServerConfig, options: AppOptions, logger: Logger, background: Background) {
  const declared = await loadDeclared(config);
  const readiness: Readiness = { state: 'starting', message: 'opening the stores', progress: 0 };
  const metrics = new Metrics();
  const stores = await openStores(config, logger, background);
  const { journal, control, warehouse, warehouseWriter, online } = stores;
  let pipeline: Pipeline | undefined;
  let catalogWriter: CatalogWriter | undefined;
  const state = await declareState(config, declared, stores, {
    metrics,
    appliedOffset: () => pipeline?.appliedOffset ?? 0,
    version,
    seed: options.seed,
  });
  const { identity, engine, membership, recommendation, counters, ingestor, now } = state;
  state.learning.onProblem((model, error) =>
    logger.error({ model, ...describeCause(error) }, 'model cannot serve'),
  );
  const jobs = new JobRunner(control.jobs, (error, kind) =>
    logger.error({ job: kind, ...describeCause(error) }, 'job failed'),
  );
  const delivery = createDelivery(config, background);
  const dataPipeline = await openPipeline(config, stores, now, logger);
  const answering = createHttpServices({
    config,
    delivery,
    version,
    stores,
    state,
    declared,
    jobs,
    pipeline: dataPipeline,
    metrics,
    readiness,
    flushCatalog: async () => catalogWriter?.flush(),
    appliedOffset: () => pipeline?.appliedOffset ?? 0,
    checkpoint: () => checkpoint(true),
  });
  const { learning } = state;
  const { experiments } = state.experimentation;
  const boards = await openBoards({
    ...{ config, control, delivery, analytics: answering.analytics },
    problems: problemSources({ learning, experiments, warehouse, jobs, pipeline: dataPipeline.service }),
    onError: (error) => logger.error(describeCause(error), 'what became of an alert was not stored'),
  });
  const reports = await createReports({
    ...{ config, stores, delivery, jobs, background },
    analytics: answering.analytics,
    onError: (error) => logger.error(describeCause(error), 'scheduled report could not start'),
  });
  const services = { ...answering, boards, reports };
  registerGauges(metrics, stores, state, services.live);
  const http = await createHttpServer({
    services,
    logger,
    corsOrigins: config.corsOrigins,
    defaultRateLimit: config.defaultRateLimit,
    trustProxy: config.trustProxy,
    version,
    dashboardFolder,
  });

  let address = '';
  let checkpointOffset = 0;
  /** Saves online state when it changed, or `always`: an erasure changes it without a record. */
  async function checkpoint(always = false): Promise<void> {
    if (pipeline === undefined || pipeline.failure !== undefined) return;
    const offset = pipeline.appliedOffset;
    if (offset === checkpointOffset && !always) return;
    await online.checkpoint(offset);
    checkpointOffset = offset;
  }

  /** @throws AppError `shutting_down` when `stop` was called meanwhile; whatever kept it from starting, stopped again */
  async function start(): Promise<StartedApp> {
    let firstAdminKey: string | undefined;
    try {
      address = await http.app.listen({ port: config.port, host: config.host });
      firstAdminKey = await ensureAdminKey(control.keys, config.adminKey);
      await restore();
    } catch (cause) {
      if (readiness.state === 'stopping')
        throw new AppError('shutting_down', 'the server was stopped while it started', { cause });
      await stop(1000);
      throw cause;
    }
    Object.assign(readiness, { state: 'ready', message: 'ready', progress: 1 });
    logger.info(
      { records: journal.head, customers: engine.customers.size, items: recommendation.catalog.size },
      'ready',
    );
    return { address, firstAdminKey };
  }

  async function restore(): Promise<void> {
    readiness.message = 'loading the checkpoint';
    const from = await online.restore();
    checkpointOffset = from;
    const writer = await loadCatalog(recommendation.catalog, control.items, journal, from);
    catalogWriter = writer;
    recommendation.rebuild();
    await state.learning.open([
      ...state.placements.list().map(({ placement }) => placement.ranker),
      ...state.experimentation.experiments.runningRankers(),
    ]);
    background.onClose('models', () => state.learning.models.server.close());
    const append = (records: Parameters<typeof journal.append>[0]) => journal.append(records);
    const segments = state.segments.definitions;
    const evaluator = new SegmentEvaluator({ engine, membership, segments, append, now });
    state.segments.onChange((changed) => evaluator.replace(changed));
    const applying = createPipeline({
      identity,
      engine,
      consumers: [
        membership,
        evaluator,
        state.experimentation.exposures,
        ...recommendation.consumers,
        state.learning.monitor,
        counters,
        ingestor,
        writer,
      ],
      onFailure: (failure) => {
        const { consumer, offset, cause } = failure;
        logger.fatal(
          { consumer, offset, ...describeCause(cause) },
          'online state failed; a restart rebuilds it',
        );
        if (options.onFatal !== undefined) options.onFatal(failure);
        else process.exit(1);
      },
    });
    pipeline = applying;
    const unsubscribe = await applying.start(journal, from, {
      onProgress: ({ applied, head }) => {
        readiness.message = `replaying the journal: ${applied} of ${head} records`;
        readiness.progress = head === from ? 1 : (applied - from) / (head - from);
      },
    });
    ingestor.goLive();
    background.onClose('pipeline', async () => unsubscribe());
    background.onClose('catalog', () => writer.flush());
    background.onClose('checkpoint', () => checkpoint());
    await warehouseWriter.start();
    background.onClose('warehouse writer', (patience) => warehouseWriter.stop(patience));
    await startJobs(applying);
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
    background.every(1000, 'deduplication', () => state.deduplication.expire(Date.now()));
    background.every(3_600_000, 'sessions', () => http.sessions.removeExpired());
  }

  /** Registers every kind of long work, then takes up what an earlier process left. */
  async function startJobs(applying: Pipeline): Promise<void> {
    const erasure = await createErasure({
      identity,
      journal,
      warehouse,
      settleWarehouse: () => warehouseWriter.drain(),
      forget: (person) => applying.forget(person),
      checkpoint: () => checkpoint(true),
      others: [
        (subject) => dataPipeline.service.erase(subject),
        () => reports.files.removePersonal(),
        () => control.purge(),
      ],
      settings: control.settings,
      audit: control.audit,
      now,
    });
    jobs.register(erasureJob, { ...erasure, cancelNeeds: ['customers:write'] });
    background.onClose(
      'learning',
      await state.learning.start({
        jobs,
        journal,
        engine,
        recommendation,
        control,
        config,
        logger,
        metrics,
        placements: state.placements,
        now,
        background,
      }),
    );
    startPolicyFits({
      ...{ jobs, placements: state.placements, policies: recommendation.policies, background },
    });
    await dataPipeline.start(jobs, background);
    startAlerts(boards, state.learning, background);
    await jobs.resume();
  }

  /**
   * Stops taking requests, finishes those that run, saves the state and closes the stores, meant to take `drainMs`
   * at most. What the warehouse has not by half of that comes from the journal at the next start.
   */
  async function stop(drainMs = 25_000): Promise<void> {
    Object.assign(readiness, { state: 'stopping', message: 'stopping' });
    const patience = AbortSignal.timeout(Math.floor(drainMs / 2));
    services.live.close();
    // A connection becomes idle when its last answer has left, which may be after closing began.
    const closeIdle = setInterval(() => http.connections.closeIdle(), 20);
    const hangUp = setTimeout(() => http.app.server.closeAllConnections(), drainMs * 0.6);
    await Promise.all([jobs.stop(), http.app.close()]);
    clearInterval(closeIdle);
    clearTimeout(hangUp);
    await background.close(patience);
    logger.info('stopped');
  }

  return {
    start,
    stop,
    get address() {
      return address;
    },
    routes: http.routes,
    /** For commands and tests that look inside. */
    services: { ...stores, ...state, jobs, metrics, alerts: boards.alerts },
  };
}

async function loadDeclared(config: ServerConfig): Promise<PersonalizeConfig> {
  if (config.configFile !== undefined) return loadConfig(resolve(config.configFile));
  const own = resolve('personalize.config.ts');
  return loadConfig(existsSync(own) ? own : defaultConfigFile);
}
