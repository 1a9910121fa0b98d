/**
 * Checks a regression's input and returns its number of rows.
 *
 * @param features rows × dimension, row-major
 * @param targets one per row
 * @param weights one per row, or null for all ones
 * @throws RangeError naming the row and the bad value
 */
export function checkDesign(
  features: Float64Array,
  dimension: number,
  targets: Float64Array,
  weights: Float64Array | null,
): number {
  const rows = targets.length;
  if (!Number.isInteger(dimension) || dimension < 0) {
    throw new RangeError(`dimension must be an integer from 0, got ${dimension}`);
  }
  if (rows === 0) throw new RangeError('targets must not be empty');
  if (features.length !== rows * dimension) {
    throw new RangeError(
      `features must hold rows × dimension = ${rows} × ${dimension} values, got ${features.length}`,
    );
  }
  for (let i = 0; i < features.length; i++) {
    if (!Number.isFinite(features[i])) {
      const row = Math.floor(i / dimension);
      throw new RangeError(
        `features must be finite, got ${features[i]} at row ${row}, column ${i % dimension}`,
      );
    }
  }
  for (let i = 0; i < rows; i++) {
    if (!Number.isFinite(targets[i]))
      throw new RangeError(`targets must be finite, got ${targets[i]} at row ${i}`);
  }
  if (weights !== null) checkWeights(weights, rows);
  return rows;
}

function checkWeights(weights: Float64Array, rows: number): void {
  if (weights.length !== rows) throw new RangeError(`weights must number ${rows}, got ${weights.length}`);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    if (!(weights[i] >= 0) || weights[i] === Infinity) {
      throw new RangeError(`weights must be finite and 0 or more, got ${weights[i]} at row ${i}`);
    }
    total += weights[i];
  }
  if (!(total > 0)) throw new RangeError('weights must not all be 0');
}
