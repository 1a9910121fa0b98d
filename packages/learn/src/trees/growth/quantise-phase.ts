import { statWord } from './gradient-phase.ts';
import type { GrowthMemory } from './growth-memory.ts';
import { rowChunk, stateWord, statWords } from './layout.ts';

/**
 * Turns the gradients of one chunk of the sample into whole numbers, so that histogram sums are exact and
 * do not depend on the order, and sets the chunk of `rows` back to the sample's order.
 */
export function runQuantise(memory: GrowthMemory, task: number): void {
  const { state, rows, sample, gradients, hessians, stats, layout } = memory;
  const wide = state[stateWord.kind] === 1;
  const offset = state[stateWord.output] * memory.sizes.trainRows;
  const begin = task * rowChunk;
  const end = Math.min(state[stateWord.sampled], begin + rowChunk);
  const gScale = state[stateWord.gradientScale] > 0 ? 1 / state[stateWord.gradientScale] : 0;
  const hScale = state[stateWord.hessianScale] > 0 ? 1 / state[stateWord.hessianScale] : 0;
  let sumG = 0;
  let sumH = 0;
  let absolute = 0;
  if (wide) {
    const entries = memory.doubles;
    const base = layout.entries >>> 3;
    for (let i = begin; i < end; i++) {
      const row = sample[i];
      rows[i] = row;
      const g = Math.round(gradients[offset + row] * gScale);
      const h = Math.round(hessians[offset + row] * hScale);
      entries[base + 2 * row] = g;
      entries[base + 2 * row + 1] = h;
      sumG += g;
      sumH += h;
    }
  } else {
    const entries = memory.words;
    const base = layout.entries >>> 2;
    for (let i = begin; i < end; i++) {
      const row = sample[i];
      rows[i] = row;
      const exact = gradients[offset + row] * gScale;
      const g = (exact + (exact < 0 ? -0.5 : 0.5)) | 0;
      const h = (hessians[offset + row] * hScale + 0.5) | 0;
      // Low word first: the hessian never carries into the gradient above it.
      entries[base + 2 * row] = h;
      entries[base + 2 * row + 1] = g;
      sumG += g;
      sumH += h;
      absolute += g < 0 ? -g : g;
    }
  }
  const at = task * statWords;
  stats[at + statWord.gradient] = sumG;
  stats[at + statWord.hessian] = sumH;
  stats[at + statWord.absolute] = absolute;
}
