import type { Objective, TrainingView } from '../objectives/objective.ts';
import type { GrowthMemory } from './growth-memory.ts';
import { leafWord, leafWords, nodeWord, nodeWords, rowChunk, stateWord } from './layout.ts';
import { lowerBound } from './lower-bound.ts';

/** Value of one leaf where the objective knows better than the second-order step. */
export function runLeaf(
  memory: GrowthMemory,
  view: TrainingView,
  objective: Objective,
  learningRate: number,
  task: number,
): void {
  const { leaves, rows, state } = memory;
  if (!objective.leafValue) return;
  const at = task * leafWords;
  const own = rows.subarray(leaves[at + leafWord.begin], leaves[at + leafWord.end]);
  const raw = objective.leafValue(view, own, state[stateWord.output]);
  const value = Math.max(leaves[at + leafWord.lower], Math.min(leaves[at + leafWord.upper], raw));
  leaves[at + leafWord.value] = Math.fround(value * learningRate);
}

/**
 * Adds the leaves' values to the margins of one chunk of the training rows. Going by chunk, not by leaf,
 * keeps the margins in the cache; rows of a leaf ascend, so its part of the chunk is found by halving.
 */
export function runMargins(memory: GrowthMemory, task: number): void {
  const { leaves, rows, state, margins, sizes } = memory;
  const to = state[stateWord.output] * sizes.allRows;
  const first = task * rowChunk;
  const last = first + rowChunk;
  const count = state[stateWord.leaves];
  for (let leaf = 0; leaf < count; leaf++) {
    const at = leaf * leafWords;
    const value = leaves[at + leafWord.value];
    if (value === 0) continue;
    const leafEnd = leaves[at + leafWord.end];
    const begin = lowerBound(rows, leaves[at + leafWord.begin], leafEnd, first);
    const end = lowerBound(rows, begin, leafEnd, last);
    for (let i = begin; i < end; i++) margins[to + rows[i]] += value;
  }
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
