import { openTeam } from '../trees/threads/thread-team.ts';
import { encodeModule } from '../trees/wasm/encode-kernel.ts';
import { maxBlockWidth, rowStride } from '../trees/wasm/growth-kernels.ts';
import { compileModule, sharedMemory } from '../trees/wasm/runtime.ts';
import type { BlockLayout } from './binning-job.ts';
import { binningPhase, binningWord, encodeChunk, tableLength } from './binning-job.ts';
import type { FeatureMatrix } from './feature-matrix.ts';
import { copyColumns } from './feature-matrix.ts';
import type { FeatureBins } from './quantile-bins.ts';

/** Features as codes of one byte, in blocks of up to 16 features that lie row after row. */
export interface BinnedMatrix {
  rows: number;
  columns: number;
  features: FeatureBins[];
  blocks: BlockLayout[];
  codes: Uint8Array;
  /** The same codes column after column. */
  columnCodes: Uint8Array;
  /** Most codes of any feature, the missing one included. */
  maxCodes: number;
}

export interface BinningOptions {
  /** 2 to 256. */
  maxBins: number;
  /** Rows that numeric cuts are made from, at most; more are sampled. */
  sampleRows: number;
  /** Least rows (or weight, scaled to the row count) of a bin. */
  minBinWeight: number;
  categorical: Uint8Array;
  weights: Float32Array;
  threads: number;
  featureNames: string[];
  /** What messages call each matrix. */
  setNames: string[];
}

/** Columns are copied in groups of about this many bytes, so the copy stays small beside the data. */
const groupBytes = 64 * 2 ** 20;

/** Blocks that give every thread something to do at the root, and stay within the width of a kernel. */
export function planBlocks(columns: number, rows: number, threads: number): BlockLayout[] {
  const wanted = Math.max(Math.ceil(columns / maxBlockWidth), Math.min(threads, Math.ceil(columns / 4)));
  const width = Math.ceil(columns / wanted);
  const blocks: BlockLayout[] = [];
  let offset = 0;
  for (let first = 0; first < columns; first += width) {
    const here = Math.min(width, columns - first);
    const stride = rowStride(here);
    blocks.push({ first, width: here, stride, offset });
    offset += Math.ceil((rows * stride) / 16) * 16;
  }
  return blocks;
}

/**
 * Bins several matrices of the same columns, one under the other. Cuts come from the first alone (weighted
 * quantiles of its values); the others are encoded by them.
 * @throws RangeError for an infinite value or a bad category, naming row and column
 */
export function binMatrices(matrices: FeatureMatrix[], options: BinningOptions): BinnedMatrix {
  const columns = matrices[0].columns;
  const rows = matrices.reduce((sum, matrix) => sum + matrix.rows, 0);
  const blocks = planBlocks(columns, rows, options.threads);
  const lastBlock = blocks[blocks.length - 1];
  const codeBytes = lastBlock.offset + Math.ceil((rows * lastBlock.stride) / 16) * 16;
  const groupBlocks = Math.max(1, Math.floor(groupBytes / (rows * 4 * blocks[0].width || 1)));
  const groupColumns = Math.min(columns, groupBlocks * blocks[0].width);
  const tables = 0;
  const columnsAt = columns * tableLength * 4;
  const codesAt = columnsAt + Math.ceil((groupColumns * rows * 4) / 16) * 16;
  const columnCodesAt = codesAt + codeBytes;
  const memory = sharedMemory(columnCodesAt + columns * rows);
  const state = new Int32Array(new SharedArrayBuffer(16));
  const categorical = shareBytes(options.categorical);
  const valueBins = new Int32Array(new SharedArrayBuffer(columns * 4));
  const missing = new Uint8Array(new SharedArrayBuffer(columns));
  const weights = new Float32Array(new SharedArrayBuffer(options.weights.length * 4));
  weights.set(options.weights);
  const team = openTeam(
    'binning',
    {
      ...{ module: compileModule(encodeModule()), memory, state, trainRows: matrices[0].rows, allRows: rows },
      ...{
        tables,
        columns: columnsAt,
        codes: codesAt,
        columnCodes: columnCodesAt,
        categorical,
        valueBins,
        missing,
        blocks,
        weights,
      },
      sampleRows: options.sampleRows,
      maxBins: options.maxBins,
      minBinWeight: options.minBinWeight,
      featureNames: options.featureNames,
      sets: matrices.map((matrix, i) => ({ name: options.setNames[i] ?? `matrix ${i}`, rows: matrix.rows })),
    },
    options.threads,
  );
  const chunks = Math.max(1, Math.ceil(rows / encodeChunk));
  const group = new Float32Array(memory.buffer, columnsAt, groupColumns * rows);
  try {
    for (let firstBlock = 0; firstBlock < blocks.length; firstBlock += groupBlocks) {
      const members = blocks.slice(firstBlock, firstBlock + groupBlocks);
      const first = members[0].first;
      const count = members.reduce((sum, block) => sum + block.width, 0);
      let offset = 0;
      for (const matrix of matrices) {
        copyColumns(matrix, first, count, group, rows, offset);
        offset += matrix.rows;
      }
      state[binningWord.firstFeature] = first;
      state[binningWord.firstBlock] = firstBlock;
      state[binningWord.chunks] = chunks;
      const small = rows * count < 20_000;
      team.run(binningPhase.sketch, count, small);
      team.run(binningPhase.encode, members.length * chunks, small);
    }
  } finally {
    team.close();
  }
  const table = new Float32Array(memory.buffer, tables, columns * tableLength);
  const features = Array.from({ length: columns }, (_, f): FeatureBins => {
    const entries = table.slice(f * tableLength, f * tableLength + valueBins[f] - 1);
    const isCategorical = categorical[f] === 1;
    return {
      kind: isCategorical ? 'categorical' : 'numeric',
      cuts: isCategorical ? new Float32Array() : entries,
      categories: isCategorical ? Int32Array.from(entries) : new Int32Array(),
      valueBins: valueBins[f],
      hasMissing: missing[f] === 1,
    };
  });
  const maxCodes = features.reduce((most, f) => Math.max(most, f.valueBins + (f.hasMissing ? 1 : 0)), 1);
  return {
    rows,
    columns,
    features,
    blocks,
    codes: new Uint8Array(memory.buffer, codesAt, codeBytes),
    columnCodes: new Uint8Array(memory.buffer, columnCodesAt, columns * rows),
    maxCodes,
  };
}

function shareBytes(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}
