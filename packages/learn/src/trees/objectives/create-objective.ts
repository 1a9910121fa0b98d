import { lambdaMart } from './lambda-mart.ts';
import { logistic } from './logistic.ts';
import type { Objective, ObjectiveSettings } from './objective.ts';
import { poisson } from './poisson.ts';
import { quantileLoss } from './quantile.ts';
import { softmax } from './softmax.ts';
import { squaredError } from './squared-error.ts';

/** The caller's own objective: its gradients are written before the phase that would compute them. */
const custom: Objective = {
  unit: 'row',
  gradients() {},
  baseMargins: (_labels, _weights, outputs) => new Array<number>(outputs).fill(0),
  labelFault: () => undefined,
};

/** How many margins a row has under this objective. */
export const outputsOf = (settings: ObjectiveSettings): number =>
  settings.name === 'softmax' || settings.name === 'custom' ? (settings.classes ?? 1) : 1;

/** Builds an objective from its settings, which must have been checked. */
export function createObjective(settings: ObjectiveSettings): Objective {
  switch (settings.name) {
    case 'squaredError':
      return squaredError;
    case 'logistic':
      return logistic;
    case 'softmax':
      return softmax(settings.classes ?? 2);
    case 'poisson':
      return poisson;
    case 'quantile':
      return quantileLoss(settings.quantile ?? 0.5);
    case 'lambdaMart':
      return lambdaMart(settings.truncation ?? 30);
    case 'custom':
      return custom;
  }
}
