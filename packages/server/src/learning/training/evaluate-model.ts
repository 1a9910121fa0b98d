import {
  type Calibrator,
  type CalibratorJson,
  calibratorFromJson,
  splitImportance,
  type TreeModel,
} from '@personalize/learn';
import { refusal } from '../../errors.ts';
import type { JournalReader } from '../../stores/journal/journal-reader.ts';
import { told } from '../../told.ts';
import { type ModelVersion, referenceOf } from '../registry/model-version.ts';
import { loadModel } from '../serving/load-model.ts';
import type { LoadedModel } from '../serving/loaded-model.ts';
import { readTrees } from '../serving/tree-model.ts';
import type { Reference } from '../watching/reference.ts';
import { assess, type RankerMetrics } from './assess.ts';
import { calibrate } from './calibrate.ts';
import { championMethod, readChampion, valuesOf } from './champion-method.ts';
import type { Curves, FeatureImportance } from './curves.ts';
import type { DataRange } from './data-range.ts';
import { permutationLosses } from './permutation.ts';
import { type CheckedRequest, checkRequest, type TrainRequest } from './request.ts';
import type { RowBuffer } from './row-buffer.ts';
import { slateReference } from './slate-reference.ts';
import type { SplitWindows } from './split.ts';
import { type BuildHooks, buildTrainingSet, type TrainingSet } from './training-set.ts';

/** A registered version with its file. */
export interface JudgedModel {
  version: ModelVersion;
  bytes: Uint8Array;
}

/** What a model that was made elsewhere, or long ago, does on the held-out window. Plain data. */
export interface EvaluatedModel {
  metrics: RankerMetrics;
  curves: Curves;
  label: string;
  /** The version's own, or one that was fitted on the validation window for want of it; null without margins. */
  calibrator: CalibratorJson | null;
  calibration: { kind: string; logLoss: number }[];
  reference: Reference;
  dataRange: DataRange;
  windows: SplitWindows;
  skipped: TrainingSet['skipped'];
  checks: TrainingSet['checks'];
}

/**
 * Replays the journal and judges a model on the held-out window exactly as training judges its own.
 * @throws AppError as {@link buildTrainingSet}; `unprocessable` when the model cannot be loaded, needs features
 *   that are not there, or gives no finite number for a row
 */
export async function evaluateModel(
  reader: JournalReader,
  request: TrainRequest,
  { version, bytes }: JudgedModel,
  hooks: BuildHooks = {},
): Promise<EvaluatedModel> {
  const checked = checkRequest(request, reader.head);
  const model = await loadModel(version, bytes);
  try {
    const champion = checked.champion === undefined ? undefined : await readChampion(checked.champion);
    const set = await buildTrainingSet(reader, checked, {
      ...hooks,
      onProgress: (fraction, message) => hooks.onProgress?.(0.85 * fraction, message),
    });
    hooks.onProgress?.(0.85, told('measuring', 'evaluating'));
    const { test } = set.parts;
    const scores = scoresOf(model, set, test);
    const { calibrator, compared, raw, probabilities } = probabilitiesOf(model, set, scores);
    const { metrics, curves } = assess(
      set,
      checked,
      { scores, raw, probabilities },
      champion && checked.champion ? championMethod(champion, checked.champion, set) : undefined,
      hooks.check,
    );
    hooks.onProgress?.(0.92, told('importance', 'measuring importance'));
    const importance = importanceOf(model, bytes, set, checked, hooks.check);
    hooks.onProgress?.(1, told('done', 'done'));
    return {
      metrics,
      curves: { ...curves, learning: [], bestIteration: null, importance },
      label: checked.label,
      calibrator: calibrator?.toJSON() ?? null,
      calibration: compared,
      reference: slateReference(set, scores, checked.placement.defaultLimit, 'evaluation'),
      ...{ dataRange: set.dataRange, windows: set.windows, skipped: set.skipped, checks: set.checks },
    };
  } finally {
    await model.close();
  }
}

/** @throws AppError `unprocessable` naming the first row without a finite number */
function scoresOf({ version, score }: LoadedModel, set: TrainingSet, part: RowBuffer): Float64Array {
  const name = referenceOf(version);
  const values = valuesOf(set, part, version.signature.features, name);
  const scores = new Float64Array(part.rows);
  score(values, part.rows, scores);
  const at = scores.findIndex((one) => !Number.isFinite(one));
  if (at < 0) return scores;
  const group = part.groups.find(({ start, size }) => at >= start && at < start + size);
  throw refusal(
    'unprocessable',
    'notFinite',
    `${name} gives ${scores[at]} for row ${at - (group?.start ?? 0)} of ${group?.id ?? 'the test part'}; it must give a finite number for every row, missing values included`,
    { model: name },
  );
}

interface Probabilities {
  calibrator: Calibrator | undefined;
  compared: EvaluatedModel['calibration'];
  raw: Float64Array | null;
  probabilities: Float64Array | null;
}

/** Margins are calibrated on the validation window when the version brings no calibrator of its own. */
function probabilitiesOf(model: LoadedModel, set: TrainingSet, scores: Float64Array): Probabilities {
  const { signature, calibrator: given } = model.version;
  if (signature.output === 'value') {
    return { calibrator: undefined, compared: [], raw: null, probabilities: null };
  }
  const toUnit = (values: Float64Array): Float64Array =>
    signature.output === 'margin'
      ? values.map((margin) => 1 / (1 + Math.exp(-margin)))
      : values.map((value) => Math.min(1, Math.max(0, value)));
  const raw = toUnit(scores);
  if (given === null && signature.output === 'probability') {
    return { calibrator: undefined, compared: [], raw, probabilities: raw };
  }
  const { validation } = set.parts;
  const fitted = given === null ? calibrate(toUnit(scoresOf(model, set, validation)), validation) : undefined;
  const calibrator = given === null ? fitted?.calibrator : calibratorFromJson(given);
  return {
    ...{ calibrator, compared: fitted?.compared ?? [], raw },
    probabilities: calibrator === undefined ? raw : raw.map((value) => calibrator.predict(value)),
  };
}

function importanceOf(
  model: LoadedModel,
  bytes: Uint8Array,
  set: TrainingSet,
  { k, seed }: CheckedRequest,
  check?: () => void,
): FeatureImportance[] {
  const { format, signature } = model.version;
  const values = valuesOf(set, set.parts.test, signature.features, referenceOf(model.version));
  const score = (rows: Float32Array, count: number): Float64Array => {
    const out = new Float64Array(count);
    model.score(rows, count, out);
    return out;
  };
  const losses = permutationLosses(score, set.parts.test, values, { k, seed }, check);
  const gains = format === 'onnx' ? undefined : gainShares(readTrees(format, bytes));
  return importanceList(signature.features, gains, losses);
}

/** Share of the splits' gain by column. */
export function gainShares(model: TreeModel): Float64Array {
  const { totalGain } = splitImportance(model);
  let total = 0;
  for (const value of totalGain) total += value;
  return totalGain.map((value) => (total > 0 ? value / total : 0));
}

/** Features with what is known of their importance, the most important first. */
export function importanceList(
  features: readonly string[],
  gains: Float64Array | undefined,
  losses: readonly NonNullable<FeatureImportance['permutation']>[],
): FeatureImportance[] {
  const by = (one: FeatureImportance): number => one.gain ?? one.permutation?.mean ?? 0;
  return features
    .map((feature, i) => ({ feature, gain: gains?.[i] ?? null, permutation: losses[i] ?? null }))
    .sort((a, b) => by(b) - by(a) || (a.feature < b.feature ? -1 : 1));
}
