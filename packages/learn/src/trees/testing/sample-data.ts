import type { DenseMatrix, SparseMatrix } from '../../data/feature-matrix.ts';

/** Uniform numbers of [0, 1) from a 32-bit linear congruential generator. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** Standard normal numbers (Box and Muller 1958). */
export function normal(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

export interface Sample {
  features: DenseMatrix & { values: Float32Array };
  /** A noisy, curved and interacting function of the first features. */
  signal: Float32Array;
}

/** Normal features with a share of values missing; missing ones carry signal too. */
export function sample(rows: number, columns: number, seed: number, missing = 0): Sample {
  const next = normal(seed);
  const chance = uniform(seed + 1);
  const values = new Float32Array(rows * columns).map(() => next());
  const signal = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const x = values.subarray(row * columns, (row + 1) * columns);
    signal[row] = Math.sin(2 * x[0]) + x[1] * (x[2 % columns] > 0 ? 1 : -0.5) + 0.3 * next();
    for (let column = 0; column < columns; column++) {
      if (chance() >= missing) continue;
      x[column] = Number.NaN;
      if (column === 0) signal[row] += 0.7;
    }
  }
  return { features: { values, rows, columns }, signal };
}

/** Drops every missing value, and no other. */
export function toSparse({ values, rows, columns }: DenseMatrix): SparseMatrix {
  const rowStart = new Int32Array(rows + 1);
  const kept: number[] = [];
  const columnIndex: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column];
      if (Number.isNaN(value)) continue;
      kept.push(value);
      columnIndex.push(column);
    }
    rowStart[row + 1] = kept.length;
  }
  return {
    rowStart,
    columnIndex: Int32Array.from(columnIndex),
    values: Float32Array.from(kept),
    rows,
    columns,
  };
}

/** Largest absolute difference of two equally long arrays; NaN when a difference is. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`lengths differ: ${a.length} and ${b.length}`);
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  return largest;
}
