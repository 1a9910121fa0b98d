import { byFallingScore, checkBinary } from './binary-input.ts';

/** Weighted counts at each distinct score, from the highest down: rows at or above it are called 1. */
export interface ThresholdCurve {
  thresholds: Float64Array;
  truePositives: Float64Array;
  falsePositives: Float64Array;
  /** Total weight of the rows labelled 1, and 0. */
  positive: number;
  negative: number;
}

/**
 * The counts from which ROC and precision–recall curves are drawn; one point per distinct score, so ties
 * never depend on the order of rows.
 *
 * @param scores one per row, any numbers but NaN (higher means 1 is likelier)
 * @param labels 0 or 1 per row
 * @param weights 0 or more per row; null for all ones
 * @throws RangeError for empty input, lengths that disagree, NaN, labels other than 0 and 1
 */
export function thresholdCurve(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null = null,
): ThresholdCurve {
  const { rows, positive, negative } = checkBinary(scores, labels, weights);
  const order = byFallingScore(scores);
  const thresholds: number[] = [];
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  let tp = 0;
  let fp = 0;
  for (let i = 0; i < rows; i++) {
    const row = order[i];
    const w = weights === null ? 1 : weights[row];
    if (labels[row] === 1) tp += w;
    else fp += w;
    if (i + 1 < rows && scores[order[i + 1]] === scores[row]) continue;
    thresholds.push(scores[row]);
    truePositives.push(tp);
    falsePositives.push(fp);
  }
  return {
    thresholds: Float64Array.from(thresholds),
    truePositives: Float64Array.from(truePositives),
    falsePositives: Float64Array.from(falsePositives),
    positive,
    negative,
  };
}

/** A curve's points, to be joined by straight lines (ROC) or by steps (precision–recall). */
export interface CurvePoints {
  x: Float64Array;
  y: Float64Array;
  thresholds: Float64Array;
}

/**
 * The ROC curve: x = false-positive rate, y = true-positive rate, starting at (0, 0) with threshold +∞.
 * @throws RangeError unless both labels carry weight
 */
export function rocCurve(curve: ThresholdCurve): CurvePoints {
  requireBoth(curve);
  return {
    x: startingWith(0, curve.falsePositives, curve.negative),
    y: startingWith(0, curve.truePositives, curve.positive),
    thresholds: startingWith(Infinity, curve.thresholds, 1),
  };
}

function startingWith(first: number, values: Float64Array, divisor: number): Float64Array {
  const result = new Float64Array(values.length + 1);
  result[0] = first;
  for (let i = 0; i < values.length; i++) result[i + 1] = values[i] / divisor;
  return result;
}

/**
 * The precision–recall curve: x = recall, y = precision.
 * @throws RangeError unless label 1 carries weight
 */
export function precisionRecallCurve(curve: ThresholdCurve): CurvePoints {
  if (!(curve.positive > 0)) throw new RangeError('labels must contain a 1: recall is undefined without one');
  return {
    x: curve.truePositives.map((v) => v / curve.positive),
    y: curve.truePositives.map((v, i) => (v === 0 ? 0 : v / (v + curve.falsePositives[i]))),
    thresholds: curve.thresholds,
  };
}

/** @throws RangeError unless both labels carry weight */
export function requireBoth({ positive, negative }: { positive: number; negative: number }): void {
  if (!(positive > 0 && negative > 0)) {
    throw new RangeError(
      `labels must contain both 0 and 1, got weight ${negative} of 0 and ${positive} of 1`,
    );
  }
}
