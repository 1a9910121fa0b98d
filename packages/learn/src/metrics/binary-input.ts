/** Scores or probabilities with their 0/1 labels, checked. */
export interface BinaryInput {
  rows: number;
  /** Sum of the weights of the rows labelled 1. */
  positive: number;
  /** Sum of the weights of the rows labelled 0. */
  negative: number;
}

/**
 * Checks the input of a metric on 0/1 labels.
 * @throws RangeError naming the row and the bad value; lengths that disagree; no rows
 */
export function checkBinary(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null,
): BinaryInput {
  const rows = scores.length;
  if (rows === 0) throw new RangeError('scores must not be empty');
  if (labels.length !== rows) throw new RangeError(`labels must number ${rows}, got ${labels.length}`);
  if (weights !== null && weights.length !== rows) {
    throw new RangeError(`weights must number ${rows}, got ${weights.length}`);
  }
  let positive = 0;
  let negative = 0;
  for (let i = 0; i < rows; i++) {
    if (Number.isNaN(scores[i])) throw new RangeError(`scores must be numbers, got NaN at row ${i}`);
    const w = weights === null ? 1 : weights[i];
    if (!(w >= 0) || w === Infinity) {
      throw new RangeError(`weights must be finite and 0 or more, got ${w} at row ${i}`);
    }
    if (labels[i] === 1) positive += w;
    else if (labels[i] === 0) negative += w;
    else throw new RangeError(`labels must be 0 or 1, got ${labels[i]} at row ${i}`);
  }
  return { rows, positive, negative };
}

/** @throws RangeError if a probability lies outside [0, 1] */
export function checkProbabilities(probabilities: ArrayLike<number>): void {
  for (let i = 0; i < probabilities.length; i++) {
    if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
      throw new RangeError(`probabilities must be 0 to 1, got ${probabilities[i]} at row ${i}`);
    }
  }
}

/** Row numbers by falling score; equal scores keep their order. */
export function byFallingScore(scores: ArrayLike<number>): Uint32Array {
  const order = new Uint32Array(scores.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => (scores[a] === scores[b] ? a - b : scores[a] > scores[b] ? -1 : 1));
}
