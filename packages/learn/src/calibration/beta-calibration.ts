import { LogisticRegression } from '../linear/logistic-regression.ts';
import { sigmoid } from '../linear/sigmoid.ts';
import { checkCalibrationInput } from './calibration-input.ts';

/** Probabilities are moved this far from 0 and 1 before their logarithms are taken. */
const clip = 1e-12;

/**
 * Beta calibration: log-odds = a ln s − b ln(1 − s) + c with a, b ≥ 0 (Kull, Silva Filho and Flach, AISTATS
 * 2017). Its curves include the identity, so probabilities that are right already stay so, unlike with
 * Platt scaling.
 */
export class BetaCalibration {
  readonly kind: 'beta' = 'beta';
  readonly a: number;
  readonly b: number;
  readonly c: number;

  constructor(a: number, b: number, c: number) {
    this.a = a;
    this.b = b;
    this.c = c;
  }

  /**
   * @param scores probabilities, 0 to 1, one per row
   * @param labels 0 or 1 per row
   * @param weights 0 or more per row; null for all ones
   * @throws RangeError for scores outside [0, 1], empty input, or one label only
   */
  static fit(
    scores: Float64Array,
    labels: ArrayLike<number>,
    weights: Float64Array | null = null,
  ): BetaCalibration {
    checkCalibrationInput(scores, labels, weights);
    for (let i = 0; i < scores.length; i++) {
      if (scores[i] < 0 || scores[i] > 1) {
        throw new RangeError(`scores must be probabilities, 0 to 1, got ${scores[i]} at row ${i}`);
      }
    }
    const targets = Float64Array.from(labels);
    const features = new Float64Array(2 * scores.length);
    for (let i = 0; i < scores.length; i++) {
      features[2 * i] = Math.log(clipped(scores[i]));
      features[2 * i + 1] = -Math.log1p(-clipped(scores[i]));
    }
    const both = fitLogits(features, 2, targets, weights);
    let [a, b] = both.coefficients;
    if (a >= 0 && b >= 0) return new BetaCalibration(a, b, both.intercept);

    // A negative coefficient would make the curve fall somewhere: that term is dropped and the other refitted.
    const kept = a < 0 ? 1 : 0;
    const single = fitLogits(
      Float64Array.from({ length: scores.length }, (_, i) => features[2 * i + kept]),
      1,
      targets,
      weights,
    );
    const slope = Math.max(single.coefficients[0], 0);
    [a, b] = kept === 0 ? [slope, 0] : [0, slope];
    if (slope > 0) return new BetaCalibration(a, b, single.intercept);
    return new BetaCalibration(0, 0, fitLogits(new Float64Array(0), 0, targets, weights).intercept);
  }

  /** @throws RangeError if the score is not 0 to 1 */
  predict(score: number): number {
    if (!(score >= 0 && score <= 1))
      throw new RangeError(`score must be a probability, 0 to 1, got ${score}`);
    const s = clipped(score);
    return sigmoid(this.a * Math.log(s) - this.b * Math.log1p(-s) + this.c);
  }

  toJSON() {
    return { kind: this.kind, a: this.a, b: this.b, c: this.c };
  }

  /** @throws RangeError if a number is missing, not finite, or a or b is negative */
  static fromJSON(json: { kind: 'beta'; a: number; b: number; c: number }): BetaCalibration {
    const { a, b, c } = json;
    if (!(Number.isFinite(a) && Number.isFinite(b) && Number.isFinite(c) && a >= 0 && b >= 0)) {
      throw new RangeError(`a, b (0 or more) and c must be finite, got ${a}, ${b}, ${c}`);
    }
    return new BetaCalibration(a, b, c);
  }
}

/** All but free of a penalty: just enough to stay finite when the classes are separable. */
function fitLogits(
  features: Float64Array,
  dimension: number,
  targets: Float64Array,
  weights: Float64Array | null,
) {
  return LogisticRegression.fit(features, dimension, targets, weights, { l2: 1e-6 });
}

function clipped(p: number): number {
  return Math.min(Math.max(p, clip), 1 - clip);
}
