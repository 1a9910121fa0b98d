import type { Objective, TrainingView } from './objective.ts';

/** Labels are grades; a higher one would make 2^label - 1 swamp all others in float32. */
export const maxGrade = 31;
/** Groups up to this size are sorted in place, which is fast because their order hardly changes. */
const smallGroup = 256;

const gains = Float64Array.from({ length: maxGrade + 1 }, (_, grade) => 2 ** grade - 1);

export const gainOf = (grade: number): number => gains[grade];
export const discountAt = (rank: number): number => 1 / Math.log2(rank + 2);

/** DCG of the ideal order of labels begin to end - 1, cut after `truncation` places. */
export function idealDcg(labels: Float32Array, begin: number, end: number, truncation: number): number {
  const sorted = labels.slice(begin, end).sort();
  let dcg = 0;
  for (let rank = 0; rank < Math.min(truncation, sorted.length); rank++) {
    dcg += gainOf(sorted[sorted.length - 1 - rank]) * discountAt(rank);
  }
  return dcg;
}

/** Sorts rows of a group by falling score; equal scores keep the order of rows. */
export function sortByScore(order: Int32Array, scores: Float32Array): void {
  if (order.length > smallGroup) {
    order.sort((a, b) => scores[b] - scores[a] || a - b);
    return;
  }
  for (let i = 1; i < order.length; i++) {
    const row = order[i];
    const score = scores[row];
    let at = i - 1;
    while (at >= 0 && (scores[order[at]] < score || (scores[order[at]] === score && order[at] > row))) {
      order[at + 1] = order[at];
      at--;
    }
    order[at + 1] = row;
  }
}

/** 1 / (1 + e^x), read from a table with linear interpolation; error below 1e-7. */
const tableReach = 20;
const tableSteps = 8192;
const tableScale = tableSteps / (2 * tableReach);
const sigmoidTable = Float64Array.from(
  { length: tableSteps + 2 },
  (_, i) => 1 / (1 + Math.exp(i / tableScale - tableReach)),
);
function falling(x: number): number {
  const clipped = Math.max(-tableReach, Math.min(tableReach, x));
  const position = (clipped + tableReach) * tableScale;
  const at = position | 0;
  return sigmoidTable[at] + (sigmoidTable[at + 1] - sigmoidTable[at]) * (position - at);
}

interface RankedGroup {
  gain: Float64Array;
  score: Float64Array;
  discounts: Float64Array;
  g: Float64Array;
  h: Float64Array;
}

/**
 * Pushes of all pairs with one row among the first `tops`; rows stand by falling score.
 * @returns the sum of all pushes
 */
function pushPairs(
  tops: number,
  size: number,
  inverse: number,
  damp: boolean,
  { gain, score, discounts, g, h }: RankedGroup,
): number {
  let sum = 0;
  for (let i = 0; i < tops; i++) {
    const gainI = gain[i];
    const scoreI = score[i];
    const discountI = discounts[i];
    let ownG = 0;
    let ownH = 0;
    for (let j = i + 1; j < size; j++) {
      const difference = gainI - gain[j];
      if (difference === 0) continue;
      const lead = scoreI - score[j];
      // +1 when the row above deserves its place, -1 when the one below does.
      const sign = difference > 0 ? 1 : -1;
      let swap = difference * sign * (discountI - discounts[j]) * inverse;
      if (damp) swap /= 0.01 + lead;
      const p = falling(lead * sign);
      const push = p * swap;
      const curve = push * (1 - p);
      ownG -= sign * push;
      g[j] += sign * push;
      ownH += curve;
      h[j] += curve;
      sum += push;
    }
    g[i] += ownG;
    h[i] += ownH;
  }
  return 2 * sum;
}

/**
 * LambdaMART (Burges, MSR-TR-2010-82): pairs of differently graded rows push each other apart by how much
 * NDCG changes when they swap. Pushes are damped by the score difference and each group's sum by its
 * logarithm, as LightGBM does, so that long groups don't dominate.
 * @param truncation k of NDCG@k
 */
export function lambdaMart(truncation: number): Objective {
  let discounts = Float64Array.from({ length: 1024 }, (_, rank) => discountAt(rank));
  let ideal = new Float64Array(0);
  // One group's rows in the order of their scores: gains and scores, then gradients and hessians.
  let [gain, score, g, h] = [0, 1, 2, 3].map(() => new Float64Array(1024));

  const makeRoom = (size: number) => {
    if (size <= discounts.length) return;
    discounts = Float64Array.from({ length: size }, (_, rank) => discountAt(rank));
    [gain, score, g, h] = [0, 1, 2, 3].map(() => new Float64Array(size));
  };

  const group = (view: TrainingView, index: number) => {
    const { groupStart, labels, margins, weights, gradients, hessians } = view;
    const begin = groupStart[index];
    const end = groupStart[index + 1];
    const size = end - begin;
    makeRoom(size);
    const order = view.order.subarray(begin, end);
    if (ideal.length === 0) ideal = new Float64Array(groupStart.length - 1).fill(-1);
    if (ideal[index] < 0) ideal[index] = idealDcg(labels, begin, end, truncation);
    sortByScore(order, margins);
    for (let i = 0; i < size; i++) {
      gain[i] = gainOf(labels[order[i]]);
      score[i] = margins[order[i]];
    }
    g.fill(0, 0, size);
    h.fill(0, 0, size);
    const inverse = ideal[index] > 0 ? 1 / ideal[index] : 0;
    const damp = size > 0 && score[0] !== score[size - 1];
    const tops = inverse > 0 ? Math.min(truncation, size - 1) : 0;
    const sum = pushPairs(tops, size, inverse, damp, { gain, score, discounts, g, h });
    const norm = sum > 0 ? Math.log2(1 + sum) / sum : 1;
    for (let i = 0; i < size; i++) {
      const row = order[i];
      gradients[row] = g[i] * norm * weights[row];
      hessians[row] = h[i] * norm * weights[row];
    }
  };

  return {
    unit: 'group',
    gradients(view, begin, end) {
      for (let index = begin; index < end; index++) group(view, index);
    },
    baseMargins: () => [0],
    labelFault: (label) =>
      Number.isInteger(label) && label >= 0 && label <= maxGrade
        ? undefined
        : `lambdaMart labels must be grades, whole numbers from 0 to ${maxGrade}`,
  };
}
