import { checkCalibrationInput } from './calibration-input.ts';
import { isotonicRegression } from './pava.ts';

/**
 * Isotonic calibration (Zadrozny and Elkan, KDD 2002): the non-decreasing curve closest to the labels in
 * squared error, linear between its knots, constant beyond the scores it was fitted on. Free of any assumed
 * form; wants some thousand rows.
 */
export class IsotonicCalibration {
  readonly kind: 'isotonic' = 'isotonic';
  /** Scores, rising. */
  readonly knots: Float64Array;
  /** The probability at each knot, never falling. */
  readonly values: Float64Array;

  constructor(knots: Float64Array, values: Float64Array) {
    this.knots = knots;
    this.values = values;
  }

  /**
   * @param scores one per row, in any order and on any scale
   * @param labels 0 or 1 per row
   * @param weights 0 or more per row; null for all ones
   * @throws RangeError for empty input, values that are not finite, or one label only
   */
  static fit(
    scores: Float64Array,
    labels: ArrayLike<number>,
    weights: Float64Array | null = null,
  ): IsotonicCalibration {
    checkCalibrationInput(scores, labels, weights);
    const { knots, values } = isotonicRegression(scores, labels, weights);
    return new IsotonicCalibration(knots, values);
  }

  predict(score: number): number {
    const { knots, values } = this;
    const last = knots.length - 1;
    if (Number.isNaN(score)) throw new RangeError('score must be a number, got NaN');
    if (score <= knots[0]) return values[0];
    if (score >= knots[last]) return values[last];
    let low = 0;
    let high = last;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (knots[middle] <= score) low = middle;
      else high = middle;
    }
    const share = (score - knots[low]) / (knots[high] - knots[low]);
    return values[low] + share * (values[high] - values[low]);
  }

  toJSON() {
    return { kind: this.kind, knots: Array.from(this.knots), values: Array.from(this.values) };
  }

  /** @throws RangeError if the knots do not rise, the values fall or leave [0, 1], or their numbers differ */
  static fromJSON(json: { kind: 'isotonic'; knots: number[]; values: number[] }): IsotonicCalibration {
    const { knots, values } = json;
    if (
      !Array.isArray(knots) ||
      !Array.isArray(values) ||
      knots.length !== values.length ||
      knots.length === 0
    ) {
      throw new RangeError('knots and values must be arrays of equal length, not empty');
    }
    for (let i = 0; i < knots.length; i++) {
      if (!Number.isFinite(knots[i]) || (i > 0 && !(knots[i] > knots[i - 1]))) {
        throw new RangeError(`knots must be finite and rising, got ${knots[i]} at ${i}`);
      }
      if (!(values[i] >= 0 && values[i] <= 1) || (i > 0 && values[i] < values[i - 1])) {
        throw new RangeError(`values must be 0 to 1 and never fall, got ${values[i]} at ${i}`);
      }
    }
    return new IsotonicCalibration(Float64Array.from(knots), Float64Array.from(values));
  }
}
