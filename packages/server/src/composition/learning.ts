import type { ServerConfig } from '../config.ts';
import type { FeatureEngine } from '../features/index.ts';
import type { JobRunner } from '../http/jobs/job-runner.ts';
import { startTraining } from '../http/models/train-routes.ts';
import {
  defaultRanker,
  ModelRegistry,
  ModelServer,
  Models,
  TrainSchedules,
  trainJob,
  trainJobKind,
} from '../learning/index.ts';
import type { PlacementService, RecommendationService } from '../recommendation/index.ts';
import type { ControlStore } from '../stores/control/control-store.ts';
import type { Journal } from '../stores/journal/journal.ts';
import type { Background } from './background.ts';
import type { Stores } from './stores.ts';

/** Files kept per model. */
const keepVersions = 20;

export interface StartLearning {
  config: ServerConfig;
  jobs: JobRunner;
  journal: Journal;
  engine: FeatureEngine;
  recommendation: RecommendationService;
  placements: PlacementService;
  control: ControlStore;
  background: Background;
  now(): number;
}

export interface Learning {
  models: Models;
  /** Whether a placement may name this ranker: a version or an alias that exists, or the default one. */
  rankerExists(reference: string): boolean;
  /** Problems of models since the start, for the log. */
  onProblem(listener: (reference: string, error: unknown) => void): void;
  /** After {@link start}. */
  schedules(): TrainSchedules;
  /** Registers the training job and begins schedules and triggers. Returns what ends them. */
  start(running: StartLearning): Promise<() => Promise<void>>;
}

/** Opens the registry; nothing is loaded yet. */
export async function openLearning(
  { control, artifacts }: Stores,
  engine: FeatureEngine,
  now: () => number,
  codeVersion: string,
): Promise<Learning> {
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
  const models = new Models({ registry, server, engineNames: engine.names, keepVersions });
  let schedules: TrainSchedules | undefined;
  return {
    models,
    rankerExists: (reference) => reference === defaultRanker || registry.resolve(reference) !== undefined,
    onProblem: (listener) => listeners.push(listener),
    schedules() {
      if (schedules === undefined) throw new Error('schedules are read before they were opened');
      return schedules;
    },
    async start(running) {
      schedules = await startJobs(models, running);
      running.background.every(60_000, 'training triggers', () => schedules?.checkTriggers());
      return async () => schedules?.close();
    },
  };
}

async function startJobs(models: Models, running: StartLearning): Promise<TrainSchedules> {
  const { config, jobs, journal, engine, recommendation, placements, control, now } = running;
  const rewards = () => {
    const total = { clicks: 0, conversions: 0 };
    for (const { clicks, conversions } of Object.values(recommendation.rewards.list('placement'))) {
      total.clicks += clicks;
      total.conversions += conversions;
    }
    return total;
  };
  const { timeZone } = config;
  jobs.register(
    trainJobKind,
    trainJob({ models, journal, engine, timeZone, placement: (name) => placements.get(name), rewards }),
  );
  return TrainSchedules.open({
    ...{ documents: control.documents('train-schedules'), timeZone, now },
    outcomes: () => rewards().clicks + rewards().conversions,
    drift: () => null,
    start: (name, train) => startTraining(jobs, name, train, 'system', journal.head),
  });
}
