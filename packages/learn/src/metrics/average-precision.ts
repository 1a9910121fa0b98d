import { thresholdCurve } from './threshold-curve.ts';

/**
 * Area under the precision–recall curve as average precision: Σ (Rᵢ − Rᵢ₋₁) Pᵢ over the distinct scores,
 * without interpolation, which would be too optimistic (Davis and Goadrich, ICML 2006; the definition of
 * scikit-learn's `average_precision_score`).
 *
 * @param scores one per row (higher means 1 is likelier)
 * @param labels 0 or 1 per row
 * @param weights 0 or more per row; null for all ones
 * @throws RangeError if no row is labelled 1, or for input {@link thresholdCurve} refuses
 */
export function averagePrecision(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null = null,
): number {
  const curve = thresholdCurve(scores, labels, weights);
  if (!(curve.positive > 0)) throw new RangeError('labels must contain a 1: recall is undefined without one');
  let sum = 0;
  let previous = 0;
  for (let i = 0; i < curve.thresholds.length; i++) {
    const tp = curve.truePositives[i];
    if (tp > previous) sum += ((tp - previous) * tp) / (tp + curve.falsePositives[i]);
    previous = tp;
  }
  return sum / curve.positive;
}
