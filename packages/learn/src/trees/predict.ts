import type { FeatureMatrix } from '../data/feature-matrix.ts';
import { checkMatrix, isSparse } from '../data/feature-matrix.ts';
import type { PlacedTree } from './compiled-trees.ts';
import { placement, placeTree } from './compiled-trees.ts';
import { missingKind } from './missing-kind.ts';
import type { TreeModelParts } from './model-parts.ts';
import { nextNode } from './tree.ts';
import type { PredictKernels } from './wasm/predict-kernels.ts';
import { bindPredictKernels, numberBytes, rowsAtOnce } from './wasm/predict-kernels.ts';
import { maxPages, pageBytes, privateMemory } from './wasm/runtime.ts';

/** Bytes of the rows that are scored before the next tree is loaded; they stay in the L1 cache. */
const blockBytes = 24 * 1024;
/** |x| up to this counts as 0 for LightGBM's "zero is missing". */
const zeroWidth = 1e-35;

/** A model laid out for scoring. */
class Predictor {
  private readonly model: TreeModelParts;
  private readonly placed: PlacedTree[];
  private readonly kernels: PredictKernels;
  /** Rows: every value, then every value's negative. */
  private readonly values: Float32Array | Float64Array;
  private readonly sums: Float32Array | Float64Array;
  private readonly blockRows: number;
  private readonly plainNaN: boolean;

  constructor(model: TreeModelParts) {
    this.model = model;
    this.plainNaN = !model.missing?.some((kind) => kind !== missingKind.nan);
    const { precision, columns, outputs, trees } = model;
    const size = numberBytes[precision];
    const rowBytes = 2 * columns * size;
    this.blockRows = Math.max(
      rowsAtOnce,
      Math.min(256, Math.floor(blockBytes / rowBytes / rowsAtOnce) * rowsAtOnce),
    );
    const sumsAt = Math.ceil((this.blockRows * rowBytes) / 16) * 16;
    let next = sumsAt + Math.ceil((this.blockRows * outputs * size) / 16) * 16;
    const plans = trees.map((tree) => placement(tree, precision));
    this.placed = plans.map(({ kernel, bytes }) => {
      const address = next;
      next += bytes;
      return { kernel, address };
    });
    if (next > maxPages * pageBytes) {
      throw new RangeError(
        `the model takes ${(next / 2 ** 30).toFixed(1)} GiB to score, at most 4 GiB can be used`,
      );
    }
    const memory = privateMemory(next);
    const view = new DataView(memory.buffer);
    trees.forEach((tree, i) => {
      const { kernel, address } = this.placed[i];
      if (kernel >= 0) placeTree(tree, kernel, view, address, columns, precision);
    });
    const Numbers = precision === 'float32' ? Float32Array : Float64Array;
    this.values = new Numbers(memory.buffer, 0, this.blockRows * 2 * columns);
    this.sums = new Numbers(memory.buffer, sumsAt, this.blockRows * outputs);
    this.kernels = bindPredictKernels(precision, memory);
  }

  run(features: FeatureMatrix, treeCount: number): Float64Array {
    const { outputs, baseMargins } = this.model;
    const { blockRows, sums } = this;
    const { rows } = features;
    const result = new Float64Array(rows * outputs);
    for (let begin = 0; begin < rows; begin += blockRows) {
      const count = Math.min(blockRows, rows - begin);
      this.copyRows(features, begin, count);
      for (let i = 0; i < count; i++)
        for (let k = 0; k < outputs; k++) sums[i * outputs + k] = baseMargins[k];
      for (let tree = 0; tree < treeCount; tree++) this.addTree(tree, count);
      if (count === blockRows) result.set(sums, begin * outputs);
      else result.set(sums.subarray(0, count * outputs), begin * outputs);
    }
    return result;
  }

  private addTree(index: number, count: number): void {
    const { model, values, sums } = this;
    const { kernel, address } = this.placed[index];
    const { columns, outputs } = model;
    const output = index % outputs;
    if (kernel >= 0) {
      const size = values.BYTES_PER_ELEMENT;
      const rowBytes = 2 * columns * size;
      const padded = Math.ceil(count / rowsAtOnce) * rowsAtOnce;
      this.kernels[kernel](
        address,
        0,
        padded * rowBytes,
        rowBytes,
        sums.byteOffset + output * size,
        outputs * size,
      );
      return;
    }
    const tree = model.trees[index];
    for (let i = 0; i < count; i++) {
      let node = 0;
      while (tree.left[node] >= 0) node = nextNode(tree, node, values[i * 2 * columns + tree.feature[node]]);
      sums[i * outputs + output] += tree.value[node];
    }
  }

  private copyRows(features: FeatureMatrix, begin: number, count: number): void {
    const { values } = this;
    const { columns } = this.model;
    if (isSparse(features)) {
      values.fill(NaN, 0, count * 2 * columns);
      for (let i = 0; i < count; i++) {
        for (let k = features.rowStart[begin + i]; k < features.rowStart[begin + i + 1]; k++) {
          const column = features.columnIndex[k];
          values[i * 2 * columns + column] = features.values[k];
          values[i * 2 * columns + columns + column] = -features.values[k];
        }
      }
      // Only what is stored can be infinite.
    } else {
      const source = features.values;
      let from = begin * columns;
      for (let i = 0; i < count; i++) {
        const to = i * 2 * columns;
        for (let column = 0; column < columns; column++) {
          const value = source[from++];
          values[to + column] = value;
          values[to + columns + column] = -value;
        }
      }
    }
    this.checkRows(begin, count);
    if (!this.plainNaN) this.readMissing(count);
  }

  /** Refuses infinities, and reports them where they stand. */
  private checkRows(begin: number, count: number): void {
    const { values } = this;
    const { columns } = this.model;
    for (let i = 0; i < count; i++) {
      const from = i * 2 * columns;
      for (let column = 0; column < columns; column++) {
        const value = values[from + column];
        if (value - value !== 0 && !Number.isNaN(value)) {
          throw new RangeError(
            `row ${begin + i}, column ${column} is infinite or beyond ${this.model.precision}; replace it by a finite number, or by NaN if it is missing`,
          );
        }
      }
    }
  }

  /** Turns NaN into 0, or 0 into NaN, for the features that LightGBM marks so. */
  private readMissing(count: number): void {
    const { values } = this;
    const { columns, missing } = this.model;
    for (let i = 0; i < count; i++) {
      const from = i * 2 * columns;
      for (let column = 0; column < columns; column++) {
        const value = values[from + column];
        const kind = (missing as Uint8Array)[column];
        let read = value;
        if (kind === missingKind.none && Number.isNaN(value)) read = 0;
        else if (kind === missingKind.zero && Math.abs(value) <= zeroWidth) read = NaN;
        else continue;
        values[from + column] = read;
        values[from + columns + column] = -read;
      }
    }
  }
}

const predictors = new WeakMap<TreeModelParts, Predictor>();

/**
 * Sums of the trees' leaves on top of the base margins; the model's layout is kept for later calls.
 * @param iterations rounds to use; default all
 * @returns rows x outputs margins, row after row
 */
export function predictMargins(
  model: TreeModelParts,
  features: FeatureMatrix,
  iterations?: number,
): Float64Array {
  checkMatrix(features);
  if (features.columns !== model.columns) {
    throw new RangeError(`the model takes ${model.columns} columns, got ${features.columns}`);
  }
  const all = model.trees.length / model.outputs;
  if (iterations !== undefined && !(Number.isInteger(iterations) && iterations >= 0 && iterations <= all)) {
    throw new RangeError(`iterations must be a whole number 0 to ${all}, got ${iterations}`);
  }
  let predictor = predictors.get(model);
  if (!predictor) {
    predictor = new Predictor(model);
    predictors.set(model, predictor);
  }
  return predictor.run(features, (iterations ?? all) * model.outputs);
}
