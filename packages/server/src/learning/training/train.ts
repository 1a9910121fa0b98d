import {
  type CalibratorJson,
  predictTrees,
  type TreeModel,
  type TreeParameters,
  writeXgboostUbjson,
} from '@personalize/learn';
import { refusal } from '../../errors.ts';
import type { JournalReader } from '../../stores/journal/journal-reader.ts';
import { told } from '../../told.ts';
import type { Reference } from '../watching/reference.ts';
import { assess, type RankerMetrics } from './assess.ts';
import { biasWeights, type Examination, examinationByRank } from './bias-weights.ts';
import { calibrate } from './calibrate.ts';
import { championMethod, readChampion } from './champion-method.ts';
import { type Curves, learningCurves } from './curves.ts';
import type { DataRange } from './data-range.ts';
import type { Comparison, MethodReport } from './evaluate.ts';
import { gainShares, importanceList } from './evaluate-model.ts';
import { type Fitted, fitTrees } from './fit.ts';
import { permutationLosses } from './permutation.ts';
import { type CheckedRequest, checkRequest, defaultTreeParameters, type TrainRequest } from './request.ts';
import type { RowBuffer } from './row-buffer.ts';
import { slateReference } from './slate-reference.ts';
import type { Part, SplitWindows } from './split.ts';
import { type BuildHooks, buildTrainingSet, type TrainingSet } from './training-set.ts';

export interface BiasReport {
  /** Which of the two became the model. */
  used: 'corrected' | 'uncorrected';
  examination: Examination;
  corrected: MethodReport;
  uncorrected: MethodReport;
  /** The corrected model against the uncorrected one. */
  comparison: Comparison;
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
  /** How features and scores of the slates that it would serve are distributed in the held-out windows. */
  reference: Reference;
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
  const champion = checked.champion === undefined ? undefined : await readChampion(checked.champion);
  const set = await buildTrainingSet(reader, checked, {
    ...hooks,
    onProgress: (fraction, message) => hooks.onProgress?.(fraction * buildShare, message),
  });
  const { train: learning, validation, test } = set.parts;
  requireOutcomes(learning, 'train');
  requireOutcomes(test, 'test');
  const rows = { train: learning.rows, validation: validation.rows, test: test.rows };
  const { length: features } = set.columns.names;
  hooks.onLog?.(
    told(
      'rows',
      `rows: ${rows.train} to train on, ${rows.validation} to validate, ${rows.test} to test; ${features} features`,
      { ...rows, features },
    ),
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

  hooks.onProgress?.(0.9, told('calibrating', 'calibrating'));
  const validationScores = logistic(margins(used.model, validation));
  const calibration = calibrate(validationScores, validation);
  const testMargins = margins(used.model, test);
  const testScores = logistic(testMargins);
  const probabilities = calibration
    ? testScores.map((score) => calibration.calibrator.predict(score))
    : testScores;

  hooks.onProgress?.(0.92, told('measuring', 'evaluating'));
  const { metrics, curves, evaluation, ranker } = assess(
    set,
    checked,
    { scores: testMargins, raw: testScores, probabilities },
    champion && checked.champion ? championMethod(champion, checked.champion, set) : undefined,
    hooks.check,
  );
  const bias: BiasReport | null =
    corrected === undefined
      ? null
      : {
          used: 'corrected',
          examination,
          corrected: { ...ranker, name: 'corrected' },
          uncorrected: evaluation.judge({ name: 'uncorrected', scores: margins(uncorrected.model, test) }),
          comparison: { ...evaluation.compare('ranker', 'uncorrected'), method: 'corrected' },
        };
  hooks.onProgress?.(0.95, told('importance', 'measuring importance'));
  const score = (values: Float32Array, rows: number) =>
    predictTrees(used.model, { values, rows, columns: test.width }, { output: 'margin' });
  const losses = permutationLosses(
    score,
    test,
    test.features.subarray(0, test.rows * test.width),
    checked,
    hooks.check,
  );
  const importance = importanceList(set.columns.names, gainShares(used.model), losses);
  hooks.onProgress?.(1, told('done', 'done'));
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
    metrics,
    curves: {
      ...curves,
      learning: learningCurves(used.history),
      bestIteration: used.bestIteration,
      importance,
    },
    reference: slateReference(set, testMargins, checked.placement.defaultLimit),
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
      for (const [name, value] of Object.entries(metrics.train ?? {})) {
        hooks.onMetric?.({ iteration, name: `train ${name}`, value });
      }
      hooks.onProgress?.(
        from + (share * iteration) / rounds,
        told('round', `round ${iteration} of at most ${rounds}`, { round: iteration, rounds }),
      );
      return true;
    },
  });
}

function margins(model: TreeModel, { features, rows, width }: RowBuffer): Float32Array | Float64Array {
  const matrix = { values: features.subarray(0, rows * width), rows, columns: width };
  return predictTrees(model, matrix, { output: 'margin' });
}

function logistic(values: Float32Array | Float64Array): Float64Array {
  return Float64Array.from(values, (margin) => 1 / (1 + Math.exp(-margin)));
}

function requireOutcomes(rows: RowBuffer, part: Part): void {
  let positives = 0;
  for (let row = 0; row < rows.rows; row++) if (rows.labels[row] > 0) positives++;
  if (positives > 0 && positives < rows.rows) return;
  throw refusal(
    'unprocessable',
    'oneOutcome',
    `the ${part} part has ${positives} rows with the outcome of ${rows.rows}; a ranker needs rows of both kinds. Wait for more data, or choose another label`,
    { part, positives, rows: rows.rows },
  );
}
