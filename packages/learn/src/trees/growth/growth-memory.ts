import type { BlockLayout } from '../../data/binning-job.ts';
import type { GrowthKernels } from '../wasm/growth-kernels.ts';
import { bindGrowthKernels } from '../wasm/growth-kernels.ts';
import type { WasmMemory, WasmModule } from '../wasm/runtime.ts';
import type { GrowthLayout, GrowthSizes } from './layout.ts';

/** What every thread needs to know of the features. */
export interface GrowthFeatures {
  valueBins: Int32Array;
  hasMissing: Uint8Array;
  categorical: Uint8Array;
  /** -1, 0 or 1 per feature. */
  monotone: Int8Array;
}

/** Views of a session's memory; every thread makes its own over the same bytes. */
export class GrowthMemory {
  readonly sizes: GrowthSizes;
  readonly layout: GrowthLayout;
  readonly kernels: GrowthKernels;
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly floats: Float32Array;
  readonly doubles: Float64Array;
  readonly rows: Int32Array;
  readonly sample: Int32Array;
  readonly gradients: Float32Array;
  readonly hessians: Float32Array;
  readonly margins: Float32Array;
  readonly labels: Float32Array;
  readonly weights: Float32Array;
  readonly groupStart: Int32Array;
  readonly order: Int32Array;
  readonly state: Float64Array;
  readonly pairs: Float64Array;
  readonly results: Float64Array;
  readonly leaves: Float64Array;
  readonly stats: Float64Array;
  readonly tasks: Int32Array;
  readonly nodes: Int32Array;
  /** Block and lane of each feature. */
  readonly blockOf: BlockLayout[];

  constructor(sizes: GrowthSizes, layout: GrowthLayout, module: WasmModule, memory: WasmMemory) {
    this.sizes = sizes;
    this.layout = layout;
    this.kernels = bindGrowthKernels(module, memory);
    const { buffer } = memory;
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    this.floats = new Float32Array(buffer);
    this.doubles = new Float64Array(buffer);
    const { trainRows, allRows, outputs } = sizes;
    this.rows = new Int32Array(buffer, layout.rows, trainRows);
    this.sample = new Int32Array(buffer, layout.sample, allRows);
    this.gradients = new Float32Array(buffer, layout.gradients, trainRows * outputs);
    this.hessians = new Float32Array(buffer, layout.hessians, trainRows * outputs);
    this.margins = new Float32Array(buffer, layout.margins, allRows * outputs);
    this.labels = new Float32Array(buffer, layout.labels, allRows);
    this.weights = new Float32Array(buffer, layout.weights, allRows);
    this.groupStart = new Int32Array(buffer, layout.groupStart, sizes.groups + 1);
    this.order = new Int32Array(buffer, layout.order, sizes.groups > 0 ? trainRows : 0);
    this.state = new Float64Array(buffer, layout.state, 16);
    this.pairs = new Float64Array(buffer, layout.pairs, (layout.results - layout.pairs) / 8);
    this.results = new Float64Array(buffer, layout.results, (layout.leaves - layout.results) / 8);
    this.leaves = new Float64Array(buffer, layout.leaves, (layout.stats - layout.leaves) / 8);
    this.stats = new Float64Array(buffer, layout.stats, (layout.tasks - layout.stats) / 8);
    this.tasks = new Int32Array(buffer, layout.tasks, (layout.nodes - layout.tasks) / 4);
    this.nodes = new Int32Array(buffer, layout.nodes, (layout.state - layout.nodes) / 4);
    this.blockOf = sizes.blocks.flatMap((block) => new Array<BlockLayout>(block.width).fill(block));
  }

  /** Byte address of a feature's code of row 0, and log2 of the bytes between rows. */
  codesOf(feature: number): { address: number; shift: number } {
    const block = this.blockOf[feature];
    return {
      address: this.layout.codes + block.offset + (feature - block.first),
      shift: Math.log2(block.stride),
    };
  }
}
