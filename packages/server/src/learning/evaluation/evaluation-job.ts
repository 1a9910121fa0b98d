import { refusal } from '../../errors.ts';
import { noSuch } from '../../explain-failure.ts';
import type { FeatureEngine } from '../../features/index.ts';
import type { FrozenPosterior, Placement, WhichPolicy } from '../../recommendation/index.ts';
import type { DocumentRepository } from '../../stores/control/control-store.ts';
import type { Journal } from '../../stores/journal/journal.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { type Told, told } from '../../told.ts';
import { defaultRanker, type Models } from '../models.ts';
import { plain } from '../registry/convert.ts';
import { evaluateInThread, type ThreadOptions } from './in-thread.ts';
import { modelsOfLog, resolveModel } from './models-of-log.ts';
import { tellRefusal } from './problems.ts';
import { type CheckedEvaluation, checkEvaluation, type EvaluationInput, isLearningKind } from './request.ts';
import type { EvaluationResult } from './result.ts';

export const evaluationJobKind = 'evaluation';

/** Evaluations kept; the oldest go first. */
const keepEvaluations = 500;

export interface EvaluationOptions {
  models: Models;
  journal: Pick<Journal, 'readHandle' | 'head'>;
  warehouse: Pick<Warehouse, 'query'>;
  engine: FeatureEngine;
  timeZone: string;
  documents: DocumentRepository;
  placement(name: string): Placement | undefined;
  /** What a policy of a placement knows now. Throws `unprocessable` when none of its kind has learnt. */
  freeze(placement: Placement, which: WhichPolicy): FrozenPosterior;
  now(): number;
}

/** A judgement as it is kept. */
export interface StoredEvaluation {
  /** That of the job. */
  id: string;
  /** Key id, user id, `system` or `cli`. */
  by: string;
  /** Epoch ms. */
  createdAt: number;
  finishedAt: number;
  request: CheckedEvaluation;
  result: EvaluationResult;
}

/** What of a job's surroundings an evaluation uses. */
export interface EvaluationContext extends Pick<ThreadOptions, 'signal'> {
  id: string;
  progress(fraction: number, message?: Told): void;
  log(line: Told): void;
}

/** Judges policies on the log, and keeps what was found. */
export class Evaluations {
  readonly #options: EvaluationOptions;

  constructor(options: EvaluationOptions) {
    this.#options = options;
  }

  /**
   * A job's input: the request with every default and with the model's version fixed.
   * @throws AppError `invalid_request` for the placement, the model, the period or the policy, `unprocessable` when a
   *   policy that learns has learnt nothing
   */
  jobInput(input: EvaluationInput, by: string): JsonObject {
    return plain({ by, createdAt: this.#options.now(), request: this.check(input) });
  }

  check(input: EvaluationInput): CheckedEvaluation {
    const request = checkEvaluation(input, this.#ranker(input.placement ?? 'home'));
    request.policy.model = resolveModel(this.#options.models.registry, request.policy.model);
    this.#posterior(request);
    return request;
  }

  #posterior({ policy, placement }: CheckedEvaluation): FrozenPosterior | undefined {
    const { kind, segment, variant } = policy;
    if (!isLearningKind(kind)) return undefined;
    return this.#options.freeze(this.placement(placement), { kind, segment, variant });
  }

  /** The placement's ranker; the built-in one while the default alias is borne by none. */
  #ranker(placement: string): string {
    const { ranker } = this.placement(placement);
    const named = this.#options.models.registry.resolve(ranker);
    return named === undefined && ranker === defaultRanker ? 'heuristic' : ranker;
  }

  /** @throws AppError `invalid_request` */
  placement(name: string): Placement {
    const found = this.#options.placement(name);
    if (found !== undefined) return found;
    const message = `there is no placement ${JSON.stringify(name.slice(0, 100))}; GET /v1/placements lists them`;
    throw refusal('invalid_request', 'noSuch', message, noSuch('placement', name, []), {
      path: '/placement',
    });
  }

  async run(input: JsonObject, context: EvaluationContext): Promise<JsonObject> {
    const { models, journal, warehouse, engine, timeZone, documents, now } = this.#options;
    const { by, createdAt, request } = input as unknown as Omit<
      StoredEvaluation,
      'id' | 'finishedAt' | 'result'
    >;
    const placement = this.placement(request.placement);
    const task = {
      ...{ request, timeZone, placement, features: engine.definitions },
      models: await modelsOfLog(models.registry, warehouse, request),
      posterior: this.#posterior(request),
    };
    const result = await evaluateInThread(task, {
      ...{ journal, signal: context.signal },
      onProgress: context.progress,
      onLog: context.log,
    });
    const kept: StoredEvaluation = { id: context.id, by, createdAt, finishedAt: now(), request, result };
    await documents.put(context.id, plain(kept), now());
    await this.#forgetOldest();
    const { refusal } = result;
    context.progress(1, refusal === null ? told('done', 'done') : tellRefusal(refusal));
    return { evaluationId: context.id, state: result.state };
  }

  async get(id: string): Promise<StoredEvaluation | undefined> {
    const found = await this.#options.documents.get(id);
    return found && (found.body as unknown as StoredEvaluation);
  }

  /** Newest first. */
  async list(): Promise<StoredEvaluation[]> {
    const all = await this.#options.documents.list();
    return all
      .map(({ body }) => body as unknown as StoredEvaluation)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  }

  remove(id: string): Promise<boolean> {
    return this.#options.documents.remove(id);
  }

  async #forgetOldest(): Promise<void> {
    for (const { id } of (await this.list()).slice(keepEvaluations)) await this.remove(id);
  }
}
