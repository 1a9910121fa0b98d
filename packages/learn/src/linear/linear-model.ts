/** A fitted linear predictor's numbers, as kept in JSON. */
export interface LinearCoefficients {
  intercept: number;
  coefficients: number[];
}

/** intercept + coefficients · x, for the `dimension` numbers of `features` from `offset` on. */
export function linearScore(
  intercept: number,
  coefficients: Float64Array,
  features: Float64Array,
  offset: number,
): number {
  let score = intercept;
  for (let j = 0; j < coefficients.length; j++) score += coefficients[j] * features[offset + j];
  return score;
}

/**
 * Checks coefficients read from JSON.
 * @throws RangeError if a number is missing or not finite
 */
export function readCoefficients(json: LinearCoefficients): {
  intercept: number;
  coefficients: Float64Array;
} {
  if (!Number.isFinite(json?.intercept)) {
    throw new RangeError(`intercept must be a finite number, got ${json?.intercept}`);
  }
  if (!Array.isArray(json.coefficients) || !json.coefficients.every(Number.isFinite)) {
    throw new RangeError('coefficients must be an array of finite numbers');
  }
  return { intercept: json.intercept, coefficients: Float64Array.from(json.coefficients) };
}
