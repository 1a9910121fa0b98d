import type { VersionDetail } from '../../../api/models.ts';

export type Metrics = NonNullable<VersionDetail['metrics']>;
export type Curves = NonNullable<VersionDetail['curves']>;
/** A way to order the rows, judged on the held-out window. */
export type Method = Metrics['methods'][number];
/** A mean with its 95 % interval. */
export type Measured = NonNullable<Method['ndcg']>;
export type LearningCurve = Curves['learning'][number];
export type FeatureImportance = Curves['importance'][number];

/** A bin of predicted probability with what was observed in it. */
export interface ReliabilityBin {
  count: number;
  predicted: number;
  observed: number;
  low: number;
  high: number;
}

export const measures = [
  'ndcg',
  'ndcgOfAll',
  'correctedNdcg',
  'averagePrecision',
  'reciprocalRank',
  'hitRate',
] as const satisfies readonly (keyof Method)[];
export type Measure = (typeof measures)[number];

/** What versions without curves have in their place. */
export const noCurves: Curves = {
  learning: [],
  bestIteration: null,
  reliability: { before: null, after: [] },
  roc: null,
  precisionRecall: null,
  importance: [],
};

export function reliabilityBins(bins: Curves['reliability']['before']): ReliabilityBin[] {
  return (bins ?? []).map(({ count, meanPredicted, observedRate, observedLow, observedHigh }) => ({
    ...{ count, predicted: meanPredicted, observed: observedRate, low: observedLow, high: observedHigh },
  }));
}

/** Points of a curve in ascending x. */
export function curvePoints(curve: Curves['roc']): [x: number, y: number][] {
  return (curve?.x ?? []).map((x, i): [number, number] => [x, curve?.y[i] ?? 0]).sort((a, b) => a[0] - b[0]);
}
