import { requireBoth, thresholdCurve } from './threshold-curve.ts';

/**
 * Area under the ROC curve: the chance that a row labelled 1 scores above one labelled 0, ties counting
 * half (Hanley and McNeil, Radiology 143, 1982).
 *
 * @param scores one per row (higher means 1 is likelier)
 * @param labels 0 or 1 per row
 * @param weights 0 or more per row; null for all ones
 * @throws RangeError if one of the labels is missing, or for input {@link thresholdCurve} refuses
 */
export function auc(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null = null,
): number {
  const curve = thresholdCurve(scores, labels, weights);
  requireBoth(curve);
  let area = 0;
  let tp = 0;
  let fp = 0;
  for (let i = 0; i < curve.thresholds.length; i++) {
    area += ((curve.truePositives[i] + tp) / 2) * (curve.falsePositives[i] - fp);
    tp = curve.truePositives[i];
    fp = curve.falsePositives[i];
  }
  return area / (curve.positive * curve.negative);
}
