import {
  auc,
  averagePrecision,
  expectedCalibrationError,
  logLoss,
  maximumCalibrationError,
} from '@personalize/learn';
import { type BeyondAccuracy, beyondAccuracy } from './beyond-accuracy.ts';
import { biasWeights, examinationByRank } from './bias-weights.ts';
import { type Curves, outcomeCurves } from './curves.ts';
import { type Comparison, Evaluation, type Method, type MethodReport } from './evaluate.ts';
import { baselineMethods, isSource } from './methods.ts';
import type { CheckedRequest } from './request.ts';
import type { RowBuffer } from './row-buffer.ts';
import type { Part } from './split.ts';
import type { TrainingSet } from './training-set.ts';

/** How the rows' probabilities stand to what happened, on the test part. */
export interface ProbabilityMetrics {
  /** Null where one outcome is missing. */
  auc: number | null;
  averagePrecision: number | null;
  logLoss: number;
  /** Before calibration; null when the model gives no probability of its own. */
  uncalibratedError: number | null;
  expectedCalibrationError: number;
  maximumCalibrationError: number;
  /** Share of rows with the outcome. */
  baseRate: number;
}

export interface RankerMetrics {
  k: number;
  /** The judged ranker first, then the champion if given, then the baselines. */
  methods: MethodReport[];
  /** The judged ranker against every other method. */
  comparisons: Comparison[];
  /** Name of the candidate source (alone or filled up) with the highest NDCG. */
  bestSource: string | null;
  /** Null for a model whose output is no probability and could not be calibrated. */
  probabilities: ProbabilityMetrics | null;
  beyondAccuracy: Record<string, BeyondAccuracy>;
  groups: Record<Part, number>;
  rows: Record<Part, number>;
  /** Customers in the test part. */
  customers: number;
}

export interface Assessed {
  metrics: RankerMetrics;
  curves: Pick<Curves, 'reliability' | 'roc' | 'precisionRecall'>;
  /** For judging further methods on the same resamples. */
  evaluation: Evaluation;
  ranker: MethodReport;
}

/** What a ranker says of the test rows, one number each. */
export interface Answers {
  scores: ArrayLike<number>;
  /** 0..1 before calibration; null when it gives none. */
  raw: Float64Array | null;
  /** Probability of the label; null when there is none. */
  probabilities: Float64Array | null;
}

/** Judges a ranker on the test part beside `champion` and the baselines. */
export function assess(
  set: TrainingSet,
  request: CheckedRequest,
  { scores, raw, probabilities }: Answers,
  champion: Method | undefined,
  check?: () => void,
): Assessed {
  const { test } = set.parts;
  const { k, seed, resamples, from } = request;
  const decisions = from === 'decisions';
  const evaluation = new Evaluation(test, {
    ...{ k, seed, resamples },
    ...(decisions ? { corrections: biasWeights(test, examinationByRank(test)) } : {}),
  });
  const ranker = evaluation.judge({ name: 'ranker', scores });
  const others = [...(champion === undefined ? [] : [champion]), ...baselineMethods(test, decisions)];
  const methods = [ranker];
  const comparisons: Comparison[] = [];
  const beyond: Record<string, BeyondAccuracy> = { ranker: beyondAccuracy(test, scores, k, set.catalog) };
  for (const method of others) {
    check?.();
    methods.push(evaluation.judge(method));
    comparisons.push(evaluation.compare('ranker', method.name));
    beyond[method.name] = beyondAccuracy(test, method.scores, k, set.catalog);
  }
  const labels = test.labels.subarray(0, test.rows);
  const none = { reliability: { before: null, after: [] }, roc: null, precisionRecall: null };
  const curves = probabilities === null ? none : outcomeCurves(raw, probabilities, labels);
  return {
    evaluation,
    ranker,
    curves,
    metrics: {
      ...{ k, methods, comparisons },
      bestSource: bestOf(methods.filter(({ name }) => isSource(name))),
      probabilities:
        probabilities === null ? null : probabilityMetrics(probabilities, labels, curves.reliability),
      beyondAccuracy: beyond,
      groups: perPart(set, (part) => part.groups.length),
      rows: perPart(set, (part) => part.rows),
      customers: evaluation.customers,
    },
  };
}

function probabilityMetrics(
  probabilities: Float64Array,
  labels: Float32Array,
  { before, after }: Curves['reliability'],
): ProbabilityMetrics {
  let positives = 0;
  for (const label of labels) positives += label;
  const both = positives > 0 && positives < labels.length;
  return {
    auc: both ? auc(probabilities, labels) : null,
    averagePrecision: both ? averagePrecision(probabilities, labels) : null,
    logLoss: logLoss(probabilities, labels),
    uncalibratedError: before === null ? null : expectedCalibrationError(before),
    expectedCalibrationError: expectedCalibrationError(after),
    maximumCalibrationError: maximumCalibrationError(after),
    baseRate: positives / Math.max(1, labels.length),
  };
}

function bestOf(methods: readonly MethodReport[]): string | null {
  let best: MethodReport | undefined;
  for (const method of methods) {
    if (method.ndcg !== null && method.ndcg.mean > (best?.ndcg?.mean ?? -1)) best = method;
  }
  return best?.name ?? null;
}

function perPart(set: TrainingSet, of: (rows: RowBuffer) => number): Record<Part, number> {
  const { train, validation, test } = set.parts;
  return { train: of(train), validation: of(validation), test: of(test) };
}
