import type { Objective } from './objective.ts';
import { weightedMean } from './objective.ts';

/** Least mean of a base margin, so that all-zero counts keep a finite logarithm. */
const edge = 1e-6;

/** Negative log-likelihood of counts whose mean is the exponential of the margin. */
export const poisson: Objective = {
  unit: 'row',
  gradients({ margins, labels, weights, gradients, hessians }, begin, end) {
    for (let row = begin; row < end; row++) {
      const mean = Math.exp(margins[row]);
      gradients[row] = (mean - labels[row]) * weights[row];
      hessians[row] = mean * weights[row];
    }
  },
  baseMargins: (labels, weights) => [Math.log(Math.max(edge, weightedMean(labels, weights)))],
  labelFault: (label) => (label >= 0 ? undefined : 'poisson labels must be counts of at least 0'),
};
