/**
 * Checks scores and 0/1 labels to calibrate on, and returns the total weight of each label.
 * @throws RangeError naming the row and the bad value; or when one label is missing, as no curve from
 *   scores to probabilities can be learnt from one
 */
export function checkCalibrationInput(
  scores: Float64Array,
  labels: ArrayLike<number>,
  weights: Float64Array | null,
): { positive: number; negative: number } {
  if (scores.length === 0) throw new RangeError('scores must not be empty');
  if (labels.length !== scores.length) {
    throw new RangeError(`labels must number ${scores.length}, got ${labels.length}`);
  }
  if (weights !== null && weights.length !== scores.length) {
    throw new RangeError(`weights must number ${scores.length}, got ${weights.length}`);
  }
  let positive = 0;
  let negative = 0;
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i]))
      throw new RangeError(`scores must be finite, got ${scores[i]} at row ${i}`);
    const w = weights === null ? 1 : weights[i];
    if (!(w >= 0) || w === Infinity) {
      throw new RangeError(`weights must be finite and 0 or more, got ${w} at row ${i}`);
    }
    if (labels[i] === 1) positive += w;
    else if (labels[i] === 0) negative += w;
    else throw new RangeError(`labels must be 0 or 1, got ${labels[i]} at row ${i}`);
  }
  if (!(positive > 0 && negative > 0)) {
    throw new RangeError(
      `labels must contain both 0 and 1, got weight ${negative} of 0 and ${positive} of 1`,
    );
  }
  return { positive, negative };
}
