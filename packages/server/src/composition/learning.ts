import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import type { ServerConfig } from '../config.ts';
import type { FeatureEngine } from '../features/index.ts';
import type { JobRunner } from '../http/jobs/job-runner.ts';
import { startTraining } from '../http/models/train-routes.ts';
import type { Metrics } from '../http/operations/metrics.ts';
import {
  type Alert,
  type Breach,
  defaultRanker,
  evaluateJob,
  evaluateJobKind,
  type LearningSettings,
  ModelMonitor,
  ModelRegistry,
  ModelServer,
  Models,
  type ModelVersion,
  probabilityOf,
  type SeriesQuery,
  ShadowScoring,
  type TrainJobOptions,
  TrainSchedules,
  trainJob,
  trainJobKind,
  Watch,
  watchSeries,
} from '../learning/index.ts';
import type { PlacementService, RecommendationService, ScoreInput } from '../recommendation/index.ts';
import type { ControlStore } from '../stores/control/control-store.ts';
import type { Journal } from '../stores/journal/journal.ts';
import type { DecisionRecord } from '../stores/journal/record.ts';
import type { Background } from './background.ts';
import type { Stores } from './stores.ts';

const enforceMs = 300_000;

export interface StartLearning {
  config: ServerConfig;
  jobs: JobRunner;
  journal: Journal;
  engine: FeatureEngine;
  recommendation: RecommendationService;
  placements: PlacementService;
  control: ControlStore;
  background: Background;
  logger: Logger;
  metrics: Metrics;
  now(): number;
}

export type Learning = Awaited<ReturnType<typeof openLearning>>;

/** Opens the registry and declares what is watched; nothing is loaded yet. */
export async function openLearning(
  { control, artifacts, warehouse }: Stores,
  engine: FeatureEngine,
  now: () => number,
  codeVersion: string,
  settings: LearningSettings,
) {
  const listeners: ((reference: string, error: unknown) => void)[] = [];
  const registry = await ModelRegistry.open({
    ...{ repository: control.models, artifacts, audit: control.audit, now, codeVersion },
    featureNames: engine.names,
  });
  const server = new ModelServer({
    registry,
    engineNames: engine.names,
    definitions: engine.definitions,
    onProblem: (reference, error) => {
      for (const listener of listeners) listener(reference, error);
    },
  });
  const { gates, keepVersions } = settings;
  const models = new Models({ registry, server, engineNames: engine.names, gates, keepVersions });
  const monitor = new ModelMonitor({
    featureNames: engine.names,
    featureHash: engine.hash,
    probability: clickProbabilities(registry),
  });
  const rolledBack: ((model: string, alerts: readonly Alert[]) => void)[] = [];
  const watch = new Watch({
    ...{ models, monitor, now, control: settings.watch },
    onRollback: (model, alerts) => {
      for (const listener of rolledBack) listener(model, alerts);
    },
  });
  let running: Awaited<ReturnType<typeof begin>> | undefined;
  let shadow: ShadowScoring | undefined;
  const begun = () => {
    if (running === undefined) throw new Error('learning is asked before it began');
    return running;
  };
  return {
    models,
    /** Counts what models do; part of online state and of the pipeline. */
    monitor,
    /** Whether a placement may name this ranker: a version or an alias that exists, or the default one. */
    rankerExists: (reference: string): boolean =>
      reference === defaultRanker || registry.resolve(reference) !== undefined,
    /** Problems of models since the start, for the log. */
    onProblem: (listener: (reference: string, error: unknown) => void): void => {
      listeners.push(listener);
    },
    /** Told of each decision with what the ranker saw. */
    decided: (record: DecisionRecord, input: ScoreInput): void => shadow?.decided(record, input),
    /** After `start`. */
    schedules: (): TrainSchedules => begun().schedules,
    watch,
    settings,
    /**
     * Told, every few minutes, when something of a champion goes beyond its limits or comes back within them:
     * reward, calibration, drift, missing values.
     */
    onBreach: (listener: (breach: Breach) => unknown): void => watch.onBreach(listener),
    series: (name: string, query: SeriesQuery) => watchSeries({ models, monitor, watch, now }, name, query),
    /** Loads the models that aliases and these rankers of placements name; before records are replayed. */
    async open(rankers: readonly string[]): Promise<void> {
      await watch.open();
      await server.start();
      await server.prepare(rankers);
    },
    /** Registers the training job, and begins schedules, shadows and watching. Returns what ends them. */
    async start(given: StartLearning): Promise<() => Promise<void>> {
      const threads = settings.trainingThreads ?? Math.max(1, availableParallelism() - 1);
      running = await begin(models, watch, warehouse, threads, given);
      rolledBack.push((model, alerts) => given.logger.warn({ model, alerts }, 'a champion was put back'));
      shadow = running.shadow;
      const { background } = given;
      const { schedules, shadow: scoring } = running;
      background.every(60_000, 'training triggers', () => schedules.checkTriggers());
      background.every(enforceMs, 'model limits', () => watch.enforce());
      background.every(1000, 'shadow answers', () => scoring.flush());
      background.every(600_000, 'shadow retention', () => scoring.trim());
      given.metrics.gauge('model_alerts', 'Limits that champions are beyond.', () => watch.problems().length);
      return async () => {
        schedules.close();
        await scoring.flush();
      };
    },
  };
}

async function begin(
  models: Models,
  watch: Watch,
  warehouse: Stores['warehouse'],
  threads: number,
  given: StartLearning,
) {
  const { config, jobs, journal, engine, recommendation, placements, control, now } = given;
  const shadow = new ShadowScoring({
    server: models.server,
    repository: control.models,
    placement: (name) => placements.get(name),
    itemId: (row) => recommendation.catalog.get(row)?.itemId,
  });
  const rewards = () => {
    const total = { clicks: 0, conversions: 0 };
    for (const { clicks, conversions } of Object.values(recommendation.rewards.list('placement'))) {
      total.clicks += clicks;
      total.conversions += conversions;
    }
    return total;
  };
  const { timeZone } = config;
  const options: TrainJobOptions = {
    ...{ models, journal, warehouse, engine, timeZone, rewards, threads },
    placement: (name) => placements.get(name),
    onMeasured: (version, report) => watch.refer(version, report),
  };
  jobs.register(trainJobKind, trainJob(options));
  jobs.register(evaluateJobKind, evaluateJob(options));
  const schedules = await TrainSchedules.open({
    ...{ documents: control.documents('train-schedules'), timeZone, now },
    outcomes: () => rewards().clicks + rewards().conversions,
    drift: (name) => watch.drift(name),
    start: (name, train) => startTraining(jobs, name, train, 'system', journal.head),
  });
  return { shadow, schedules };
}

/** Click probabilities by `name@version`, for versions that have a calibrator and learned from clicks. */
function clickProbabilities(
  registry: ModelRegistry,
): (model: string) => ((score: number) => number) | undefined {
  const known = new Map<string, { version: ModelVersion; probability?: (score: number) => number }>();
  return (model) => {
    const version = registry.resolve(model);
    if (version === undefined) return undefined;
    let found = known.get(model);
    // An evaluation may have given the version a calibrator since.
    if (found?.version !== version) {
      found = { version, probability: version.label === 'click' ? probabilityOf(version) : undefined };
      known.set(model, found);
    }
    return found.probability;
  };
}
