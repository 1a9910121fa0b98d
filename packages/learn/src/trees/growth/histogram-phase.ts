import { entryBytes } from '../wasm/growth-kernels.ts';
import type { GrowthFeatures, GrowthMemory } from './growth-memory.ts';
import { batchNodes, pairMode, pairWord, pairWords, resultWords, sideWord, stateWord } from './layout.ts';
import type { SplitSearch } from './split-search.ts';

/**
 * One block of features for one pair of siblings: counts the smaller child's gradients, gets the other's by
 * subtracting them from the parent's, and searches both for their best split in this block.
 */
export function runHistogram(
  memory: GrowthMemory,
  features: GrowthFeatures,
  search: SplitSearch,
  task: number,
  thread: number,
): void {
  const { pairs, sizes, layout, kernels, state } = memory;
  const pair = Math.floor(task / sizes.blocks.length);
  const blockIndex = task % sizes.blocks.length;
  const block = sizes.blocks[blockIndex];
  const kind = state[stateWord.kind] === 1 ? 'wide' : 'packed';
  const featureBytes = sizes.binStride * entryBytes[kind];
  const blockBytes = block.width * featureBytes;
  const at = pair * pairWords;
  const first = at + pairWord.first;
  const second = at + pairWord.second;

  const count = (side: number, histogram: number) => {
    kernels.clear(histogram, blockBytes);
    kernels.accumulate(
      kind,
      block.width,
      layout.rows + pairs[side + sideWord.begin] * 4,
      layout.rows + pairs[side + sideWord.end] * 4,
      layout.codes + block.offset,
      layout.entries,
      histogram,
    );
  };
  const evaluate = (side: number, half: number, histogram: number) => {
    if (pairs[side + sideWord.evaluate] === 0) return;
    searchBlock(memory, features, search, side, blockIndex, histogram);
    const result = ((pair * 2 + half) * sizes.blocks.length + blockIndex) * resultWords;
    memory.results.set(search.best, result);
  };

  const mode = pairs[at + pairWord.mode];
  if (mode === pairMode.scratch) {
    const scratch = layout.scratch + thread * layout.scratchBytes;
    for (const [half, side] of [first, second].entries()) {
      if (pairs[side + sideWord.evaluate] === 0) continue;
      count(side, scratch);
      evaluate(side, half, scratch);
    }
    return;
  }
  const firstHistogram = pairs[first + sideWord.histogram] + block.first * featureBytes;
  count(first, firstHistogram);
  evaluate(first, 0, firstHistogram);
  if (mode === pairMode.subtract) {
    const secondHistogram = pairs[second + sideWord.histogram] + block.first * featureBytes;
    kernels.subtract(kind, secondHistogram, firstHistogram, blockBytes);
    evaluate(second, 1, secondHistogram);
  }
}

function searchBlock(
  memory: GrowthMemory,
  features: GrowthFeatures,
  search: SplitSearch,
  side: number,
  blockIndex: number,
  histogram: number,
): void {
  const { pairs, sizes, state, words, doubles, bytes, layout } = memory;
  const block = sizes.blocks[blockIndex];
  const wide = state[stateWord.kind] === 1;
  const rows = pairs[side + sideWord.end] - pairs[side + sideWord.begin];
  search.begin(
    {
      gradient: pairs[side + sideWord.gradient],
      hessian: pairs[side + sideWord.hessian],
      rows,
      lower: pairs[side + sideWord.lower],
      upper: pairs[side + sideWord.upper],
    },
    state[stateWord.gradientScale],
    state[stateWord.hessianScale],
  );
  const mask = pairs[side + sideWord.mask];
  const { gradients, hessians } = search;
  for (let lane = 0; lane < block.width; lane++) {
    const feature = block.first + lane;
    if (mask >= 0 && bytes[layout.masks + mask * sizes.columns + feature] === 0) continue;
    const codes = features.valueBins[feature] + features.hasMissing[feature];
    if (codes < 2) continue;
    if (wide) {
      const base = (histogram >>> 3) + lane * sizes.binStride * 2;
      for (let code = 0; code < codes; code++) {
        gradients[code] = doubles[base + 2 * code];
        hessians[code] = doubles[base + 2 * code + 1];
      }
    } else {
      const base = (histogram >>> 2) + lane * sizes.binStride * 2;
      for (let code = 0; code < codes; code++) {
        hessians[code] = words[base + 2 * code] >>> 0;
        gradients[code] = words[base + 2 * code + 1];
      }
    }
    search.feature(
      feature,
      features.valueBins[feature],
      features.hasMissing[feature] === 1,
      features.monotone[feature],
      features.categorical[feature] === 1,
    );
  }
}

/** Most pairs of one histogram phase. */
export const maxPairs = batchNodes;
