import { refusal } from '../../errors.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import { championAlias } from '../models.ts';
import { plain } from '../registry/convert.ts';
import type { ModelReport } from '../registry/model-report.ts';
import { type ModelVersion, referenceOf } from '../registry/model-version.ts';
import type { EvaluatedModel } from '../training/evaluate-model.ts';
import type { TrainRequest } from '../training/request.ts';
import { evaluateRanker } from '../training/train-ranker.ts';
import { championFile } from './champion-file.ts';
import { summaryOf } from './describe-trained.ts';
import { began, placementOf, type TrainContext, type TrainJobOptions, threadOptions } from './job-context.ts';
import { judgeAndPromote, measuredShare } from './judging.ts';
import { learnFrom } from './learn-from.ts';
import { type EvaluateInput, toTrainRequest } from './train-input.ts';

export const evaluateJobKind = 'evaluateModel';

interface EvaluateJobInput {
  name: string;
  version: number;
  /** Key id, user id, `system` or `cli`. */
  by: string;
  evaluate: EvaluateInput;
}

/**
 * A job's input, with the journal's end fixed.
 * @throws AppError `not_found`, `unprocessable` for a version without a file
 */
export function evaluateJobInput(
  version: ModelVersion,
  evaluate: EvaluateInput,
  by: string,
  head: number,
): JsonObject {
  if (version.kind === 'heuristic' || version.state === 'removed') {
    throw refusal(
      'unprocessable',
      'modelWithoutFile',
      `${referenceOf(version)} has no file to evaluate${version.state === 'removed' ? ': retention removed it' : ''}`,
      { model: referenceOf(version) },
    );
  }
  const { name } = version;
  const input = { ...evaluate, toOffset: evaluate.toOffset ?? head };
  return plain({ name, version: version.version, by, evaluate: input } satisfies EvaluateJobInput);
}

/**
 * Judges a registered version on the held-out window, beside the champion of now: what imports need before
 * gates can say anything, and what brings a version's figures up to date.
 */
export function evaluateJob(options: TrainJobOptions) {
  return {
    resumable: true,
    run: async (input: JsonObject, context: TrainContext): Promise<JsonObject> => {
      const { name, version, by, evaluate } = input as unknown as EvaluateJobInput;
      const target = options.models.registry.get(name, version);
      const measured = await measure(options, context, target, evaluate, by);
      const { promote = false } = evaluate;
      return judgeAndPromote(options, context, measured, evaluate, { by, promote, how: 'evaluated' });
    },
  };
}

async function measure(
  options: TrainJobOptions,
  context: TrainContext,
  version: ModelVersion,
  input: EvaluateInput,
  by: string,
): Promise<ModelVersion> {
  const { models, engine, timeZone, onMeasured } = options;
  const { registry } = models;
  const placement = placementOf(options, input.placement);
  const request = toTrainRequest(
    input,
    { features: engine.definitions, timeZone, placement },
    await learnFrom(options, input),
  );
  requireLabel(version, request);
  const champion = await championFile(options, context, version.name, [], true);
  const isChampion = champion?.version === referenceOf(version);
  const before = await registry.report(version.name, version.version);
  const against = isChampion ? undefined : champion?.version;
  context.log(
    began(
      'evaluating',
      referenceOf(version),
      request.from,
      request.toOffset ?? options.journal.head,
      against,
    ),
  );
  const found = await evaluateRanker(
    {
      ...{ ...request, biasCorrection: false, threads: 1 },
      split: { ...request.split, notBefore: await learntUntil(options, version) },
      ...(champion === undefined || isChampion ? {} : { champion }),
    },
    { version, bytes: await registry.file(version) },
    threadOptions(options, context, measuredShare),
  );
  const report = reportOf(found, request, before, { id: context.id, at: registry.now() });
  const changed = await registry.annotate(
    version.name,
    version.version,
    { label: found.label, calibrator: found.calibrator, summary: summaryOf(found.metrics), report },
    by,
  );
  await models.server.reload(changed);
  await onMeasured?.(changed, report);
  return changed;
}

/** A click and a purchase are different questions: figures of one say nothing of a model of the other. */
function requireLabel({ label, ...version }: ModelVersion, request: TrainRequest): void {
  const asked = request.label ?? (request.from === 'decisions' ? 'click' : 'conversion');
  if (label === null || label === asked || (label === 'value' && asked === 'conversion')) return;
  throw refusal(
    'unprocessable',
    'otherLabel',
    `${referenceOf(version)} predicts a ${label}, the evaluation would hold it against a ${asked}; choose from and label accordingly`,
    { model: referenceOf(version), label, asked },
  );
}

/** Epoch ms before which neither the version nor the champion may be tested; 0 for imports. */
async function learntUntil({ models }: TrainJobOptions, version: ModelVersion): Promise<number> {
  const { registry } = models;
  const champion = registry.resolve(`${version.name}@${championAlias}`);
  const untils = [version, ...(champion === undefined ? [] : [champion])].map(async (one) => {
    const { details } = await registry.report(one.name, one.version);
    return typeof details.learntUntil === 'number' ? details.learntUntil : 0;
  });
  return Math.max(...(await Promise.all(untils)));
}

function reportOf(
  found: EvaluatedModel,
  { from }: TrainRequest,
  before: ModelReport,
  { id, at }: { id: string; at: number },
): ModelReport {
  const { metrics, curves, reference, windows, dataRange, skipped, checks, calibration } = found;
  return {
    evaluation: { kind: 'evaluation', at, jobId: id, from, windows, dataRange },
    // What training found of the trees themselves stays true.
    curves: {
      ...curves,
      learning: before.curves?.learning ?? [],
      bestIteration: before.curves?.bestIteration ?? null,
    },
    ...{ metrics, reference, offPolicy: null, bias: before.bias, gates: [] },
    details: plain({ ...before.details, skipped, checks, calibration }),
  };
}
