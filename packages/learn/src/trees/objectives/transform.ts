import type { ObjectiveSettings } from './objective.ts';

/**
 * Turns margins into predictions in place: probabilities, counts, or nothing to do.
 * @param margins row after row, `outputs` numbers a row
 */
export function transformMargins(
  settings: ObjectiveSettings,
  margins: Float32Array | Float64Array,
  outputs: number,
): void {
  switch (settings.name === 'custom' ? settings.link : settings.name) {
    case 'logistic':
      for (let i = 0; i < margins.length; i++) margins[i] = 1 / (1 + Math.exp(-margins[i]));
      return;
    case 'poisson':
    case 'exponential':
      for (let i = 0; i < margins.length; i++) margins[i] = Math.exp(margins[i]);
      return;
    case 'softmax':
      for (let at = 0; at < margins.length; at += outputs) softmaxRow(margins, at, outputs);
      return;
    default:
      return;
  }
}

function softmaxRow(margins: Float32Array | Float64Array, at: number, outputs: number): void {
  let top = -Infinity;
  for (let k = 0; k < outputs; k++) top = Math.max(top, margins[at + k]);
  let sum = 0;
  for (let k = 0; k < outputs; k++) {
    margins[at + k] = Math.exp(margins[at + k] - top);
    sum += margins[at + k];
  }
  for (let k = 0; k < outputs; k++) margins[at + k] /= sum;
}
