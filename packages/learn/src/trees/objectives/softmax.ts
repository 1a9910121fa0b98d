import type { Objective } from './objective.ts';

const edge = 1e-6;
const minHessian = 1e-16;

/**
 * Cross entropy of K classes whose probabilities are the softmax of K margins. The hessian is twice the
 * diagonal one, an upper bound of the full matrix, as in XGBoost.
 */
export const softmax = (classes: number): Objective => ({
  unit: 'row',
  gradients({ margins, labels, weights, gradients, hessians, rows, allRows, outputs }, begin, end) {
    for (let row = begin; row < end; row++) {
      let top = -Infinity;
      for (let k = 0; k < outputs; k++) top = Math.max(top, margins[k * allRows + row]);
      let sum = 0;
      for (let k = 0; k < outputs; k++) {
        const e = Math.exp(margins[k * allRows + row] - top);
        gradients[k * rows + row] = e;
        sum += e;
      }
      const label = labels[row];
      const weight = weights[row];
      for (let k = 0; k < outputs; k++) {
        const p = gradients[k * rows + row] / sum;
        gradients[k * rows + row] = (p - (k === label ? 1 : 0)) * weight;
        hessians[k * rows + row] = Math.max(2 * p * (1 - p), minHessian) * weight;
      }
    }
  },
  baseMargins(labels, weights, outputs) {
    const mass = new Float64Array(outputs);
    let total = 0;
    for (let row = 0; row < labels.length; row++) {
      mass[labels[row]] += weights[row];
      total += weights[row];
    }
    return Array.from(mass, (m) => Math.log(Math.max(edge, total > 0 ? m / total : 1 / outputs)));
  },
  labelFault: (label) =>
    Number.isInteger(label) && label >= 0 && label < classes
      ? undefined
      : `softmax labels must be whole numbers from 0 to ${classes - 1} (classes is ${classes})`,
});
