/**
 * Isotonic regression by pooling adjacent violators (Ayer et al., Annals of Mathematical Statistics 26,
 * 1955; Best and Chakravarti, Mathematical Programming 47, 1990) in O(n log n).
 *
 * @param x one per row, finite; rows of equal x are averaged first
 * @param y one per row
 * @param weights 0 or more per row; null for all ones; rows of weight 0 are left out
 * @returns rising knots with the fitted value at each: both ends of every pooled block
 */
export function isotonicRegression(
  x: Float64Array,
  y: ArrayLike<number>,
  weights: Float64Array | null,
): { knots: Float64Array; values: Float64Array } {
  const order = new Uint32Array(x.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  order.sort((a, b) => x[a] - x[b]);

  const first = new Float64Array(x.length);
  const last = new Float64Array(x.length);
  const sums = new Float64Array(x.length);
  const weight = new Float64Array(x.length);
  let blocks = 0;
  for (let i = 0; i < order.length; ) {
    const at = x[order[i]];
    let w = 0;
    let sum = 0;
    for (; i < order.length && x[order[i]] === at; i++) {
      const rowWeight = weights === null ? 1 : weights[order[i]];
      w += rowWeight;
      sum += rowWeight * y[order[i]];
    }
    if (w === 0) continue;
    first[blocks] = at;
    last[blocks] = at;
    sums[blocks] = sum;
    weight[blocks] = w;
    while (blocks > 0 && sums[blocks - 1] * weight[blocks] >= sums[blocks] * weight[blocks - 1]) {
      sums[blocks - 1] += sums[blocks];
      weight[blocks - 1] += weight[blocks];
      last[blocks - 1] = last[blocks];
      blocks--;
    }
    blocks++;
  }
  const knots: number[] = [];
  const values: number[] = [];
  for (let b = 0; b < blocks; b++) {
    knots.push(first[b]);
    values.push(sums[b] / weight[b]);
    if (last[b] > first[b]) {
      knots.push(last[b]);
      values.push(sums[b] / weight[b]);
    }
  }
  return { knots: Float64Array.from(knots), values: Float64Array.from(values) };
}
