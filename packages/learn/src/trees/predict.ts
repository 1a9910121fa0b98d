import type { FeatureMatrix } from '../data/feature-matrix.ts';
import { checkMatrix, isSparse } from '../data/feature-matrix.ts';
import type { PlacedTree } from './compiled-trees.ts';
import { placement, placeTree } from './compiled-trees.ts';
import { missingKind } from './missing-kind.ts';
import type { TreeModelParts } from './model-parts.ts';
import { nextNode } from './tree.ts';
import type { PredictKernels } from './wasm/predict-kernels.ts';
import { bindPredictKernels, halfRow, numberBytes, rowsAtOnce } from './wasm/predict-kernels.ts';
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
  /** Rows as the kernels read them. */
  private readonly values: Float32Array | Float64Array;
  private readonly sums: Float32Array | Float64Array;
  /** Rows as the caller gave them. */
  private readonly source: Float32Array | Float64Array;
  private readonly blockRows: number;
  private readonly rowLength: number;
  private readonly plainMissing: boolean;

  constructor(model: TreeModelParts) {
    this.model = model;
    this.plainMissing = !model.missing?.some((kind) => kind !== missingKind.nan);
    const { precision, columns, outputs, trees } = model;
    const size = numberBytes[precision];
    this.rowLength = 2 * halfRow(columns, precision);
    const fitting = Math.floor(blockBytes / (this.rowLength * size) / rowsAtOnce) * rowsAtOnce;
    this.blockRows = Math.max(rowsAtOnce, Math.min(256, fitting));
    let next = 0;
    const region = (bytes: number) => {
      const at = next;
      next += Math.ceil(bytes / 16) * 16;
      return at;
    };
    const valuesAt = region(this.blockRows * this.rowLength * size);
    const sumsAt = region(this.blockRows * outputs * size);
    const sourceAt = region(this.blockRows * columns * size + 16);
    this.placed = trees.map((tree) => {
      const { kernel, bytes } = placement(tree, precision);
      return { kernel, address: region(bytes) };
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
    this.values = new Numbers(memory.buffer, valuesAt, this.blockRows * this.rowLength);
    this.sums = new Numbers(memory.buffer, sumsAt, this.blockRows * outputs);
    this.source = new Numbers(memory.buffer, sourceAt, this.blockRows * columns);
    this.kernels = bindPredictKernels(precision, columns, memory);
  }

  run(features: FeatureMatrix, treeCount: number): Float64Array {
    const { outputs, baseMargins } = this.model;
    const { blockRows, sums } = this;
    const { rows } = features;
    const result = new Float64Array(rows * outputs);
    for (let begin = 0; begin < rows; begin += blockRows) {
      const count = Math.min(blockRows, rows - begin);
      this.readRows(features, begin, count);
      for (let k = 0; k < outputs; k++) {
        const margin = baseMargins[k];
        for (let i = k; i < count * outputs; i += outputs) sums[i] = margin;
      }
      for (let tree = 0; tree < treeCount; tree++) this.addTree(tree, count);
      result.set(count === blockRows ? sums : sums.subarray(0, count * outputs), begin * outputs);
    }
    return result;
  }

  private addTree(index: number, count: number): void {
    const { model, values, sums, rowLength } = this;
    const { kernel, address } = this.placed[index];
    const { outputs } = model;
    const output = index % outputs;
    if (kernel >= 0) {
      const size = values.BYTES_PER_ELEMENT;
      const padded = Math.ceil(count / rowsAtOnce) * rowsAtOnce;
      const end = values.byteOffset + padded * rowLength * size;
      this.kernels.trees[kernel](
        address,
        values.byteOffset,
        end,
        sums.byteOffset + output * size,
        outputs * size,
      );
      return;
    }
    const tree = model.trees[index];
    for (let i = 0; i < count; i++) {
      let node = 0;
      while (tree.left[node] >= 0) node = nextNode(tree, node, values[i * rowLength + tree.feature[node]]);
      sums[i * outputs + output] += tree.value[node];
    }
  }

  private readRows(features: FeatureMatrix, begin: number, count: number): void {
    const { source, values, rowLength } = this;
    const { columns } = this.model;
    if (isSparse(features)) {
      source.fill(Number.NaN, 0, count * columns);
      for (let i = 0; i < count; i++) {
        for (let k = features.rowStart[begin + i]; k < features.rowStart[begin + i + 1]; k++) {
          source[i * columns + features.columnIndex[k]] = features.values[k];
        }
      }
    } else {
      source.set(features.values.subarray(begin * columns, (begin + count) * columns));
    }
    if (!this.plainMissing) this.readMissing(count);
    const end = values.byteOffset + count * rowLength * values.BYTES_PER_ELEMENT;
    // The last vector may reach into a row of an earlier block, so what it found is looked up again.
    if (this.kernels.spread(source.byteOffset, values.byteOffset, end) !== 0) this.findInfinity(begin, count);
  }

  private findInfinity(begin: number, count: number): void {
    const { columns, precision } = this.model;
    const at = this.source.subarray(0, count * columns).findIndex((v) => Math.abs(v) === Infinity);
    if (at < 0) return;
    throw new RangeError(
      `row ${begin + Math.floor(at / columns)}, column ${at % columns} is infinite or beyond ${precision}; replace it by a finite number, or by NaN if it is missing`,
    );
  }

  /** Turns NaN into 0, or 0 into NaN, for the features that LightGBM marks so. */
  private readMissing(count: number): void {
    const { source } = this;
    const { columns, missing } = this.model;
    for (let i = 0; i < count * columns; i++) {
      const kind = (missing as Uint8Array)[i % columns];
      if (kind === missingKind.none && Number.isNaN(source[i])) source[i] = 0;
      else if (kind === missingKind.zero && Math.abs(source[i]) <= zeroWidth) source[i] = Number.NaN;
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
