import { ndcg, Random } from '@personalize/learn';
import type { FeatureImportance } from './curves.ts';
import type { RowBuffer, RowGroup } from './row-buffer.ts';

/** Scores rows of the model's own columns. */
export type ScoreRows = (values: Float32Array, rows: number) => ArrayLike<number>;

/** Rows that are shuffled at most: enough for a mean NDCG, cheap to predict once per feature and repeat. */
const maxRows = 10_000;
const repeats = 3;

/**
 * How much mean NDCG@k of held-out groups falls when a column's values are shuffled among their rows (Breiman,
 * Machine Learning 45, 2001), for any model that scores rows.
 * @param values the test part's rows in the model's columns
 * @param check asked before each prediction; throws to stop
 */
export function permutationLosses(
  score: ScoreRows,
  test: RowBuffer,
  values: Float32Array,
  { k, seed }: { k: number; seed: number },
  check?: () => void,
): NonNullable<FeatureImportance['permutation']>[] {
  const groups = sampled(test);
  const columns = test.rows === 0 ? 0 : values.length / test.rows;
  const rows = groups.reduce((sum, { size }) => sum + size, 0);
  const matrix = new Float32Array(rows * columns);
  const labels = new Float32Array(rows);
  let to = 0;
  for (const { start, size } of groups) {
    matrix.set(values.subarray(start * columns, (start + size) * columns), to * columns);
    labels.set(test.labels.subarray(start, start + size), to);
    to += size;
  }
  const judge = (): number => {
    check?.();
    const scores = Float64Array.from(score(matrix, rows));
    let sum = 0;
    let from = 0;
    for (const { size } of groups) {
      const end = from + size;
      sum += ndcg(scores.subarray(from, end), labels.subarray(from, end), { k, gain: 'linear' }) ?? 0;
      from = end;
    }
    return groups.length > 0 ? sum / groups.length : 0;
  };
  const whole = judge();
  const random = new Random(seed);
  return Array.from({ length: columns }, (_, column) => {
    const kept = Float32Array.from({ length: rows }, (_value, row) => matrix[row * columns + column]);
    const losses: number[] = [];
    // A column that says the same of every row loses nothing.
    const constant = kept.every((value) => Object.is(value, kept[0]));
    for (let repeat = 0; repeat < repeats; repeat++) {
      const mixed = random.shuffle(Float32Array.from(kept));
      for (let row = 0; row < rows; row++) matrix[row * columns + column] = mixed[row];
      losses.push(constant ? 0 : whole - judge());
    }
    for (let row = 0; row < rows; row++) matrix[row * columns + column] = kept[row];
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / repeats;
    const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
    return { mean, deviation: Math.sqrt(squares / (repeats - 1)) };
  });
}

/** Groups with something relevant, evenly spread over the part, of at most {@link maxRows} rows. */
function sampled({ groups, labels }: RowBuffer): RowGroup[] {
  const useful = groups.filter(({ start, size }) => labels.subarray(start, start + size).includes(1));
  const rows = useful.reduce((sum, { size }) => sum + size, 0);
  const step = Math.max(1, rows / maxRows);
  return useful.filter((_, i) => Math.floor(i / step) > Math.floor((i - 1) / step));
}
