import type { JsonObject } from '../../stores/journal/record.ts';
import { told } from '../../told.ts';
import { plain } from '../registry/convert.ts';
import { referenceOf } from '../registry/model-version.ts';
import { requireModelName } from '../registry/names.ts';
import type { EvaluationContext, EvaluationOptions, Evaluations } from './evaluation-job.ts';
import { learnInThread } from './in-thread.ts';
import type { LearnMethod, LearntRanker } from './learn.ts';
import { modelsOfLog } from './models-of-log.ts';
import type { CheckedEvaluation, EvaluationInput } from './request.ts';

export const learnJobKind = 'learn-policy';

/** What a policy is learnt from; plain JSON. */
export interface LearnInput
  extends Pick<
    EvaluationInput,
    'placement' | 'from' | 'to' | 'reward' | 'attributionHours' | 'includeOpen' | 'origins' | 'seed'
  > {
  /** `ipw`: by inverse propensities; `dr` (default): doubly robust. */
  method?: LearnMethod;
  /** Penalty on the coefficients. Default 0.001. */
  l2?: number;
  /** Default 0.01. */
  propensityFloor?: number;
  /** Default 5,000. */
  maxDecisions?: number;
  notes?: string;
}

interface LearnJobInput {
  name: string;
  by: string;
  learn: LearnInput;
}

/**
 * Learns a policy from the log and registers it as a model version, with what it would have earned by the
 * estimators on the very rows it was learnt from. Nothing is promoted.
 */
export class PolicyLearning {
  readonly #options: EvaluationOptions;
  readonly #evaluations: Evaluations;

  constructor(options: EvaluationOptions, evaluations: Evaluations) {
    this.#options = options;
    this.#evaluations = evaluations;
  }

  /** @throws AppError `invalid_request` for the name, the placement or the period */
  jobInput(name: string, learn: LearnInput, by: string): JsonObject {
    requireModelName(name);
    this.#request(learn);
    return plain({ name, by, learn } satisfies LearnJobInput);
  }

  async run(input: JsonObject, context: EvaluationContext): Promise<JsonObject> {
    const { name, by, learn } = input as unknown as LearnJobInput;
    const { models, journal, warehouse, engine, timeZone } = this.#options;
    const request = this.#request(learn);
    const placement = this.#evaluations.placement(request.placement);
    const threadOptions = {
      ...{ journal, signal: context.signal, onLog: context.log },
      onProgress: context.progress,
    };
    const method = learn.method ?? 'dr';
    const learnt = await learnInThread(
      {
        ...{ request, timeZone, placement, features: engine.definitions, method },
        models: await modelsOfLog(models.registry, warehouse, request),
        l2: learn.l2 ?? 0.001,
        propensityFloor: learn.propensityFloor ?? 0.01,
      },
      threadOptions,
    );
    const { decisions, iterations } = learnt;
    context.log(
      told('learnt', `learnt from ${decisions} decisions in ${iterations} iterations`, {
        decisions,
        iterations,
      }),
    );
    const made = await models.import({
      ...{ name, format: 'onnx', file: learnt.file, by, label: request.reward, notes: learn.notes },
      ...{ tags: ['off-policy', method], signature: { features: learnt.features, output: 'value' } },
    });
    const summary = summaryOf(learnt);
    await models.registry.annotate(name, made.version, { summary }, by);
    const reference = referenceOf(made);
    context.log(told('registered', `registered ${reference}`, { version: reference }));
    return plain({ name, version: made.version, summary });
  }

  #request(learn: LearnInput): CheckedEvaluation {
    const { placement, from, to, reward, attributionHours, includeOpen, origins, seed } = learn;
    return this.#evaluations.check({
      ...{ placement, from, to, reward, attributionHours, includeOpen, origins, seed },
      policy: { kind: 'uniform' },
      estimators: ['dr'],
      ranks: 1,
      maxDecisions: learn.maxDecisions ?? 5000,
    });
  }
}

function summaryOf({
  decisions,
  trainingValue,
  loggedValue,
  iterations,
}: LearntRanker): Record<string, number> {
  return { decisions, trainingValue, loggedValue, iterations };
}
