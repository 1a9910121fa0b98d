import { ndcg, permutationImportance, type TreeModel } from '@personalize/learn';
import type { RowBuffer, RowGroup } from './row-buffer.ts';

/** Rows that are shuffled at most: enough for a mean NDCG, cheap to predict once per feature and repeat. */
const maxRows = 10_000;
const repeats = 3;

/**
 * How much mean NDCG@k of held-out groups falls when a feature's values are shuffled among their rows.
 * @param check asked between predictions; throws to stop
 */
export function permutationLosses(
  model: TreeModel,
  test: RowBuffer,
  k: number,
  seed: number,
  check?: () => void,
): { mean: number; deviation: number }[] {
  const groups = sampled(test);
  const { width } = test;
  const rows = groups.reduce((sum, { size }) => sum + size, 0);
  const columns = width;
  const values = new Float32Array(rows * width);
  const labels = new Float32Array(rows);
  let to = 0;
  for (const { start, size } of groups) {
    values.set(test.features.subarray(start * width, (start + size) * width), to * width);
    labels.set(test.labels.subarray(start, start + size), to);
    to += size;
  }
  const score = (predictions: Float64Array): number => {
    check?.();
    let sum = 0;
    let from = 0;
    for (const { size } of groups) {
      const end = from + size;
      sum += ndcg(predictions.subarray(from, end), labels.subarray(from, end), { k, gain: 'linear' }) ?? 0;
      from = end;
    }
    return groups.length > 0 ? sum / groups.length : 0;
  };
  const { mean, deviation } = permutationImportance(model, { values, rows, columns }, score, {
    ...{ repeats, seed },
  });
  return Array.from(mean, (loss, feature) => ({ mean: loss, deviation: deviation[feature] }));
}

/** Groups with something relevant, evenly spread over the part, of at most {@link maxRows} rows. */
function sampled({ groups, labels }: RowBuffer): RowGroup[] {
  const useful = groups.filter(({ start, size }) => labels.subarray(start, start + size).includes(1));
  const rows = useful.reduce((sum, { size }) => sum + size, 0);
  const step = Math.max(1, rows / maxRows);
  return useful.filter((_, i) => Math.floor(i / step) > Math.floor((i - 1) / step));
}
