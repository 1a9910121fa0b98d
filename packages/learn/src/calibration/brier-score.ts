import { checkBinary, checkProbabilities } from '../metrics/binary-input.ts';

/**
 * Brier score: mean squared difference of probability and outcome (Monthly Weather Review 78, 1950).
 *
 * @param probabilities 0 to 1, one per row
 * @param labels 0 or 1 per row
 * @param weights 0 or more per row; null for all ones
 * @throws RangeError for empty input, lengths that disagree, values outside their range, or no weight
 */
export function brierScore(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null = null,
): number {
  const { rows, positive, negative } = checkBinary(probabilities, labels, weights);
  checkProbabilities(probabilities);
  if (!(positive + negative > 0)) throw new RangeError('weights must not all be 0');
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    sum += (weights === null ? 1 : weights[i]) * (probabilities[i] - labels[i]) ** 2;
  }
  return sum / (positive + negative);
}

/** brier = reliability − resolution + uncertainty + withinBins. */
export interface BrierDecomposition {
  brier: number;
  /** Squared distance of each bin's forecast from its observed rate: lower is better, 0 is calibrated. */
  reliability: number;
  /** How far the bins' observed rates spread around the base rate: higher is better. */
  resolution: number;
  /** Base rate × (1 − base rate): given by the data alone. */
  uncertainty: number;
  /** What forecasts that differ within a bin add; 0 when every distinct forecast is its own bin. */
  withinBins: number;
}

/**
 * Murphy's decomposition of the Brier score (Journal of Applied Meteorology 12, 1973), with the term that
 * binning adds (Stephenson, Coelho and Jolliffe, Weather and Forecasting 23, 2008) in one number.
 *
 * @param bins equal-width bins on [0, 1]; null (default) for one bin per distinct forecast
 */
export function brierDecomposition(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  bins: number | null = null,
): BrierDecomposition {
  const brier = brierScore(probabilities, labels);
  if (bins !== null && (!Number.isInteger(bins) || bins < 1)) {
    throw new RangeError(`bins must be an integer from 1, or null, got ${bins}`);
  }
  const groups = new Map<number, { count: number; forecast: number; positive: number }>();
  let positives = 0;
  const n = probabilities.length;
  for (let i = 0; i < n; i++) {
    const p = probabilities[i];
    const key = bins === null ? p : Math.min(bins - 1, Math.floor(p * bins));
    const group = groups.get(key) ?? { count: 0, forecast: 0, positive: 0 };
    group.count++;
    group.forecast += p;
    group.positive += labels[i];
    groups.set(key, group);
    positives += labels[i];
  }
  const base = positives / n;
  let reliability = 0;
  let resolution = 0;
  for (const { count, forecast, positive } of groups.values()) {
    reliability += (count / n) * (forecast / count - positive / count) ** 2;
    resolution += (count / n) * (positive / count - base) ** 2;
  }
  const uncertainty = base * (1 - base);
  return {
    brier,
    reliability,
    resolution,
    uncertainty,
    withinBins: bins === null ? 0 : brier - (reliability - resolution + uncertainty),
  };
}
