import { entryBytes } from '../wasm/growth-kernels.ts';
import { countRows } from './count-phase.ts';
import type { GrowthFeatures, GrowthMemory } from './growth-memory.ts';
import { pairMode, pairWord, pairWords, resultWords, sideWord, stateWord } from './layout.ts';
import type { SplitSearch } from './split-search.ts';

/**
 * One block of features for one pair of siblings: gets the larger child's histogram by subtracting the
 * smaller's from the parent's, and searches both for their best split in this block.
 */
export function runSearch(
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
  const at = pair * pairWords;
  const sides = [at + pairWord.first, at + pairWord.second];
  const mode = pairs[at + pairWord.mode];
  const inSlot = (side: number) => pairs[side + sideWord.histogram] + block.first * featureBytes;
  if (mode === pairMode.subtract) {
    kernels.subtract(kind, inSlot(sides[1]), inSlot(sides[0]), block.width * featureBytes);
  }
  for (let half = 0; half < 2; half++) {
    const side = sides[half];
    if (pairs[side + sideWord.evaluate] === 0) continue;
    let histogram = layout.scratch + thread * layout.scratchBytes;
    if (mode === pairMode.scratch) {
      kernels.clear(histogram, block.width * featureBytes);
      countRows(memory, block, pairs[side + sideWord.begin], pairs[side + sideWord.end], histogram);
    } else {
      histogram = inSlot(side);
    }
    searchBlock(memory, features, search, side, blockIndex, histogram);
    memory.results.set(search.best, ((pair * 2 + half) * sizes.blocks.length + blockIndex) * resultWords);
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
