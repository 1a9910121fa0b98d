import type { JsonObject } from '../../stores/journal/record.ts';
import { told } from '../../told.ts';
import type { Models } from '../models.ts';
import { plain } from '../registry/convert.ts';
import { type ModelVersion, referenceOf } from '../registry/model-version.ts';
import { requireModelName } from '../registry/names.ts';
import { trainRanker } from '../training/train-ranker.ts';
import { championFile } from './champion-file.ts';
import { describeTrained } from './describe-trained.ts';
import { began, placementOf, type TrainContext, type TrainJobOptions, threadOptions } from './job-context.ts';
import { judgeAndPromote, measuredShare } from './judging.ts';
import { learnFrom } from './learn-from.ts';
import { type TrainInput, toTrainRequest } from './train-input.ts';

export const trainJobKind = 'train';

/** How a training job's kind runs; fits the job runner. The same job begun again gives the same model. */
export function trainJob(options: TrainJobOptions) {
  return {
    resumable: true,
    run: async (input: JsonObject, context: TrainContext): Promise<JsonObject> => {
      const { name, by, train: request } = input as unknown as TrainJobInput;
      const version =
        (await registeredBy(options.models, name, context.id)) ??
        (await train(options, context, name, by, request));
      context.signal.throwIfAborted();
      const { promote = true } = request;
      return judgeAndPromote(options, context, version, request, { by, promote, how: 'trained' });
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

/** The version that this very job registered before a restart. */
async function registeredBy(
  { registry }: Models,
  name: string,
  jobId: string,
): Promise<ModelVersion | undefined> {
  if (!registry.names().includes(name)) return undefined;
  for (const version of registry.versions(name).slice(0, 5)) {
    const { evaluation } = await registry.report(name, version.version);
    if (evaluation?.kind === 'training' && evaluation.jobId === jobId) return version;
  }
  return undefined;
}

async function train(
  options: TrainJobOptions,
  context: TrainContext,
  name: string,
  by: string,
  input: TrainInput,
): Promise<ModelVersion> {
  const { models, journal, engine, timeZone, threads, onMeasured } = options;
  const deployment = {
    ...{ features: engine.definitions, timeZone, placement: placementOf(options, input.placement) },
  };
  const request = toTrainRequest({ threads, ...input }, deployment, await learnFrom(options, input));
  const { excludeFeatures = [], sourceEvidence = true } = request;
  const champion = await championFile(options, context, name, excludeFeatures, sourceEvidence);
  context.log(began('training', name, request.from, request.toOffset ?? journal.head, champion?.version));
  const trained = await trainRanker(
    { ...request, ...(champion === undefined ? {} : { champion }) },
    threadOptions(options, context, measuredShare),
  );
  const job = { id: context.id, at: models.registry.now() };
  const { version, report } = describeTrained(trained, request, job);
  const { notes = '', tags = [] } = input;
  const made = await models.register({ ...version, ...{ name, createdBy: by, notes, tags } }, report);
  const reference = referenceOf(made);
  context.log(told('registered', `registered ${reference}`, { version: reference }));
  await onMeasured?.(made, report);
  return made;
}
