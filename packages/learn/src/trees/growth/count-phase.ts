import type { BlockLayout } from '../../data/binning-job.ts';
import { entryBytes } from '../wasm/growth-kernels.ts';
import type { GrowthMemory } from './growth-memory.ts';
import { pairMode, pairWord, pairWords, rowChunk, sideWord, stateWord } from './layout.ts';
import { lowerBound } from './lower-bound.ts';

/** From this share of all rows on it pays to bring every row's codes into the cache first. */
const streamShare = 1 / 16;

/** Adds rows begin to end - 1 (places among the session's rows) to the histograms of one block. */
export function countRows(
  memory: GrowthMemory,
  block: BlockLayout,
  begin: number,
  end: number,
  histogram: number,
): void {
  const { layout, kernels, state } = memory;
  kernels.accumulate(
    state[stateWord.kind] === 1 ? 'wide' : 'packed',
    block.width,
    layout.rows + begin * 4,
    layout.rows + end * 4,
    layout.codes + block.offset,
    layout.entries,
    histogram,
  );
}

/**
 * Histograms of one block for one group of pairs: of each pair the first node's. Nodes are counted together,
 * chunk after chunk of all rows, because a node's own rows lie too far apart for the memory to keep up.
 */
export function runCount(memory: GrowthMemory, task: number): void {
  const { pairs, sizes, layout, kernels, state, rows } = memory;
  const groups = state[stateWord.pairGroups];
  const block = sizes.blocks[Math.floor(task / groups)];
  const kind = state[stateWord.kind] === 1 ? 'wide' : 'packed';
  const featureBytes = sizes.binStride * entryBytes[kind];
  const counted: { cursor: number; end: number; histogram: number }[] = [];
  let total = 0;
  for (let pair = task % groups; pair < state[stateWord.pairs]; pair += groups) {
    if (pairs[pair * pairWords + pairWord.mode] === pairMode.scratch) continue;
    const side = pair * pairWords + pairWord.first;
    const histogram = pairs[side + sideWord.histogram] + block.first * featureBytes;
    kernels.clear(histogram, block.width * featureBytes);
    const [cursor, end] = [pairs[side + sideWord.begin], pairs[side + sideWord.end]];
    counted.push({ cursor, end, histogram });
    total += end - cursor;
  }
  if (total < sizes.trainRows * streamShare) {
    for (const { cursor, end, histogram } of counted) countRows(memory, block, cursor, end, histogram);
    return;
  }
  for (let first = 0; first < sizes.trainRows; first += rowChunk) {
    const last = Math.min(sizes.trainRows, first + rowChunk);
    const codes = layout.codes + block.offset;
    kernels.stream(codes + first * block.stride, codes + last * block.stride);
    kernels.stream(layout.entries + first * entryBytes[kind], layout.entries + last * entryBytes[kind]);
    for (const node of counted) {
      const until = last === sizes.trainRows ? node.end : lowerBound(rows, node.cursor, node.end, last);
      countRows(memory, block, node.cursor, until, node.histogram);
      node.cursor = until;
    }
  }
}
