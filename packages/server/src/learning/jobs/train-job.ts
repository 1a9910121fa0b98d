import { AppError } from '../../errors.ts';
import type { FeatureEngine } from '../../features/index.ts';
import type { Placement } from '../../recommendation/index.ts';
import type { Journal } from '../../stores/journal/journal.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import { lowerThreadPriority } from '../../stores/thread-priority.ts';
import type { GateResult } from '../gates/gate.ts';
import { describeRefusal } from '../gates/judge.ts';
import { championAlias, type Models } from '../models.ts';
import { plain } from '../registry/convert.ts';
import { asUbjson } from '../registry/import-model.ts';
import { type ModelReport, type ModelVersion, referenceOf } from '../registry/model-version.ts';
import { requireModelName } from '../registry/names.ts';
import type { RankerModelFile } from '../training/request.ts';
import { trainRanker } from '../training/train-ranker.ts';
import { describeTrained } from './describe-trained.ts';
import { type TrainInput, toTrainRequest } from './train-input.ts';

const trainingThreads: ReadonlySet<string> = new Set(['train']);
/**
 * A little below the others. Not the lowest: a thread that hardly runs may hold a lock of the process that a
 * serving thread waits for.
 */
const trainingNiceness = 5;

export const trainJobKind = 'train';
/** The training itself, as a share of the job; what remains is registering and judging. */
const trainingShare = 0.95;

/** What of a job's surroundings training uses; the job runner gives more. */
export interface TrainContext {
  id: string;
  signal: AbortSignal;
  progress(fraction: number, message?: string): void;
  log(line: string): void;
  metric(point: { iteration: number; name: string; value: number }): void;
}

export interface TrainJobOptions {
  models: Models;
  journal: Pick<Journal, 'head' | 'readHandle'>;
  engine: FeatureEngine;
  timeZone: string;
  placement(name: string): Placement | undefined;
  /** What all decisions earned so far. */
  rewards(): { clicks: number; conversions: number };
  /** Told of a registered version, with the job that made it. */
  onTrained?(version: ModelVersion, report: ModelReport): unknown;
}

/** How a training job's kind runs; fits the job runner. The same job begun again gives the same model. */
export function trainJob(options: TrainJobOptions) {
  return {
    resumable: true,
    run: (input: JsonObject, context: TrainContext): Promise<JsonObject> => {
      const { name, by, train } = input as unknown as TrainJobInput;
      return new Training(options, context, name, by, train).run();
    },
  };
}

export interface TrainJobInput {
  name: string;
  /** Key id, user id, `system` or `cli`. */
  by: string;
  train: TrainInput;
}

/**
 * A job's input. The journal's end is fixed here, so that a job that runs again after a restart learns from
 * the same records.
 * @throws AppError `invalid_request` for the model's name
 */
export function trainJobInput(name: string, train: TrainInput, by: string, head: number): JsonObject {
  requireModelName(name);
  return plain({ name, by, train: { ...train, toOffset: train.toOffset ?? head } } satisfies TrainJobInput);
}

class Training {
  readonly #options: TrainJobOptions;
  readonly #context: TrainContext;
  readonly #name: string;
  readonly #by: string;
  readonly #input: TrainInput;

  constructor(options: TrainJobOptions, context: TrainContext, name: string, by: string, input: TrainInput) {
    this.#options = options;
    this.#context = context;
    this.#name = name;
    this.#by = by;
    this.#input = input;
  }

  async run(): Promise<JsonObject> {
    const { signal, log } = this.#context;
    const version = (await this.#registered()) ?? (await this.#train());
    signal.throwIfAborted();
    const gates = await this.#judge(version);
    const passed = gates.every((gate) => gate.passed);
    const already =
      this.#options.models.registry.alias(this.#name, championAlias)?.version === version.version;
    const promote = passed && this.#input.promote !== false && !already;
    if (promote) {
      const reason = `trained by job ${this.#context.id}; every gate passed`;
      await this.#options.models.setAlias(
        { name: this.#name, alias: championAlias, version: version.version, by: this.#by, reason },
        gates,
      );
      log(`${referenceOf(version)} is champion`);
    }
    this.#context.progress(1, passed ? 'every gate passed' : `refused: ${describeRefusal(gates)}`);
    return plain({
      ...{ name: this.#name, version: version.version, passed, promoted: promote || already },
      ...{ gates, summary: version.summary },
    });
  }

  /** The version that this very job registered before a restart. */
  async #registered(): Promise<ModelVersion | undefined> {
    const { registry } = this.#options.models;
    if (!registry.names().includes(this.#name)) return undefined;
    for (const version of registry.versions(this.#name).slice(0, 5)) {
      const { evaluation } = await registry.report(this.#name, version.version);
      if (evaluation?.kind === 'training' && evaluation.jobId === this.#context.id) return version;
    }
    return undefined;
  }

  async #train(): Promise<ModelVersion> {
    const { models, journal, engine, timeZone, placement, rewards, onTrained } = this.#options;
    const { signal, progress, log, metric, id } = this.#context;
    const placementName = this.#input.placement ?? 'home';
    const used = placement(placementName);
    if (used === undefined) {
      throw new AppError(
        'unprocessable',
        `there is no placement ${JSON.stringify(placementName)} to train for`,
      );
    }
    const deployment = { features: engine.definitions, timeZone, placement: used };
    const request = toTrainRequest(this.#input, deployment, rewards());
    const champion = await this.#champion(request.excludeFeatures ?? [], request.sourceEvidence ?? true);
    log(
      `training ${this.#name} from ${request.from}, journal up to ${request.toOffset ?? journal.head}${champion === undefined ? '' : `, against ${champion.version}`}`,
    );
    let lowered = false;
    const trained = await trainRanker(
      { ...request, ...(champion === undefined ? {} : { champion }) },
      {
        journal,
        signal,
        onProgress: (fraction, message) => {
          if (!lowered) lowered = lowerThreadPriority(trainingThreads, trainingNiceness) > 0;
          progress(fraction * trainingShare, message);
        },
        onLog: log,
        onMetric: metric,
      },
    );
    const { version, report } = describeTrained(trained, request, { id, at: models.registry.now() });
    const made = await models.register(
      {
        ...version,
        ...{
          name: this.#name,
          createdBy: this.#by,
          notes: this.#input.notes ?? '',
          tags: this.#input.tags ?? [],
        },
      },
      report,
    );
    log(`registered ${referenceOf(made)}`);
    await onTrained?.(made, report);
    return made;
  }

  async #judge(version: ModelVersion): Promise<GateResult[]> {
    const { models } = this.#options;
    const gates = await models.judge(version);
    const report = await models.registry.report(version.name, version.version);
    await models.registry.annotate(version.name, version.version, { report: { ...report, gates } }, this.#by);
    for (const { name, passed, detail } of gates) {
      this.#context.log(`gate ${name}: ${passed ? 'passed' : 'refused'}, ${detail}`);
    }
    return gates;
  }

  /** The champion's trees, when they can be scored on the rows that this training makes. */
  async #champion(excluded: readonly string[], evidence: boolean): Promise<RankerModelFile | undefined> {
    const { models, engine } = this.#options;
    const current = models.registry.resolve(`${this.#name}@${championAlias}`);
    if (current === undefined) return undefined;
    const { kind, format, signature } = current;
    const known = (feature: string) =>
      feature.startsWith('source.')
        ? evidence
        : engine.names.includes(feature) && !excluded.includes(feature);
    if ((kind !== 'trees' && kind !== 'xgboost') || !signature.features.every(known)) {
      this.#context.log(
        `${referenceOf(current)} cannot be scored on this training's rows: it is compared with the built-in ranker only, and its successor needs an override`,
      );
      return undefined;
    }
    const bytes = asUbjson(format, await models.registry.file(current));
    return { bytes, featureNames: signature.features, version: referenceOf(current) };
  }
}
