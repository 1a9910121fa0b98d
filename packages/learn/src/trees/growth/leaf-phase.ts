import type { Objective, TrainingView } from '../objectives/objective.ts';
import type { GrowthMemory } from './growth-memory.ts';
import { leafWord, leafWords, nodeWord, nodeWords, rowChunk, stateWord } from './layout.ts';
import type { SplitRules } from './split-rules.ts';
import { leafWeight } from './split-rules.ts';

/**
 * Value of one leaf from the unrounded gradients of its rows, summed in row order so that the threads'
 * number does not matter, and the step of its rows' margins.
 */
export function runLeaf(
  memory: GrowthMemory,
  view: TrainingView,
  objective: Objective,
  rules: SplitRules,
  learningRate: number,
  task: number,
): void {
  const { leaves, rows, state } = memory;
  const { gradients, hessians, margins } = view;
  const at = task * leafWords;
  const output = state[stateWord.output];
  const begin = leaves[at + leafWord.begin];
  const end = leaves[at + leafWord.end];
  const from = output * view.rows;
  let g = 0;
  let h = 0;
  for (let i = begin; i < end; i++) {
    const row = rows[i];
    g += gradients[from + row];
    h += hessians[from + row];
  }
  const { lower, upper } = { lower: leaves[at + leafWord.lower], upper: leaves[at + leafWord.upper] };
  const raw =
    objective.leafValue === undefined
      ? leafWeight(rules, g, h, lower, upper)
      : Math.max(lower, Math.min(upper, objective.leafValue(view, rows.subarray(begin, end), output)));
  const value = Math.fround(raw * learningRate);
  const to = output * view.allRows;
  if (value !== 0) for (let i = begin; i < end; i++) margins[to + rows[i]] += value;
  leaves[at + leafWord.value] = value;
  leaves[at + leafWord.hessian] = h;
}

/** Adds the new tree to the margins of one chunk of the rows that were not in its sample. */
export function runOutside(memory: GrowthMemory, task: number): void {
  const { nodes, bytes, margins, sample, state, sizes } = memory;
  const values = new Float32Array(nodes.buffer, nodes.byteOffset, nodes.length);
  const sampled = state[stateWord.sampled];
  const begin = sampled + task * rowChunk;
  const end = Math.min(sampled + state[stateWord.outside], begin + rowChunk);
  const to = state[stateWord.output] * sizes.allRows;
  for (let i = begin; i < end; i++) {
    const row = sample[i];
    let node = 0;
    while (nodes[node + nodeWord.left] >= 0) {
      const code = bytes[nodes[node + nodeWord.codes] + (row << nodes[node + nodeWord.shift])];
      const goesLeft = (nodes[node + nodeWord.goesLeft + (code >> 5)] >>> (code & 31)) & 1;
      node = nodes[node + (goesLeft === 1 ? nodeWord.left : nodeWord.right)] * nodeWords;
    }
    margins[to + row] += values[node + nodeWord.codes];
  }
}
