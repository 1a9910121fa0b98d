import type { FeatureBins } from '../../data/quantile-bins.ts';
import type { TeamSession } from '../threads/thread-team.ts';
import type { Tree } from '../tree.ts';
import { entryBytes } from '../wasm/growth-kernels.ts';
import type { GrowNode, Split } from './grow-node.ts';
import { buildTree } from './grown-tree.ts';
import { growthPhase } from './growth-job.ts';
import type { GrowthMemory } from './growth-memory.ts';
import {
  batchNodes,
  leafWord,
  leafWords,
  pairMode,
  pairWord,
  pairWords,
  resultWord,
  resultWords,
  rowChunk,
  sideWord,
  stateWord,
  taskWord,
  taskWords,
} from './layout.ts';
import type { SplitRules } from './split-rules.ts';
import { leafWeight } from './split-rules.ts';

export interface GrowthOptions {
  growth: 'depthWise' | 'leafWise';
  /** 0 for no limit. */
  maxDepth: number;
  maxLeaves: number;
  rules: SplitRules;
  monotone: Int8Array;
  learningRate: number;
  /** Whether the objective sets leaf values itself. */
  ownLeafValues: boolean;
}

/** Writes which features a node may split (1 per feature) into `mask`; absent when all may. */
export type FeatureSampler = (depth: number, mask: Uint8Array) => void;

/** Phases with less work than this (rows times features) stay on the caller's thread. */
const aloneBelow = 40_000;

/** Grows one tree at a time on a team of threads. */
export class TreeGrower {
  private readonly memory: GrowthMemory;
  private readonly team: TeamSession;
  private readonly features: FeatureBins[];
  private readonly options: GrowthOptions;
  private nodes: GrowNode[] = [];
  private leaves = 0;
  private freeSlots: number[] = [];

  constructor(memory: GrowthMemory, team: TeamSession, features: FeatureBins[], options: GrowthOptions) {
    this.memory = memory;
    this.team = team;
    this.features = features;
    this.options = options;
  }

  /**
   * Grows a tree on the quantised sample and moves the sampled rows' margins by it.
   * @param gradient whole-number sums of the sample
   */
  grow(gradient: number, hessian: number, sampler: FeatureSampler | undefined): Tree {
    const { memory, options } = this;
    const { layout, sizes, state } = memory;
    const kind = state[stateWord.kind] === 1 ? 'wide' : 'packed';
    const slotBytes = sizes.columns * sizes.binStride * entryBytes[kind];
    const slots = Math.floor(layout.histogramBytes / slotBytes);
    this.freeSlots = Array.from({ length: slots }, (_, i) => layout.histograms + (slots - 1 - i) * slotBytes);
    const root: GrowNode = {
      ...{ id: 0, depth: 0, begin: 0, end: state[stateWord.sampled], gradient, hessian },
      ...{ lower: -Infinity, upper: Infinity, slot: -1, split: undefined, left: -1, right: -1 },
    };
    this.nodes = [root];
    this.leaves = 1;
    if (gradient !== 0 || hessian !== 0) this.searchRoot(root, sampler);
    if (options.growth === 'leafWise') this.growByGain(root, sampler);
    else this.growByLevel(root, sampler);
    return this.finish();
  }

  private searchRoot(root: GrowNode, sampler: FeatureSampler | undefined): void {
    if (!this.maySplit(root)) return;
    const slot = this.freeSlots.pop();
    root.slot = slot ?? -1;
    const at = this.writePair(0, slot === undefined ? pairMode.scratch : pairMode.single);
    this.writeSide(at + pairWord.first, root, 0, sampler);
    this.memory.pairs[at + pairWord.second + sideWord.evaluate] = 0;
    this.runHistograms(1, root.end);
    this.readSplit(root, 0, 0);
  }

  private growByLevel(root: GrowNode, sampler: FeatureSampler | undefined): void {
    let level = root.split ? [root] : [];
    while (level.length > 0) {
      const room = this.options.maxLeaves > 0 ? this.options.maxLeaves - this.leaves : Infinity;
      if (room < level.length) {
        level.sort((a, b) => (b.split?.gain ?? 0) - (a.split?.gain ?? 0) || a.id - b.id);
        for (const node of level.slice(room)) this.release(node);
        level = level.slice(0, room).sort((a, b) => a.id - b.id);
      }
      const next: GrowNode[] = [];
      for (let i = 0; i < level.length; i += batchNodes) {
        next.push(...this.expand(level.slice(i, i + batchNodes), sampler));
      }
      level = next;
    }
  }

  private growByGain(root: GrowNode, sampler: FeatureSampler | undefined): void {
    const open = root.split ? [root] : [];
    while (open.length > 0 && this.leaves < this.options.maxLeaves) {
      let best = 0;
      for (let i = 1; i < open.length; i++) {
        if ((open[i].split?.gain ?? 0) > (open[best].split?.gain ?? 0)) best = i;
      }
      const [node] = open.splice(best, 1);
      open.push(...this.expand([node], sampler));
    }
  }

  /** Splits the nodes and searches their children; returns the children that can be split again. */
  private expand(batch: GrowNode[], sampler: FeatureSampler | undefined): GrowNode[] {
    this.partition(batch);
    const pairs: [GrowNode, GrowNode, number][] = [];
    let work = 0;
    for (const node of batch) {
      const left = this.nodes[node.left];
      const right = this.nodes[node.right];
      const [small, large] = left.end - left.begin <= right.end - right.begin ? [left, right] : [right, left];
      if (!this.maySplit(small) && !this.maySplit(large)) {
        this.release(node);
        continue;
      }
      const at = this.writePair(pairs.length, this.assignSlots(node, small, large));
      this.writeSide(at + pairWord.first, small, pairs.length * 2, sampler);
      this.writeSide(at + pairWord.second, large, pairs.length * 2 + 1, sampler);
      work += small.end - small.begin;
      pairs.push([small, large, pairs.length]);
    }
    if (pairs.length === 0) return [];
    this.runHistograms(pairs.length, work);
    const next: GrowNode[] = [];
    for (const [small, large, pair] of pairs) {
      this.readSplit(small, pair, 0);
      this.readSplit(large, pair, 1);
      next.push(...[small, large].sort((a, b) => a.id - b.id).filter((child) => child.split));
    }
    return next;
  }

  /** The larger child inherits the parent's histogram; without room both are counted anew and not kept. */
  private assignSlots(node: GrowNode, small: GrowNode, large: GrowNode): number {
    const slot = node.slot >= 0 ? this.freeSlots.pop() : undefined;
    if (slot === undefined) {
      this.release(node);
      return pairMode.scratch;
    }
    small.slot = slot;
    large.slot = node.slot;
    node.slot = -1;
    return pairMode.subtract;
  }

  private release(node: GrowNode): void {
    if (node.slot >= 0) this.freeSlots.push(node.slot);
    node.slot = -1;
  }

  private maySplit(node: GrowNode): boolean {
    const { maxDepth, rules } = this.options;
    const weight = node.hessian * this.memory.state[stateWord.hessianScale];
    const rows = node.end - node.begin;
    return (
      (maxDepth === 0 || node.depth < maxDepth) &&
      rows >= 2 * Math.max(1, rules.minSamplesLeaf) &&
      weight >= 2 * rules.minChildWeight
    );
  }

  private writePair(pair: number, mode: number): number {
    const at = pair * pairWords;
    this.memory.pairs[at + pairWord.mode] = mode;
    return at;
  }

  private writeSide(at: number, node: GrowNode, mask: number, sampler: FeatureSampler | undefined): void {
    const { pairs, bytes, layout, sizes } = this.memory;
    pairs[at + sideWord.begin] = node.begin;
    pairs[at + sideWord.end] = node.end;
    pairs[at + sideWord.histogram] = node.slot;
    pairs[at + sideWord.gradient] = node.gradient;
    pairs[at + sideWord.hessian] = node.hessian;
    pairs[at + sideWord.evaluate] = this.maySplit(node) ? 1 : 0;
    pairs[at + sideWord.lower] = node.lower;
    pairs[at + sideWord.upper] = node.upper;
    pairs[at + sideWord.mask] = sampler ? mask : -1;
    const from = layout.masks + mask * sizes.columns;
    sampler?.(node.depth, bytes.subarray(from, from + sizes.columns));
  }

  private runHistograms(pairs: number, rows: number): void {
    const { sizes, state } = this.memory;
    const { blocks, columns, threads } = sizes;
    const alone = rows * columns + pairs * columns * 256 < aloneBelow;
    // Blocks alone may be too few, or not come out even, for the threads.
    const groups = alone || blocks.length % threads === 0 ? 1 : Math.ceil((2 * threads) / blocks.length);
    state[stateWord.pairs] = pairs;
    state[stateWord.pairGroups] = Math.min(pairs, groups);
    this.team.run(growthPhase.count, Math.min(pairs, groups) * blocks.length, alone);
    this.team.run(growthPhase.search, pairs * blocks.length, alone);
  }

  /** Takes the best of the blocks' splits; the first block wins a tie, whatever thread was first. */
  private readSplit(node: GrowNode, pair: number, half: number): void {
    const { results, sizes, pairs } = this.memory;
    const side = pair * pairWords + (half === 0 ? pairWord.first : pairWord.second);
    if (pairs[side + sideWord.evaluate] === 1) {
      let best: Split | undefined;
      for (let block = 0; block < sizes.blocks.length; block++) {
        const at = ((pair * 2 + half) * sizes.blocks.length + block) * resultWords;
        if (results[at + resultWord.feature] < 0) continue;
        if (best && !(results[at + resultWord.gain] > best.gain)) continue;
        best = {
          gain: results[at + resultWord.gain],
          feature: results[at + resultWord.feature],
          bin: results[at + resultWord.bin],
          defaultLeft: results[at + resultWord.defaultLeft] === 1,
          gradient: results[at + resultWord.gradient],
          hessian: results[at + resultWord.hessian],
          rightCodes:
            results[at + resultWord.categorical] === 1
              ? Uint32Array.from(results.subarray(at + resultWord.codes, at + resultWord.codes + 8))
              : undefined,
        };
      }
      node.split = best;
    }
    if (!node.split) this.release(node);
  }

  private partition(batch: GrowNode[]): void {
    const { memory } = this;
    const { tasks, layout, bytes } = memory;
    let count = 0;
    let total = 0;
    const firstTask: number[] = [];
    batch.forEach((node, table) => {
      const split = node.split as Split;
      this.writeTable(
        bytes.subarray(layout.goesLeft + table * 256, layout.goesLeft + table * 256 + 256),
        split,
      );
      const codes = layout.columnCodes + split.feature * memory.sizes.allRows;
      const rows = node.end - node.begin;
      total += rows;
      firstTask.push(count);
      for (let begin = node.begin; begin < node.end; begin += rowChunk) {
        const at = count++ * taskWords;
        tasks[at + taskWord.table] = table;
        tasks[at + taskWord.begin] = begin;
        tasks[at + taskWord.end] = Math.min(node.end, begin + rowChunk);
        tasks[at + taskWord.codes] = codes;
        tasks[at + taskWord.single] = rows <= rowChunk ? 1 : 0;
      }
    });
    firstTask.push(count);
    this.team.run(growthPhase.partition, count, total < rowChunk);
    let gather = false;
    batch.forEach((node, i) => {
      let wentLeft = 0;
      for (let task = firstTask[i]; task < firstTask[i + 1]; task++) {
        wentLeft += tasks[task * taskWords + taskWord.wentLeft];
      }
      let left = node.begin;
      let right = node.begin + wentLeft;
      for (let task = firstTask[i]; task < firstTask[i + 1]; task++) {
        const at = task * taskWords;
        tasks[at + taskWord.leftTarget] = left;
        tasks[at + taskWord.rightTarget] = right;
        left += tasks[at + taskWord.wentLeft];
        right += tasks[at + taskWord.end] - tasks[at + taskWord.begin] - tasks[at + taskWord.wentLeft];
        if (tasks[at + taskWord.single] === 0) gather = true;
      }
      this.makeChildren(node, node.begin + wentLeft);
    });
    if (gather) this.team.run(growthPhase.gather, count);
  }

  private writeTable(table: Uint8Array, split: Split): void {
    const feature = this.features[split.feature];
    const { rightCodes } = split;
    for (let code = 0; code < feature.valueBins; code++) {
      const right = rightCodes ? (rightCodes[code >> 5] >>> (code & 31)) & 1 : code > split.bin ? 1 : 0;
      table[code] = 1 - right;
    }
    if (feature.valueBins < 256) table[feature.valueBins] = split.defaultLeft ? 1 : 0;
  }

  private makeChildren(node: GrowNode, middle: number): void {
    const { rules, monotone } = this.options;
    const { state } = this.memory;
    const split = node.split as Split;
    const child = (begin: number, end: number, gradient: number, hessian: number): GrowNode => ({
      ...{ id: this.nodes.length, depth: node.depth + 1, begin, end, gradient, hessian },
      ...{ lower: node.lower, upper: node.upper, slot: -1, split: undefined, left: -1, right: -1 },
    });
    const left = child(node.begin, middle, split.gradient, split.hessian);
    node.left = left.id;
    this.nodes.push(left);
    const right = child(middle, node.end, node.gradient - split.gradient, node.hessian - split.hessian);
    node.right = right.id;
    this.nodes.push(right);
    this.leaves++;
    const direction = monotone[split.feature];
    if (direction === 0) return;
    const weightOf = (n: GrowNode) =>
      leafWeight(
        rules,
        n.gradient * state[stateWord.gradientScale],
        n.hessian * state[stateWord.hessianScale],
        n.lower,
        n.upper,
      );
    const between = (weightOf(left) + weightOf(right)) / 2;
    const [low, high] = direction > 0 ? [left, right] : [right, left];
    low.upper = between;
    high.lower = between;
  }

  /** For each inner node of the tree just grown: a bit per code that goes left, as eight int32. */
  tables(): (id: number) => Int32Array {
    const table = new Uint8Array(256);
    return (id) => {
      const bits = new Int32Array(8);
      table.fill(0);
      this.writeTable(table, this.nodes[id].split as Split);
      for (let code = 0; code < 256; code++) bits[code >> 5] |= table[code] << (code & 31);
      return bits;
    };
  }

  private finish(): Tree {
    const { memory, options } = this;
    const { leaves, state, sizes } = memory;
    const ends = this.nodes.filter((node) => node.left < 0);
    let rows = 0;
    ends.forEach((node, i) => {
      const at = i * leafWords;
      leaves[at + leafWord.begin] = node.begin;
      leaves[at + leafWord.end] = node.end;
      leaves[at + leafWord.lower] = node.lower;
      leaves[at + leafWord.upper] = node.upper;
      const weight = leafWeight(
        options.rules,
        node.gradient * state[stateWord.gradientScale],
        node.hessian * state[stateWord.hessianScale],
        node.lower,
        node.upper,
      );
      leaves[at + leafWord.value] = Math.fround(weight * options.learningRate);
      rows += node.end - node.begin;
    });
    state[stateWord.leaves] = ends.length;
    const alone = rows < rowChunk;
    if (options.ownLeafValues) this.team.run(growthPhase.leaf, ends.length, alone);
    this.team.run(growthPhase.margins, Math.ceil(sizes.trainRows / rowChunk), alone);
    return buildTree(this.nodes, ends, leaves, this.features, state[stateWord.hessianScale]);
  }
}
