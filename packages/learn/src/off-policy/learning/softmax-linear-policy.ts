import type { ActionProbabilities } from '../action-probabilities.ts';
import type { ActionFeatures } from '../cross-fit.ts';

export interface SoftmaxLinearJson {
  kind: 'softmaxLinear';
  coefficients: number[];
}

/** π(a | x) ∝ exp(θ · features(x, a)): what the off-policy learners learn. */
export class SoftmaxLinearPolicy {
  readonly kind: 'softmaxLinear' = 'softmaxLinear';
  readonly coefficients: Float64Array;

  constructor(coefficients: Float64Array) {
    this.coefficients = coefficients;
  }

  /** Its probabilities in each row of `features`, to be evaluated or logged. */
  probabilities(features: ActionFeatures, actionCount: number): ActionProbabilities {
    if (features.dimension !== this.coefficients.length) {
      throw new RangeError(
        `features must have dimension ${this.coefficients.length}, got ${features.dimension}`,
      );
    }
    const buffer = new Float64Array(features.dimension);
    return {
      actionCount,
      write: (row, out) => {
        for (let action = 0; action < actionCount; action++) {
          features.write(row, action, buffer, 0);
          out[action] = this.score(buffer);
        }
        softmaxInPlace(out, actionCount);
      },
    };
  }

  /** θ · x for the row of `features` at `offset`: a ranker's score, with temperature 1. */
  score(features: Float64Array, offset = 0): number {
    let sum = 0;
    for (let j = 0; j < this.coefficients.length; j++) sum += this.coefficients[j] * features[offset + j];
    return sum;
  }

  toJSON(): SoftmaxLinearJson {
    return { kind: this.kind, coefficients: Array.from(this.coefficients) };
  }

  /** @throws RangeError if a coefficient is not finite */
  static fromJSON(json: SoftmaxLinearJson): SoftmaxLinearPolicy {
    if (!Array.isArray(json.coefficients) || !json.coefficients.every(Number.isFinite)) {
      throw new RangeError('coefficients must be an array of finite numbers');
    }
    return new SoftmaxLinearPolicy(Float64Array.from(json.coefficients));
  }
}

/** Turns the first `count` scores into probabilities. */
export function softmaxInPlace(values: Float64Array, count: number): void {
  let highest = -Infinity;
  for (let i = 0; i < count; i++) highest = Math.max(highest, values[i]);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    values[i] = Math.exp(values[i] - highest);
    sum += values[i];
  }
  for (let i = 0; i < count; i++) values[i] /= sum;
}
