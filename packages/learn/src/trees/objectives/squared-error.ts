import type { Objective } from './objective.ts';
import { weightedMean } from './objective.ts';

/** Half the squared difference; the margin is the prediction. */
export const squaredError: Objective = {
  unit: 'row',
  gradients({ margins, labels, weights, gradients, hessians }, begin, end) {
    for (let row = begin; row < end; row++) {
      gradients[row] = (margins[row] - labels[row]) * weights[row];
      hessians[row] = weights[row];
    }
  },
  baseMargins: (labels, weights) => [weightedMean(labels, weights)],
  labelFault: () => undefined,
};
