import { LogisticRegression } from '../linear/logistic-regression.ts';
import { sigmoid } from '../linear/sigmoid.ts';
import { checkCalibrationInput } from './calibration-input.ts';

/**
 * Platt scaling: p = 1 / (1 + e^(−(slope · score + intercept))). Labels are smoothed to (N₊ + 1) / (N₊ + 2)
 * and 1 / (N₋ + 2), which keeps the fit finite (Platt, Advances in Large Margin Classifiers, 1999; Lin, Lin
 * and Weng, Machine Learning 68, 2007). Feed it log-odds or margins; for probabilities prefer beta
 * calibration. Fits a few hundred rows.
 */
export class PlattCalibration {
  readonly kind: 'platt' = 'platt';
  readonly slope: number;
  readonly intercept: number;

  constructor(slope: number, intercept: number) {
    this.slope = slope;
    this.intercept = intercept;
  }

  /**
   * @param scores one per row, on any scale
   * @param labels 0 or 1 per row
   * @param weights 0 or more per row; null for all ones
   * @throws RangeError for empty input, values that are not finite, or one label only
   */
  static fit(
    scores: Float64Array,
    labels: ArrayLike<number>,
    weights: Float64Array | null = null,
  ): PlattCalibration {
    const { positive, negative } = checkCalibrationInput(scores, labels, weights);
    const high = (positive + 1) / (positive + 2);
    const low = 1 / (negative + 2);
    const targets = Float64Array.from(labels, (label) => (label === 1 ? high : low));
    const { centre, scale } = spread(scores);
    const standardised = scores.map((s) => (s - centre) / scale);
    const model = LogisticRegression.fit(standardised, 1, targets, weights, { l2: 1e-10 });
    const slope = model.coefficients[0] / scale;
    return new PlattCalibration(slope, model.intercept - slope * centre);
  }

  predict(score: number): number {
    if (Number.isNaN(score)) throw new RangeError('score must be a number, got NaN');
    return sigmoid(this.slope * score + this.intercept);
  }

  toJSON() {
    return { kind: this.kind, slope: this.slope, intercept: this.intercept };
  }

  /** @throws RangeError if a number is missing or not finite */
  static fromJSON(json: { kind: 'platt'; slope: number; intercept: number }): PlattCalibration {
    if (!Number.isFinite(json.slope) || !Number.isFinite(json.intercept)) {
      throw new RangeError(`slope and intercept must be finite, got ${json.slope} and ${json.intercept}`);
    }
    return new PlattCalibration(json.slope, json.intercept);
  }
}

/** Mean and standard deviation, the latter 1 for constant scores. */
function spread(values: Float64Array): { centre: number; scale: number } {
  let centre = 0;
  for (const v of values) centre += v / values.length;
  let squares = 0;
  for (const v of values) squares += (v - centre) ** 2;
  const scale = Math.sqrt(squares / values.length);
  return { centre, scale: scale > 0 ? scale : 1 };
}
