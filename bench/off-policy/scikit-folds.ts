import mt19937 from '@stdlib/random-base-mt19937';

/**
 * The folds of scikit-learn's `KFold(folds, shuffle=True, random_state=seed)`: NumPy's legacy shuffle on
 * MT19937, then contiguous parts. With few clicks a log's estimates move by several percent with the folds,
 * so a comparison with published numbers needs the very same ones.
 */
export function scikitFolds(rows: number, folds: number, seed: number): Int32Array {
  const next = mt19937.factory({ seed });
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  for (let i = rows - 1; i > 0; i--) {
    const mask = 2 ** (32 - Math.clz32(i)) - 1;
    let j = (next() & mask) >>> 0;
    while (j > i) j = (next() & mask) >>> 0;
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  const result = new Int32Array(rows);
  let at = 0;
  for (let fold = 0; fold < folds; fold++) {
    const size = Math.floor(rows / folds) + (fold < rows % folds ? 1 : 0);
    for (let i = 0; i < size; i++) result[order[at++]] = fold;
  }
  return result;
}
