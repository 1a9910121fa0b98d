import {
  auc,
  averagePrecision,
  type CalibratorJson,
  expectedCalibrationError,
  logLoss,
  maximumCalibrationError,
  predictTrees,
  readXgboostUbjson,
  splitImportance,
  type TreeModel,
  type TreeParameters,
  writeXgboostUbjson,
} from '@personalize/learn';
import { AppError } from '../../errors.ts';
import type { JournalReader } from '../../stores/journal/journal-reader.ts';
import { type BeyondAccuracy, beyondAccuracy } from './beyond-accuracy.ts';
import { biasWeights, type Examination, examinationByRank } from './bias-weights.ts';
import { calibrate } from './calibrate.ts';
import { type Curves, outcomeCurves } from './curves.ts';
import { type Comparison, Evaluation, type MethodReport } from './evaluate.ts';
import { type Fitted, fitTrees } from './fit.ts';
import { baselineMethods, isSource } from './methods.ts';
import {
  type CheckedRequest,
  checkRequest,
  defaultTreeParameters,
  type RankerModelFile,
  type TrainRequest,
} from './request.ts';
import type { RowBuffer } from './row-buffer.ts';
import type { Part, SplitWindows } from './split.ts';
import { type BuildHooks, buildTrainingSet, type DataRange, type TrainingSet } from './training-set.ts';

/** How the rows' probabilities stand to what happened, on the test part. */
export interface ProbabilityMetrics {
  /** Null where one outcome is missing. */
  auc: number | null;
  averagePrecision: number | null;
  logLoss: number;
  expectedCalibrationError: number;
  maximumCalibrationError: number;
  /** Share of rows with the outcome. */
  baseRate: number;
}

export interface RankerMetrics {
  k: number;
  /** The trained ranker first, then the champion if given, then the baselines. */
  methods: MethodReport[];
  /** The trained ranker against every other method. */
  comparisons: Comparison[];
  /** Name of the candidate source (alone or filled up) with the highest NDCG. */
  bestSource: string | null;
  probabilities: ProbabilityMetrics;
  beyondAccuracy: Record<string, BeyondAccuracy>;
  groups: Record<Part, number>;
  rows: Record<Part, number>;
  /** Customers in the test part. */
  customers: number;
}

export interface BiasReport {
  /** Which of the two became the model. */
  used: 'corrected' | 'uncorrected';
  examination: Examination;
  corrected: MethodReport;
  uncorrected: MethodReport;
}

/** Everything that a registry keeps of a trained ranker. Plain data. */
export interface TrainedRanker {
  /** XGBoost UBJSON. */
  model: Uint8Array<ArrayBuffer>;
  /** From the logistic function of the model's margin to the probability of the label; null with one outcome only. */
  calibrator: CalibratorJson | null;
  calibration: { kind: string; logLoss: number }[];
  /** The model's input, in order; `source.NAME` is a source's evidence, the others are declared features. */
  featureNames: string[];
  featureHash: string;
  objective: 'lambdaMart' | 'logistic';
  label: string;
  parameters: TreeParameters;
  iterations: number;
  seed: number;
  dataRange: DataRange;
  windows: SplitWindows;
  skipped: TrainingSet['skipped'];
  checks: TrainingSet['checks'];
  metrics: RankerMetrics;
  curves: Curves;
  /** Null when rows carry no propensities, or correction was off. */
  bias: BiasReport | null;
}

export interface TrainHooks extends BuildHooks {
  onMetric?(metric: { iteration: number; name: string; value: number }): void;
}

type FitWeights = Parameters<typeof fitTrees>[2];

/** Share of the whole that building the set takes, for progress. */
const buildShare = 0.6;

/**
 * Builds the training set, trains, calibrates and evaluates. The same journal range, request and seed give
 * the same result, bit by bit. Blocks its thread while trees grow.
 * @throws AppError as {@link buildTrainingSet}, and whatever `hooks.check` throws
 */
export async function train(
  reader: JournalReader,
  request: TrainRequest,
  hooks: TrainHooks = {},
): Promise<TrainedRanker> {
  const checked = checkRequest(request, reader.head);
  const champion = checked.champion === undefined ? undefined : readChampion(checked.champion);
  const set = await buildTrainingSet(reader, checked, {
    ...hooks,
    onProgress: (fraction, message) => hooks.onProgress?.(fraction * buildShare, message),
  });
  const { train: learning, validation, test } = set.parts;
  requireOutcomes(learning, 'train');
  requireOutcomes(test, 'test');
  hooks.onLog?.(
    `rows: ${learning.rows} to train on, ${validation.rows} to validate, ${test.rows} to test; ${set.columns.names.length} features`,
  );

  const plain = Float32Array.from(learning.weights.subarray(0, learning.rows));
  const examination = checked.biasCorrection ? examinationByRank(learning) : [];
  const fit = (weights: FitWeights, from: number, share: number): Fitted =>
    fitWithProgress(set, weights, checked, hooks, from, share);
  const corrected = checked.biasCorrection
    ? fit(
        {
          train: biasWeights(learning, examination),
          validation: biasWeights(validation, examination),
        },
        0.6,
        0.15,
      )
    : undefined;
  const uncorrected =
    corrected === undefined ? fit({ train: plain }, 0.6, 0.3) : fit({ train: plain }, 0.75, 0.15);
  const used = corrected ?? uncorrected;

  hooks.onProgress?.(0.9, 'calibrating');
  const validationScores = logistic(margins(used.model, validation));
  const calibration = calibrate(validationScores, validation);
  const testMargins = margins(used.model, test);
  const testScores = logistic(testMargins);
  const probabilities = calibration
    ? testScores.map((score) => calibration.calibrator.predict(score))
    : testScores;

  hooks.onProgress?.(0.92, 'evaluating');
  const evaluation = new Evaluation(test, {
    ...{ k: checked.k, seed: checked.seed, resamples: checked.resamples },
    ...(checked.from === 'decisions' ? { corrections: biasWeights(test, examinationByRank(test)) } : {}),
  });
  const ranker = evaluation.judge({ name: 'ranker', scores: testMargins });
  const others = [
    ...(champion && checked.champion ? [championMethod(champion, checked.champion, set)] : []),
    ...baselineMethods(test, checked.from === 'decisions'),
  ];
  const methods = [ranker];
  const comparisons: Comparison[] = [];
  const beyond: Record<string, BeyondAccuracy> = {
    ranker: beyondAccuracy(test, testMargins, checked.k, set.catalog),
  };
  for (const method of others) {
    hooks.check?.();
    methods.push(evaluation.judge(method));
    comparisons.push(evaluation.compare('ranker', method.name));
    beyond[method.name] = beyondAccuracy(test, method.scores, checked.k, set.catalog);
  }
  const bias: BiasReport | null =
    corrected === undefined
      ? null
      : {
          used: 'corrected',
          examination,
          corrected: { ...ranker, name: 'corrected' },
          uncorrected: evaluation.judge({ name: 'uncorrected', scores: margins(uncorrected.model, test) }),
        };
  hooks.onProgress?.(1, 'done');
  return {
    model: writeXgboostUbjson(used.model),
    calibrator: calibration?.calibrator.toJSON() ?? null,
    calibration: calibration?.compared ?? [],
    featureNames: set.columns.names,
    featureHash: set.featureHash,
    objective: checked.objective,
    label: checked.label,
    parameters: used.parameters,
    iterations: used.bestIteration,
    seed: checked.seed,
    dataRange: set.dataRange,
    windows: set.windows,
    skipped: set.skipped,
    checks: set.checks,
    metrics: {
      k: checked.k,
      methods,
      comparisons,
      bestSource: bestOf(methods.filter(({ name }) => isSource(name))),
      probabilities: probabilityMetrics(probabilities, test),
      beyondAccuracy: beyond,
      groups: perPart(set, (part) => part.groups.length),
      rows: perPart(set, (part) => part.rows),
      customers: evaluation.customers,
    },
    curves: {
      learning: used.history,
      ...outcomeCurves(probabilities, test.labels.subarray(0, test.rows)),
      importance: importanceOf(used.model, set.columns.names),
    },
    bias,
  };
}

function fitWithProgress(
  set: TrainingSet,
  weights: FitWeights,
  request: CheckedRequest,
  hooks: TrainHooks,
  from: number,
  share: number,
): Fitted {
  const { train: learning, validation } = set.parts;
  const rounds = request.parameters.iterations ?? defaultTreeParameters.iterations;
  return fitTrees(learning, validation, weights, set.columns.names, request, {
    onRound({ iteration, metrics }) {
      hooks.check?.();
      for (const [name, value] of Object.entries(metrics.validation ?? {})) {
        hooks.onMetric?.({ iteration, name, value });
      }
      hooks.onProgress?.(from + (share * iteration) / rounds, `round ${iteration} of at most ${rounds}`);
      return true;
    },
  });
}

function readChampion(file: RankerModelFile): TreeModel {
  try {
    return readXgboostUbjson(file.bytes);
  } catch (cause) {
    throw new AppError(
      'unprocessable',
      `the champion ${file.version} cannot be read: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** Scores the test rows with the champion: its features by name among those that were replayed. */
function championMethod(model: TreeModel, { featureNames, version }: RankerModelFile, set: TrainingSet) {
  const { test } = set.parts;
  const { names } = set.columns;
  const at = featureNames.map((name) => names.indexOf(name));
  const lacking = featureNames.filter((_, i) => at[i] < 0);
  if (lacking.length > 0) {
    throw new AppError(
      'unprocessable',
      `the champion ${version} needs features that this training set lacks: ${lacking.slice(0, 5).join(', ')}; leave champion out, or declare them again`,
    );
  }
  const columns = featureNames.length;
  const values = new Float32Array(test.rows * columns);
  for (let row = 0; row < test.rows; row++) {
    for (let c = 0; c < columns; c++) values[row * columns + c] = test.features[row * test.width + at[c]];
  }
  const scores = predictTrees(model, { values, rows: test.rows, columns }, { output: 'margin' });
  return { name: version, scores };
}

function margins(model: TreeModel, { features, rows, width }: RowBuffer): Float32Array | Float64Array {
  const matrix = { values: features.subarray(0, rows * width), rows, columns: width };
  return predictTrees(model, matrix, { output: 'margin' });
}

function logistic(values: Float32Array | Float64Array): Float64Array {
  return Float64Array.from(values, (margin) => 1 / (1 + Math.exp(-margin)));
}

function probabilityMetrics(probabilities: Float64Array, test: RowBuffer): ProbabilityMetrics {
  const labels = test.labels.subarray(0, test.rows);
  let positives = 0;
  for (const label of labels) positives += label;
  const both = positives > 0 && positives < labels.length;
  const { reliability } = outcomeCurves(probabilities, labels);
  return {
    auc: both ? auc(probabilities, labels) : null,
    averagePrecision: both ? averagePrecision(probabilities, labels) : null,
    logLoss: logLoss(probabilities, labels),
    expectedCalibrationError: expectedCalibrationError(reliability),
    maximumCalibrationError: maximumCalibrationError(reliability),
    baseRate: positives / Math.max(1, labels.length),
  };
}

function importanceOf(model: TreeModel, names: readonly string[]): Curves['importance'] {
  const { totalGain: gain } = splitImportance(model);
  let total = 0;
  for (const value of gain) total += value;
  return names
    .map((feature, i) => ({ feature, gain: total > 0 ? gain[i] / total : 0 }))
    .sort((a, b) => b.gain - a.gain || (a.feature < b.feature ? -1 : 1));
}

function bestOf(methods: readonly MethodReport[]): string | null {
  let best: MethodReport | undefined;
  for (const method of methods) {
    if (method.ndcg !== null && method.ndcg.mean > (best?.ndcg?.mean ?? -1)) best = method;
  }
  return best?.name ?? null;
}

function requireOutcomes(rows: RowBuffer, part: Part): void {
  let positives = 0;
  for (let row = 0; row < rows.rows; row++) if (rows.labels[row] > 0) positives++;
  if (positives > 0 && positives < rows.rows) return;
  throw new AppError(
    'unprocessable',
    `the ${part} part has ${positives} rows with the outcome of ${rows.rows}; a ranker needs rows of both kinds. Wait for more data, or choose another label`,
  );
}

function perPart(set: TrainingSet, of: (rows: RowBuffer) => number): Record<Part, number> {
  const { train: learning, validation, test } = set.parts;
  return { train: of(learning), validation: of(validation), test: of(test) };
}
