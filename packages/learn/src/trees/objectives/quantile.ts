import type { Objective } from './objective.ts';

/**
 * Smallest value whose share of the weight reaches `quantile`. Changes no input; 0 for no rows.
 * @param values one per row in `rows` order
 */
export function weightedQuantile(values: Float64Array, weights: Float64Array, quantile: number): number {
  const order = Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => values[a] - values[b] || a - b,
  );
  let total = 0;
  for (const weight of weights) total += weight;
  let seen = 0;
  for (const i of order) {
    seen += weights[i];
    if (seen >= quantile * total) return values[i];
  }
  return order.length > 0 ? values[order[order.length - 1]] : 0;
}

/** Pinball loss of one quantile; leaves take the quantile of their residuals (Friedman 2001, section 4.5). */
export const quantileLoss = (quantile: number): Objective => ({
  unit: 'row',
  gradients({ margins, labels, weights, gradients, hessians }, begin, end) {
    for (let row = begin; row < end; row++) {
      gradients[row] = (labels[row] > margins[row] ? -quantile : 1 - quantile) * weights[row];
      hessians[row] = weights[row];
    }
  },
  baseMargins: (labels, weights) => [
    weightedQuantile(Float64Array.from(labels), Float64Array.from(weights), quantile),
  ],
  labelFault: () => undefined,
  leafValue: ({ margins, labels, weights }, rows) =>
    weightedQuantile(
      Float64Array.from(rows, (row) => labels[row] - margins[row]),
      Float64Array.from(rows, (row) => weights[row]),
      quantile,
    ),
});
