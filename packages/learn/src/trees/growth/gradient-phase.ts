import type { Objective, TrainingView } from '../objectives/objective.ts';
import type { GrowthMemory } from './growth-memory.ts';
import { groupChunk, rowChunk, statWords } from './layout.ts';

/** Words of a chunk's statistics: largest absolute gradient and hessian, then sums of quantised ones. */
export const statWord = { maxGradient: 0, maxHessian: 1, gradient: 0, hessian: 1, absolute: 2 } as const;

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
    objective.gradients(view, begin, end);
  }
  for (let output = 0; output < view.outputs; output++) measure(memory, view, output, begin, end, task);
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
  const offset = output * view.rows;
  let maxGradient = 0;
  let maxHessian = 0;
  for (let row = begin; row < end; row++) {
    const g = Math.abs(gradients[offset + row]);
    const h = hessians[offset + row];
    if (!(g <= maxGradient)) {
      if (!(g < Infinity)) throw badGradient('gradient', row, gradients[offset + row]);
      maxGradient = g;
    }
    if (!(h <= maxHessian)) {
      if (!(h < Infinity)) throw badGradient('hessian', row, h);
      maxHessian = h;
    }
    if (h < 0) throw badGradient('hessian', row, h);
  }
  const at = (task * view.outputs + output) * statWords;
  memory.stats[at + statWord.maxGradient] = maxGradient;
  memory.stats[at + statWord.maxHessian] = maxHessian;
}

const badGradient = (what: string, row: number, value: number) =>
  new RangeError(
    `the objective's ${what} of row ${row} is ${value}, must be finite${what === 'hessian' ? ' and not negative' : ''}; check its label and weight, or lower the learning rate`,
  );
