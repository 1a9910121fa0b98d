import { checkBinary, checkProbabilities } from './binary-input.ts';

/** Probabilities are moved this far from 0 and 1, so that one sure but wrong row costs 36.04, not infinity. */
const clip = Number.EPSILON;

/**
 * Mean negative log-likelihood, in nats: −[y ln p + (1 − y) ln(1 − p)].
 *
 * @param probabilities of label 1, one per row, clipped to [ε, 1 − ε] with ε = 2^−52
 * @param labels 0 or 1 per row; one label alone is allowed
 * @param weights 0 or more per row; null for all ones
 * @throws RangeError for empty input, lengths that disagree, values outside their range, or no weight
 */
export function logLoss(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null = null,
): number {
  const { rows, positive, negative } = checkBinary(probabilities, labels, weights);
  checkProbabilities(probabilities);
  if (!(positive + negative > 0)) throw new RangeError('weights must not all be 0');
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const p = Math.min(Math.max(probabilities[i], clip), 1 - clip);
    sum -= (weights === null ? 1 : weights[i]) * (labels[i] === 1 ? Math.log(p) : Math.log1p(-p));
  }
  return sum / (positive + negative);
}
