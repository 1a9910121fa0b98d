import type { RoundReport } from '@personalize/learn';
import {
  type CurvePoints,
  precisionRecallCurve,
  type ReliabilityBin,
  reliabilityCurve,
  rocCurve,
  thresholdCurve,
} from '@personalize/learn';

/** Points of a drawn curve at most. */
const maxPoints = 200;

export interface ThinCurve {
  x: number[];
  y: number[];
}

/** A metric round by round; the arrays are equally long. */
export interface LearningCurve {
  metric: string;
  higherIsBetter: boolean;
  /** Rounds done, ascending. */
  iterations: number[];
  /** Over a sample of the training groups. */
  train: number[];
  validation: number[];
}

export interface FeatureImportance {
  feature: string;
  /** Share of the splits' gain; null for models that cannot tell. */
  gain: number | null;
  /** Loss of NDCG when the feature's values are shuffled among rows; null when it was not measured. */
  permutation: { mean: number; deviation: number } | null;
}

export interface Curves {
  /** What early stopping watched comes first; empty for models that were not trained here. */
  learning: LearningCurve[];
  /** Rounds that the model keeps; null for models that were not trained here. */
  bestIteration: number | null;
  /** Predicted against observed, as the model gives it and after calibration; `before` null for no margin. */
  reliability: { before: ReliabilityBin[] | null; after: ReliabilityBin[] };
  /** Null when the test part has one outcome only. */
  roc: ThinCurve | null;
  precisionRecall: ThinCurve | null;
  /** Largest first. */
  importance: FeatureImportance[];
}

/**
 * @param raw before calibration, null when the model gives no probability of its own
 * @param probabilities calibrated, one per test row
 */
export function outcomeCurves(
  raw: Float64Array | null,
  probabilities: Float64Array,
  labels: ArrayLike<number>,
): Pick<Curves, 'reliability' | 'roc' | 'precisionRecall'> {
  const bins = { strategy: 'quantile', bins: 15 } as const;
  const reliability = {
    before: raw === null ? null : reliabilityCurve(raw, labels, bins),
    after: reliabilityCurve(probabilities, labels, bins),
  };
  const curve = thresholdCurve(probabilities, labels);
  if (!(curve.positive > 0 && curve.negative > 0)) return { reliability, roc: null, precisionRecall: null };
  return { reliability, roc: thin(rocCurve(curve)), precisionRecall: thin(precisionRecallCurve(curve)) };
}

/** The rounds' reports as curves, by metric, of at most {@link maxPoints} rounds; the last one is kept. */
export function learningCurves(history: readonly RoundReport[]): LearningCurve[] {
  const step = Math.max(1, Math.ceil(history.length / maxPoints));
  const kept = history.filter((_, i) => (history.length - 1 - i) % step === 0);
  const names = Object.keys(history[0]?.metrics.validation ?? {});
  return names.map((metric) => ({
    metric,
    higherIsBetter: !/loss|error|deviance/i.test(metric),
    iterations: kept.map(({ iteration }) => iteration),
    train: kept.map(({ metrics }) => metrics.train[metric]),
    validation: kept.map(({ metrics }) => metrics.validation[metric]),
  }));
}

/** Points evenly spread along the curve's length in x and y, both ends kept. */
function thin({ x, y }: CurvePoints): ThinCurve {
  if (x.length <= maxPoints) return { x: Array.from(x), y: Array.from(y) };
  const thinned: ThinCurve = { x: [x[0]], y: [y[0]] };
  const lengthTo = (i: number): number => Math.abs(x[i] - x[i - 1]) + Math.abs(y[i] - y[i - 1]);
  let length = 0;
  for (let i = 1; i < x.length; i++) length += lengthTo(i);
  const step = length / (maxPoints - 2);
  let travelled = 0;
  for (let i = 1; i < x.length; i++) {
    travelled += lengthTo(i);
    if (travelled < step && i < x.length - 1) continue;
    travelled = 0;
    thinned.x.push(x[i]);
    thinned.y.push(y[i]);
  }
  return thinned;
}
