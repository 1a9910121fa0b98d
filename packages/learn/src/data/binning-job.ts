import type { JobOpener } from '../trees/threads/control.ts';
import { bindEncode } from '../trees/wasm/encode-kernel.ts';
import type { WasmMemory, WasmModule } from '../trees/wasm/runtime.ts';
import { frequentCategories, numericCuts } from './quantile-bins.ts';
import { fromSortable, RadixSorter, toSortable } from './radix-sort.ts';
import { stratifiedRows } from './row-sample.ts';

/** Cuts or categories of one feature take this many float32. */
export const tableLength = 256;
/** Rows that one encoding task takes. */
export const encodeChunk = 16384;

export const binningPhase = { sketch: 0, encode: 1 } as const;

/** Words of `BinningPayload.state`: the first feature and first block of the current group of columns. */
export const binningWord = { firstFeature: 0, firstBlock: 1, chunks: 2 } as const;

export interface BlockLayout {
  /** First feature. */
  first: number;
  width: number;
  /** Bytes from row to row. */
  stride: number;
  /** Bytes from the start of the codes. */
  offset: number;
}

export interface BinningPayload {
  module: WasmModule;
  memory: WasmMemory;
  state: Int32Array;
  /** Rows that the cuts are made from, and all rows to encode (validation rows come after). */
  trainRows: number;
  allRows: number;
  /** Byte addresses: tables, columns of the current group, codes by block and by column. */
  tables: number;
  columns: number;
  codes: number;
  columnCodes: number;
  /** Per feature: 1 when categorical; then, as results, value bins and whether values are missing. */
  categorical: Uint8Array;
  valueBins: Int32Array;
  missing: Uint8Array;
  blocks: BlockLayout[];
  /** Row weights for the quantiles, or empty. */
  weights: Float32Array;
  /** Rows that numeric cuts are made from, at most. */
  sampleRows: number;
  maxBins: number;
  minBinWeight: number;
  featureNames: string[];
  /** Names and row counts of the matrices that lie one under the other, for messages. */
  sets: { name: string; rows: number }[];
}

/** Finds cuts (phase `sketch`, a task per feature) and codes (phase `encode`, a task per block and chunk). */
export const openBinning: JobOpener<BinningPayload> = (job) => {
  const floats = new Float32Array(job.memory.buffer);
  const words = new Uint32Array(job.memory.buffer);
  const bytes = new Uint8Array(job.memory.buffer);
  const encode = bindEncode(job.module, job.memory);
  const weighted = job.weights.length > 0;
  const sampling = job.trainRows > job.sampleRows;
  let sample: Uint32Array | undefined;
  let sorter: RadixSorter | undefined;
  let scale = 1;
  if (weighted) {
    let total = 0;
    for (const weight of job.weights) total += weight;
    scale = total > 0 ? job.trainRows / total : 1;
  }

  /** Distinct present values of a column (of a sample of it), ascending, with their weights in rows. */
  const distinct = (column: number, sampled: boolean): [Float32Array, Float64Array] => {
    sorter ??= new RadixSorter(job.trainRows, weighted);
    let count = 0;
    if (sampled) sample ??= stratifiedRows(job.trainRows, job.sampleRows);
    const rows = sampled ? job.sampleRows : job.trainRows;
    const perRow = job.trainRows / rows;
    for (let i = 0; i < rows; i++) {
      const row = sampled && sample ? sample[i] : i;
      const value = floats[column + row];
      if (Number.isNaN(value)) continue;
      sorter.keys[count] = toSortable(words[column + row]);
      if (weighted) sorter.positions[count] = row;
      count++;
    }
    sorter.sort(count);
    const { keys, positions } = sorter;
    const raw = new Uint32Array(1);
    const asFloat = new Float32Array(raw.buffer);
    const values = new Float32Array(count);
    const weights = new Float64Array(count);
    let last = -1;
    for (let i = 0; i < count; i++) {
      if (i === 0 || keys[i] !== keys[i - 1]) {
        raw[0] = fromSortable(keys[i]);
        if (last < 0 || values[last] !== asFloat[0]) values[++last] = asFloat[0];
      }
      weights[last] += weighted ? job.weights[positions[i]] * scale * perRow : perRow;
    }
    return [values.subarray(0, last + 1), weights.subarray(0, last + 1)];
  };

  const hasMissing = (column: number, feature: number) => {
    let missing = false;
    for (let row = 0; row < job.allRows; row++) {
      const value = floats[column + row];
      if (value - value === 0) continue;
      if (!Number.isNaN(value)) throw new RangeError(infinityMessage(job, feature, row));
      missing = true;
    }
    return missing;
  };

  const sketch = (feature: number) => {
    const column = (job.columns >> 2) + (feature - job.state[binningWord.firstFeature]) * job.allRows;
    const table = (job.tables >> 2) + feature * tableLength;
    floats.fill(Infinity, table, table + tableLength);
    const missing = hasMissing(column, feature);
    const room = Math.min(job.maxBins, missing ? 255 : 256);
    const isCategorical = job.categorical[feature] === 1;
    if (isCategorical) checkCategories(job, feature, column, floats);
    const [values, weights] = distinct(column, sampling && !isCategorical);
    const entries = isCategorical
      ? frequentCategories(values, weights, Math.min(255, room))
      : numericCuts(values, weights, room, job.minBinWeight);
    floats.set(entries, table);
    job.missing[feature] = missing ? 1 : 0;
    job.valueBins[feature] = entries.length + 1;
  };

  const encodeBlock = (task: number) => {
    const chunks = job.state[binningWord.chunks];
    const block = job.blocks[job.state[binningWord.firstBlock] + Math.floor(task / chunks)];
    const begin = (task % chunks) * encodeChunk;
    const end = Math.min(job.allRows, begin + encodeChunk);
    for (let lane = 0; lane < block.width; lane++) {
      const feature = block.first + lane;
      const column = job.columns + (feature - job.state[binningWord.firstFeature]) * job.allRows * 4;
      const out = job.codes + block.offset + begin * block.stride + lane;
      const table = job.tables + feature * tableLength * 4;
      const bins = job.valueBins[feature];
      const columnOut = job.columnCodes + feature * job.allRows + begin;
      if (job.categorical[feature] === 0) {
        encode(column + begin * 4, column + end * 4, table, out, block.stride, bins, columnOut);
        continue;
      }
      const categories = floats.subarray(table >> 2, (table >> 2) + bins - 1);
      const codeOf = new Map(Array.from(categories, (category, code) => [category, code]));
      for (let row = begin; row < end; row++) {
        const value = floats[(column >> 2) + row];
        const code = Number.isNaN(value) ? bins : (codeOf.get(value) ?? bins - 1);
        bytes[out + (row - begin) * block.stride] = code;
        bytes[columnOut + row - begin] = code;
      }
    }
  };

  return (phase, task) => {
    if (phase === binningPhase.sketch) sketch(job.state[binningWord.firstFeature] + task);
    else encodeBlock(task);
  };
};

/** A row by its own matrix, and a column by its name. */
function placeOf(job: BinningPayload, row: number, feature: number): string {
  let own = row;
  let at = 0;
  while (at < job.sets.length - 1 && own >= job.sets[at].rows) own -= job.sets[at++].rows;
  return `${job.sets[at].name}: row ${own}, column ${feature} (${job.featureNames[feature] ?? 'unnamed'})`;
}

const infinityMessage = (job: BinningPayload, feature: number, row: number): string =>
  `${placeOf(job, row, feature)} is infinite or beyond float32; replace it by a finite number, or by NaN if it is missing`;

/** Categories must be whole numbers that float32 holds exactly. */
function checkCategories(job: BinningPayload, feature: number, column: number, floats: Float32Array): void {
  for (let row = 0; row < job.allRows; row++) {
    const value = floats[column + row];
    if (!Number.isNaN(value) && !(value >= 0 && value < 2 ** 24 && Number.isInteger(value))) {
      throw new RangeError(
        `${placeOf(job, row, feature)}: a category must be a whole number from 0 to 16777215, got ${value}`,
      );
    }
  }
}
