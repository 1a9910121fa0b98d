import type { TreeModel } from '@personalize/learn';

/**
 * Splits a row's margin by the features on its paths: each step of a path goes to the feature that was asked,
 * by how much the mean below it changed (Saabas, "Interpreting random forests", 2014). Adds up to the margin
 * as Shapley values do, at the price of a prediction; features near the roots get less than Shapley gives
 * them. Undefined for trees with categories or without covers.
 */
export function pathContributions(model: TreeModel): ((row: Float32Array) => Float64Array) | undefined {
  const { trees, columns } = model;
  if (model.outputs !== 1 || model.missing !== undefined) return undefined;
  if (trees.some(({ categories, cover }) => categories.size > 0 || !(cover[0] > 0))) return undefined;
  const means = trees.map(nodeMeans);
  let bias = model.baseMargins[0];
  for (const mean of means) bias += mean[0];
  return (row) => {
    const parts = new Float64Array(columns + 1);
    parts[columns] = bias;
    for (let t = 0; t < trees.length; t++) {
      const { feature, left, right, threshold, defaultLeft } = trees[t];
      const mean = means[t];
      let node = 0;
      while (left[node] >= 0) {
        const asked = feature[node];
        const value = row[asked];
        const toRight = Number.isNaN(value) ? defaultLeft[node] === 0 : value >= threshold[node];
        const next = toRight ? right[node] : left[node];
        parts[asked] += mean[next] - mean[node];
        node = next;
      }
    }
    return parts;
  };
}

/** Mean leaf value below each node, leaves weighted by their cover. */
function nodeMeans({ left, right, value, cover }: TreeModel['trees'][number]): Float64Array {
  const means = new Float64Array(left.length);
  const order = [0];
  for (let i = 0; i < order.length; i++) {
    const node = order[i];
    if (left[node] >= 0) order.push(left[node], right[node]);
  }
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i];
    if (left[node] < 0) {
      means[node] = value[node];
      continue;
    }
    const [a, b] = [cover[left[node]], cover[right[node]]];
    means[node] = a + b > 0 ? (a * means[left[node]] + b * means[right[node]]) / (a + b) : 0;
  }
  return means;
}
