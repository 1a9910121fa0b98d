import type { BlockLayout } from '../../data/binning-job.ts';
import { entryBytes } from '../wasm/growth-kernels.ts';

/** Sizes that decide where everything lies in a session's memory. */
export interface GrowthSizes {
  trainRows: number;
  /** Training rows, then validation rows. */
  allRows: number;
  columns: number;
  /** Numbers a row is scored by: 1, or the count of classes. */
  outputs: number;
  codeBytes: number;
  blocks: BlockLayout[];
  /** Histogram entries of a feature, even. */
  binStride: number;
  /** Most nodes of a tree. */
  maxNodes: number;
  threads: number;
  groups: number;
}

/** Nodes that are split in one go; a wider level is done in several. */
export const batchNodes = 64;
/** Rows of one task that goes row by row. */
export const rowChunk = 16384;
/** Groups of one gradient task of a ranking objective. */
export const groupChunk = 64;
/** Float64 words of the records that the threads exchange. */
export const pairWords = 24;
export const resultWords = 16;
export const leafWords = 8;
export const statWords = 8;
/** Int32 words of a partition task and of a tree node. */
export const taskWords = 12;
export const nodeWords = 12;

/** Bytes that histograms kept for later levels may take; beyond it nodes are counted anew. */
const histogramBudget = 512 * 2 ** 20;

export type GrowthLayout = ReturnType<typeof planLayout>;

/** Byte addresses of all regions, and the memory's size. */
export function planLayout(sizes: GrowthSizes) {
  let next = 64;
  const region = (bytes: number) => {
    const at = next;
    next += Math.ceil(bytes / 64) * 64;
    return at;
  };
  const { trainRows, allRows, outputs, columns, blocks } = sizes;
  const chunks = Math.ceil(allRows / rowChunk) + Math.ceil(sizes.groups / groupChunk) + 1;
  const slotBytes = columns * sizes.binStride * entryBytes.wide;
  const wantedSlots = Math.min(Math.ceil(sizes.maxNodes / 2) + 1, 1024);
  const slotRegion = Math.max(slotBytes, Math.min(wantedSlots * slotBytes, histogramBudget));
  const scratchBytes = Math.max(...blocks.map((block) => block.width)) * sizes.binStride * entryBytes.wide;
  return {
    codes: region(sizes.codeBytes),
    columnCodes: region(columns * allRows),
    /** Rows of the current tree, ordered by node; where partitions go at first; the rows sampled. */
    rows: region(trainRows * 4),
    left: region(trainRows * 4),
    right: region(trainRows * 4),
    sample: region(allRows * 4),
    gradients: region(trainRows * outputs * 4),
    hessians: region(trainRows * outputs * 4),
    margins: region(allRows * outputs * 4),
    labels: region(allRows * 4),
    weights: region(allRows * 4),
    groupStart: region((sizes.groups + 1) * 4),
    /** Rows of each group by falling score, kept from one tree to the next. */
    order: region(sizes.groups > 0 ? trainRows * 4 : 0),
    /** Quantised gradients. */
    entries: region(trainRows * entryBytes.wide),
    goesLeft: region(batchNodes * 256),
    masks: region(2 * batchNodes * columns),
    pairs: region(batchNodes * pairWords * 8),
    results: region(2 * batchNodes * blocks.length * resultWords * 8),
    leaves: region(sizes.maxNodes * leafWords * 8),
    stats: region(chunks * outputs * statWords * 8),
    tasks: region((chunks + batchNodes) * taskWords * 4),
    nodes: region(sizes.maxNodes * nodeWords * 4),
    state: region(16 * 8),
    scratch: region(scratchBytes * sizes.threads),
    scratchBytes,
    histograms: region(slotRegion),
    histogramBytes: slotRegion,
    bytes: next,
  };
}

/** Float64 words of the `state` region. */
export const stateWord = {
  kind: 0,
  output: 1,
  gradientScale: 2,
  hessianScale: 3,
  sampled: 4,
  outside: 5,
  leaves: 6,
  pairs: 7,
  pairGroups: 8,
} as const;

/** Words of a pair: two children that share a parent, or the root alone. */
export const pairWord = {
  mode: 0,
  first: 1,
  second: 11,
} as const;

/** Words of each node within a pair, from `first` or `second`. */
export const sideWord = {
  begin: 0,
  end: 1,
  histogram: 2,
  gradient: 3,
  hessian: 4,
  evaluate: 5,
  lower: 6,
  upper: 7,
  mask: 8,
} as const;

/** How a pair's histograms come about. */
export const pairMode = { single: 0, subtract: 1, scratch: 2 } as const;

/** Words of a result of one node and one block. */
export const resultWord = {
  gain: 0,
  feature: 1,
  bin: 2,
  defaultLeft: 3,
  gradient: 4,
  hessian: 5,
  categorical: 6,
  /** Eight words of 32 bits: the codes that go right. */
  codes: 7,
} as const;

export const leafWord = { begin: 0, end: 1, lower: 2, upper: 3, value: 4 } as const;

export const taskWord = {
  table: 0,
  begin: 1,
  end: 2,
  codes: 3,
  single: 5,
  wentLeft: 6,
  leftTarget: 7,
  rightTarget: 8,
} as const;

/** Words of a node for rows outside the sample: a leaf has `left` -1 and its value in `codes` as float32. */
export const nodeWord = { codes: 0, shift: 1, left: 2, right: 3, goesLeft: 4 } as const;
