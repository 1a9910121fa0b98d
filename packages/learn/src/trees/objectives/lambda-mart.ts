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

/**
 * LambdaMART (Burges, MSR-TR-2010-82): pairs of differently graded rows push each other apart by how much
 * NDCG changes when they swap. Pushes are damped by the score difference and each group's sum by its
 * logarithm, as LightGBM does, so that long groups don't dominate.
 * @param truncation k of NDCG@k
 */
export function lambdaMart(truncation: number): Objective {
  let discounts = Float64Array.from({ length: 1024 }, (_, rank) => discountAt(rank));
  let ideal = new Float64Array(0);
  const lambdas = { g: new Float64Array(1024), h: new Float64Array(1024) };

  const group = (view: TrainingView, index: number) => {
    const { groupStart, labels, margins, weights, gradients, hessians } = view;
    const begin = groupStart[index];
    const end = groupStart[index + 1];
    const size = end - begin;
    if (size > discounts.length) {
      discounts = Float64Array.from({ length: size }, (_, rank) => discountAt(rank));
      lambdas.g = new Float64Array(size);
      lambdas.h = new Float64Array(size);
    }
    const order = view.order.subarray(begin, end);
    if (ideal.length === 0) ideal = new Float64Array(groupStart.length - 1).fill(-1);
    if (ideal[index] < 0) ideal[index] = idealDcg(labels, begin, end, truncation);
    sortByScore(order, margins);
    const { g, h } = lambdas;
    g.fill(0, 0, size);
    h.fill(0, 0, size);
    const inverse = ideal[index] > 0 ? 1 / ideal[index] : 0;
    const damp = size > 0 && margins[order[0]] !== margins[order[size - 1]];
    let sum = 0;
    const tops = inverse > 0 ? Math.min(truncation, size - 1) : 0;
    for (let i = 0; i < tops; i++) {
      const rowI = order[i];
      const labelI = labels[rowI];
      const scoreI = margins[rowI];
      const gainI = gainOf(labelI);
      for (let j = i + 1; j < size; j++) {
        const rowJ = order[j];
        const labelJ = labels[rowJ];
        if (labelI === labelJ) continue;
        // order[i] scores at least as high; `up` is whether it also deserves to.
        const up = labelI > labelJ;
        const difference = up ? scoreI - margins[rowJ] : margins[rowJ] - scoreI;
        let swap = Math.abs(gainI - gainOf(labelJ)) * (discounts[i] - discounts[j]) * inverse;
        if (damp) swap /= 0.01 + Math.abs(difference);
        const p = falling(difference);
        const push = p * swap;
        const curve = p * (1 - p) * swap;
        const sign = up ? -push : push;
        g[i] += sign;
        g[j] -= sign;
        h[i] += curve;
        h[j] += curve;
        sum += 2 * push;
      }
    }
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
