/** Rows of features, row after row; NaN is a missing value. */
export interface DenseMatrix {
  values: Float32Array | Float64Array;
  rows: number;
  columns: number;
}

/**
 * Compressed sparse rows: row i holds entries rowStart[i] to rowStart[i + 1] (exclusive); an absent entry
 * is a missing value, as in XGBoost.
 */
export interface SparseMatrix {
  /** `rows + 1` positions, ascending from 0. */
  rowStart: Int32Array;
  columnIndex: Int32Array;
  values: Float32Array | Float64Array;
  rows: number;
  columns: number;
}

export type FeatureMatrix = DenseMatrix | SparseMatrix;

export const isSparse = (matrix: FeatureMatrix): matrix is SparseMatrix => 'rowStart' in matrix;

/**
 * Checks sizes and sparse structure.
 * @param name how the caller calls the matrix, for the message
 * @throws RangeError that names the size, row or entry at fault
 */
export function checkMatrix(matrix: FeatureMatrix, name = 'features'): void {
  const { rows, columns, values } = matrix;
  if (!Number.isInteger(rows) || rows < 0) throw new RangeError(`${name}.rows must be a count, got ${rows}`);
  if (!Number.isInteger(columns) || columns < 1) {
    throw new RangeError(`${name}.columns must be at least 1, got ${columns}`);
  }
  if (!isSparse(matrix)) {
    if (values.length !== rows * columns) {
      throw new RangeError(
        `${name}.values must hold rows x columns = ${rows} x ${columns} = ${rows * columns} numbers, got ${values.length}`,
      );
    }
    return;
  }
  checkSparse(matrix, name);
}

function checkSparse(matrix: SparseMatrix, name: string): void {
  const { rowStart, columnIndex, values, rows, columns } = matrix;
  if (rowStart.length !== rows + 1) {
    throw new RangeError(
      `${name}.rowStart must hold rows + 1 = ${rows + 1} positions, got ${rowStart.length}`,
    );
  }
  if (columnIndex.length !== values.length) {
    throw new RangeError(
      `${name}.columnIndex and values must be equally long, got ${columnIndex.length} and ${values.length}`,
    );
  }
  if (rowStart[0] !== 0 || rowStart[rows] !== values.length) {
    throw new RangeError(
      `${name}.rowStart must run from 0 to ${values.length}, got ${rowStart[0]} to ${rowStart[rows]}`,
    );
  }
  for (let row = 0; row < rows; row++) {
    if (rowStart[row + 1] < rowStart[row]) {
      throw new RangeError(`${name}.rowStart must not fall, but does after row ${row}`);
    }
  }
  for (let row = 0; row < rows; row++) {
    for (let k = rowStart[row]; k < rowStart[row + 1]; k++) {
      const column = columnIndex[k];
      if (column < 0 || column >= columns) {
        throw new RangeError(`${name}: row ${row} has column ${column}, must be 0 to ${columns - 1}`);
      }
    }
  }
}

/**
 * Copies columns [first, first + count) of some rows into `target`, column after column, with NaN where a
 * value is missing. Float64 values are rounded to float32.
 * @param target at least count x columnLength numbers; column c starts at c x columnLength + offset
 */
export function copyColumns(
  matrix: FeatureMatrix,
  first: number,
  count: number,
  target: Float32Array,
  columnLength: number,
  offset: number,
): void {
  if (isSparse(matrix)) {
    const { rowStart, columnIndex, values, rows } = matrix;
    for (let c = 0; c < count; c++)
      target.fill(NaN, c * columnLength + offset, c * columnLength + offset + rows);
    for (let row = 0; row < rows; row++) {
      for (let k = rowStart[row]; k < rowStart[row + 1]; k++) {
        const c = columnIndex[k] - first;
        if (c >= 0 && c < count) target[c * columnLength + offset + row] = values[k];
      }
    }
    return;
  }
  const { values, rows, columns } = matrix;
  const tile = 64;
  for (let begin = 0; begin < rows; begin += tile) {
    const end = Math.min(rows, begin + tile);
    for (let c = 0; c < count; c++) {
      let from = begin * columns + first + c;
      const column = c * columnLength + offset;
      for (let row = begin; row < end; row++, from += columns) target[column + row] = values[from];
    }
  }
}
