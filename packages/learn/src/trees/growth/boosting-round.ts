import type { TeamSession } from '../threads/thread-team.ts';
import type { Tree } from '../tree.ts';
import { nodeCount } from '../tree.ts';
import { statWord } from './gradient-phase.ts';
import { growthPhase } from './growth-job.ts';
import type { GrowthMemory } from './growth-memory.ts';
import { groupChunk, nodeWord, nodeWords, rowChunk, stateWord, statWords } from './layout.ts';
import type { FeatureSampler, TreeGrower } from './tree-grower.ts';

/** Largest whole number a packed gradient may be, so that rounding noise is far below sampling noise. */
const packedTop = 2 ** 20;
/** A packed gradient's mean size must reach this, or the rounding would be felt. */
const packedMean = 32;
/** Sums of wide entries stay whole numbers below this, which float64 holds exactly. */
const wideTop = 2 ** 52;

/** One round's steps on the threads of a session. */
export class BoostingRound {
  private readonly memory: GrowthMemory;
  private readonly team: TeamSession;
  private readonly grower: TreeGrower;
  private readonly histogram: 'auto' | 'packed' | 'wide';

  constructor(
    memory: GrowthMemory,
    team: TeamSession,
    grower: TreeGrower,
    histogram: 'auto' | 'packed' | 'wide',
  ) {
    this.memory = memory;
    this.team = team;
    this.grower = grower;
    this.histogram = histogram;
  }

  /** Gradients of all outputs at the current margins. Returns the largest absolute gradient and hessian of each. */
  gradients(byGroup: boolean): { gradient: number; hessian: number }[] {
    const { sizes, stats } = this.memory;
    const chunks = byGroup ? Math.ceil(sizes.groups / groupChunk) : Math.ceil(sizes.trainRows / rowChunk);
    this.team.run(growthPhase.gradients, chunks);
    return Array.from({ length: sizes.outputs }, (_, output) => {
      let gradient = 0;
      let hessian = 0;
      for (let chunk = 0; chunk < chunks; chunk++) {
        const at = (chunk * sizes.outputs + output) * statWords;
        gradient = Math.max(gradient, stats[at + statWord.maxGradient]);
        hessian = Math.max(hessian, stats[at + statWord.maxHessian]);
      }
      return { gradient, hessian };
    });
  }

  /**
   * Grows the tree of one output and moves all margins by it.
   * @param largest of this output's absolute gradients and hessians
   */
  tree(
    output: number,
    largest: { gradient: number; hessian: number },
    sampled: number,
    sampler: FeatureSampler | undefined,
  ): Tree {
    const { state, sizes } = this.memory;
    state[stateWord.output] = output;
    state[stateWord.sampled] = sampled;
    state[stateWord.outside] = sizes.allRows - sampled;
    const sums = this.quantise(largest, sampled);
    const tree = this.grower.grow(sums.gradient, sums.hessian, sampler);
    if (sizes.allRows > sampled) this.moveOutside(tree);
    return tree;
  }

  private quantise(largest: { gradient: number; hessian: number }, sampled: number) {
    if (this.histogram !== 'wide') {
      const top = Math.min(packedTop, Math.floor((2 ** 31 - 1) / sampled));
      const sums = this.quantiseAs(0, largest, sampled, top, top);
      const coarse = sums.absolute < packedMean * sampled || sums.hessian < packedMean * sampled;
      if (this.histogram === 'packed' || !coarse) return sums;
    }
    const top = 2 ** Math.floor(Math.log2(wideTop / sampled));
    return this.quantiseAs(1, largest, sampled, top, top);
  }

  private quantiseAs(
    kind: 0 | 1,
    largest: { gradient: number; hessian: number },
    sampled: number,
    gradientTop: number,
    hessianTop: number,
  ): { gradient: number; hessian: number; absolute: number } {
    const { state, stats } = this.memory;
    state[stateWord.kind] = kind;
    state[stateWord.gradientScale] = largest.gradient / gradientTop;
    state[stateWord.hessianScale] = largest.hessian / hessianTop;
    const chunks = Math.ceil(sampled / rowChunk);
    this.team.run(growthPhase.quantise, chunks);
    const sums = { gradient: 0, hessian: 0, absolute: 0 };
    for (let chunk = 0; chunk < chunks; chunk++) {
      const at = chunk * statWords;
      sums.gradient += stats[at + statWord.gradient];
      sums.hessian += stats[at + statWord.hessian];
      sums.absolute += stats[at + statWord.absolute];
    }
    return sums;
  }

  /** Rows outside the sample, validation rows among them, walk the tree by their codes. */
  private moveOutside(tree: Tree): void {
    const { nodes, sizes, state } = this.memory;
    const values = new Float32Array(nodes.buffer, nodes.byteOffset, nodes.length);
    const grown = this.grower.tables();
    for (let id = 0; id < nodeCount(tree); id++) {
      const at = id * nodeWords;
      nodes[at + nodeWord.left] = tree.left[id];
      nodes[at + nodeWord.right] = tree.right[id];
      if (tree.left[id] < 0) {
        values[at + nodeWord.codes] = tree.value[id];
        continue;
      }
      const codes = this.memory.codesOf(tree.feature[id]);
      nodes[at + nodeWord.codes] = codes.address;
      nodes[at + nodeWord.shift] = codes.shift;
      nodes.set(grown(id), at + nodeWord.goesLeft);
    }
    this.team.run(growthPhase.outside, Math.ceil((sizes.allRows - state[stateWord.sampled]) / rowChunk));
  }
}
