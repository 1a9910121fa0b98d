import { logistic } from '../objectives/logistic.ts';
import type { Objective, TrainingView } from '../objectives/objective.ts';
import type { GrowthMemory } from './growth-memory.ts';
import { groupChunk, rowChunk, statWords } from './layout.ts';

/** Words of a chunk's statistics: largest absolute gradient and hessian, then sums of quantised ones. */
export const statWord = {
  maxGradient: 0,
  maxHessian: 1,
  gradient: 0,
  hessian: 1,
  absolute: 2,
  scratch: 4,
} as const;

/** Gradients of one chunk of rows, or of groups where rows of a group depend on each other. */
export function runGradients(
  memory: GrowthMemory,
  view: TrainingView,
  objective: Objective,
  task: number,
): void {
  let begin: number;
  let end: number;
  if (objective.unit === 'group') {
    const { groups } = memory.sizes;
    const first = task * groupChunk;
    const last = Math.min(groups, first + groupChunk);
    objective.gradients(view, first, last);
    begin = view.groupStart[first];
    end = view.groupStart[last];
  } else {
    begin = task * rowChunk;
    end = Math.min(view.rows, begin + rowChunk);
    if (objective === logistic) logisticByKernel(memory, begin, end);
    else objective.gradients(view, begin, end);
  }
  for (let output = 0; output < view.outputs; output++) measure(memory, view, output, begin, end, task);
}

/** The same gradients by vector instructions; the last chunk runs into its regions' padding. */
function logisticByKernel(memory: GrowthMemory, begin: number, end: number): void {
  const { layout, kernels } = memory;
  kernels.logistic(
    layout.margins + begin * 4,
    layout.margins + end * 4,
    layout.labels + begin * 4,
    layout.weights + begin * 4,
    layout.gradients + begin * 4,
    layout.hessians + begin * 4,
  );
}

function measure(
  memory: GrowthMemory,
  view: TrainingView,
  output: number,
  begin: number,
  end: number,
  task: number,
): void {
  const { gradients, hessians } = view;
  const { kernels, layout, stats } = memory;
  const offset = output * view.rows;
  const vectorEnd = begin + ((end - begin) & ~3);
  let maxGradient = 0;
  let maxHessian = 0;
  let minHessian = 0;
  if (vectorEnd > begin) {
    const g = layout.gradients + (offset + begin) * 4;
    const h = layout.hessians + (offset + begin) * 4;
    const bytes = (vectorEnd - begin) * 4;
    maxGradient = kernels.largestGradient(g, g + bytes);
    maxHessian = kernels.largestGradient(h, h + bytes);
    minHessian = kernels.least(h, h + bytes);
  }
  // Math.max and Math.min keep a NaN, as the kernels do.
  for (let row = vectorEnd; row < end; row++) {
    maxGradient = Math.max(maxGradient, Math.abs(gradients[offset + row]));
    maxHessian = Math.max(maxHessian, hessians[offset + row]);
    minHessian = Math.min(minHessian, hessians[offset + row]);
  }
  if (!(maxGradient < Infinity && maxHessian < Infinity && minHessian >= 0)) {
    for (let row = begin; row < end; row++) {
      const g = gradients[offset + row];
      const h = hessians[offset + row];
      if (!Number.isFinite(g)) throw badGradient('gradient', row, g);
      if (!Number.isFinite(h) || h < 0) throw badGradient('hessian', row, h);
    }
  }
  const at = (task * view.outputs + output) * statWords;
  stats[at + statWord.maxGradient] = maxGradient;
  stats[at + statWord.maxHessian] = maxHessian;
}

const badGradient = (what: string, row: number, value: number) =>
  new RangeError(
    `the objective's ${what} of row ${row} is ${value}, must be finite${what === 'hessian' ? ' and not negative' : ''}; check its label and weight, or lower the learning rate`,
  );
