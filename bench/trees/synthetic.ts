/** Uniform numbers of [0, 1): mulberry32 (T. Ettinger, public domain). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Synthetic {
  values: Float32Array;
  rows: number;
  columns: number;
  /** Mean and noise of what the labels are drawn from. */
  score: Float32Array;
}

/** Normal features; the score is a linear part, a wave and an interaction, with unit noise.
 * The interaction has a main effect: without one, greedy trees find it by luck, and engines differ by that luck. */
export function synthetic(rows: number, columns: number, seed: number): Synthetic {
  const next = uniform(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const fixed = uniform(12345);
  const slopes = Float64Array.from({ length: columns }, () => fixed() * 2 - 1);
  const values = new Float32Array(rows * columns);
  const score = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const x = values.subarray(row * columns, (row + 1) * columns);
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      x[c] = normal();
      sum += 0.4 * slopes[c] * x[c];
    }
    score[row] = sum + Math.sin(3 * x[0]) + (x[1] > 0 ? x[2] : 0) + normal();
  }
  return { values, rows, columns, score };
}

/** Area under the ROC curve of scores without weights; ties count half. */
export function areaUnderCurve(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = Array.from({ length: labels.length }, (_, i) => i).sort((a, b) => scores[a] - scores[b]);
  let area = 0;
  let negatives = 0;
  for (let i = 0; i < order.length; ) {
    let tiedPositive = 0;
    let tiedNegative = 0;
    const score = scores[order[i]];
    for (; i < order.length && scores[order[i]] === score; i++) {
      if (labels[order[i]] > 0.5) tiedPositive++;
      else tiedNegative++;
    }
    area += tiedPositive * (negatives + tiedNegative / 2);
    negatives += tiedNegative;
  }
  return area / (negatives * (labels.length - negatives));
}

/** Mean NDCG@k of groups of one size. */
export function meanNdcg(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  group: number,
  k: number,
): number {
  let sum = 0;
  const groups = labels.length / group;
  const gain = (grade: number, rank: number) => (2 ** grade - 1) / Math.log2(rank + 2);
  for (let g = 0; g < groups; g++) {
    const rows = Array.from({ length: group }, (_, i) => g * group + i);
    const dcg = (order: number[]) =>
      order.slice(0, k).reduce((total, row, rank) => total + gain(labels[row], rank), 0);
    const ideal = dcg([...rows].sort((a, b) => labels[b] - labels[a]));
    sum += ideal === 0 ? 1 : dcg([...rows].sort((a, b) => scores[b] - scores[a])) / ideal;
  }
  return sum / groups;
}
