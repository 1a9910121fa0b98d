import type { GrowthMemory } from './growth/growth-memory.ts';
import type { CheckedData } from './training-data.ts';

/** A loss of the caller's own. */
export interface CustomObjective {
  /** Margins a row has; default 1. */
  outputs?: number;
  /**
   * Writes first and second derivatives of each row's loss by its margin, weights not yet applied. Arrays
   * lie output after output: entry `output * rows + row`. Hessians must not be negative.
   */
  gradients(
    margins: Float32Array,
    labels: Float32Array,
    gradients: Float32Array,
    hessians: Float32Array,
  ): void;
}

/** Calls the objective on the training rows and applies their weights. */
export function runCustom(objective: CustomObjective, memory: GrowthMemory, train: CheckedData): void {
  const { trainRows, allRows, outputs } = memory.sizes;
  const margins = new Float32Array(trainRows * outputs);
  for (let output = 0; output < outputs; output++) {
    margins.set(memory.margins.subarray(output * allRows, output * allRows + trainRows), output * trainRows);
  }
  const { gradients, hessians } = memory;
  objective.gradients(margins, train.labels, gradients, hessians);
  if (!train.weighted) return;
  for (let i = 0; i < gradients.length; i++) {
    gradients[i] *= train.weights[i % trainRows];
    hessians[i] *= train.weights[i % trainRows];
  }
}
