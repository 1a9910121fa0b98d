import type { Objective } from './objective.ts';
import { weightedMean } from './objective.ts';

/** A probability is kept this far from 0 and 1, so its log-odds stay finite when all labels agree. */
const edge = 1e-6;

export const logit = (probability: number): number => {
  const p = Math.min(1 - edge, Math.max(edge, probability));
  return Math.log(p / (1 - p));
};

/** The hessian of a certain row must not vanish, or a leaf of such rows would have no finite step. */
const minHessian = 1e-16;

/** Log loss of a probability given as log-odds; labels are probabilities, usually 0 or 1. */
export const logistic: Objective = {
  unit: 'row',
  gradients({ margins, labels, weights, gradients, hessians }, begin, end) {
    for (let row = begin; row < end; row++) {
      const p = 1 / (1 + Math.exp(-margins[row]));
      gradients[row] = (p - labels[row]) * weights[row];
      hessians[row] = Math.max(p * (1 - p), minHessian) * weights[row];
    }
  },
  baseMargins: (labels, weights) => [logit(weightedMean(labels, weights))],
  labelFault: (label) =>
    label >= 0 && label <= 1 ? undefined : 'logistic labels must be from 0 to 1 (usually 0 or 1)',
};
