import { statWord } from './gradient-phase.ts';
import type { GrowthMemory } from './growth-memory.ts';
import { rowChunk, stateWord, statWords } from './layout.ts';

/**
 * Turns the gradients of one chunk of the sample into whole numbers, so that histogram sums are exact and
 * do not depend on the order, and sets the chunk of `rows` back to the sample's order.
 */
export function runQuantise(memory: GrowthMemory, task: number): void {
  const { state, rows, stats, sizes } = memory;
  const begin = task * rowChunk;
  const sampled = state[stateWord.sampled];
  const end = Math.min(sampled, begin + rowChunk);
  rows.set(memory.sample.subarray(begin, end), begin);
  const scales = {
    gradient: state[stateWord.gradientScale] > 0 ? 1 / state[stateWord.gradientScale] : 0,
    hessian: state[stateWord.hessianScale] > 0 ? 1 / state[stateWord.hessianScale] : 0,
  };
  const at = task * statWords;
  stats.fill(0, at, at + statWords);
  if (state[stateWord.kind] === 1) {
    quantiseWide(memory, begin, end, scales, at);
    return;
  }
  let from = begin;
  if (sampled === sizes.trainRows) {
    from = begin + ((end - begin) & ~3);
    quantiseInOrder(memory, begin, from, scales, at);
  }
  quantisePacked(memory, from, end, scales, at);
}

interface Scales {
  gradient: number;
  hessian: number;
}

/** All rows of a range whose length is a multiple of four, by the vector kernel. */
function quantiseInOrder(memory: GrowthMemory, begin: number, end: number, scales: Scales, at: number): void {
  const { layout, kernels, stats, words, state } = memory;
  const offset = state[stateWord.output] * memory.sizes.trainRows;
  const sums = layout.stats + (at + statWord.scratch) * 8;
  kernels.quantise(
    layout.gradients + (offset + begin) * 4,
    layout.gradients + (offset + end) * 4,
    layout.hessians + (offset + begin) * 4,
    layout.entries + begin * 8,
    scales.gradient,
    scales.hessian,
    sums,
  );
  const word = sums >>> 2;
  stats[at + statWord.gradient] = words[word];
  stats[at + statWord.hessian] = words[word + 1];
  stats[at + statWord.absolute] = words[word + 2];
}

function quantisePacked(memory: GrowthMemory, begin: number, end: number, scales: Scales, at: number): void {
  const { sample, gradients, hessians, stats, layout, state } = memory;
  const offset = state[stateWord.output] * memory.sizes.trainRows;
  const entries = memory.words;
  const base = layout.entries >>> 2;
  for (let i = begin; i < end; i++) {
    const row = sample[i];
    const exact = gradients[offset + row] * scales.gradient;
    const g = (exact + (exact < 0 ? -0.5 : 0.5)) | 0;
    const h = (hessians[offset + row] * scales.hessian + 0.5) | 0;
    // The hessian is the low word of each entry, so it never carries into the gradient.
    entries[base + 2 * row] = h;
    entries[base + 2 * row + 1] = g;
    stats[at + statWord.gradient] += g;
    stats[at + statWord.hessian] += h;
    stats[at + statWord.absolute] += Math.abs(g);
  }
}

function quantiseWide(memory: GrowthMemory, begin: number, end: number, scales: Scales, at: number): void {
  const { sample, gradients, hessians, stats, layout, state } = memory;
  const offset = state[stateWord.output] * memory.sizes.trainRows;
  const entries = memory.doubles;
  const base = layout.entries >>> 3;
  let sumG = 0;
  let sumH = 0;
  for (let i = begin; i < end; i++) {
    const row = sample[i];
    const g = Math.round(gradients[offset + row] * scales.gradient);
    const h = Math.round(hessians[offset + row] * scales.hessian);
    entries[base + 2 * row] = g;
    entries[base + 2 * row + 1] = h;
    sumG += g;
    sumH += h;
  }
  stats[at + statWord.gradient] = sumG;
  stats[at + statWord.hessian] = sumH;
}
