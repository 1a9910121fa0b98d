import type { FeatureBins } from '../../data/quantile-bins.ts';
import type { Tree } from '../tree.ts';
import { emptyTree } from '../tree.ts';
import type { GrowNode, Split } from './grow-node.ts';
import { leafWord, leafWords } from './layout.ts';

/** Above every finite value: all present values go left, missing ones right. */
const largestFloat = 3.4028234663852886e38;

/** The tree that the grown nodes stand for, with the leaf values of the leaf phase. */
export function buildTree(
  nodes: GrowNode[],
  ends: GrowNode[],
  leaves: Float64Array,
  features: FeatureBins[],
  hessianScale: number,
): Tree {
  const tree = emptyTree(nodes.length);
  ends.forEach((node, i) => {
    tree.value[node.id] = leaves[i * leafWords + leafWord.value];
    tree.cover[node.id] = Math.fround(node.hessian * hessianScale);
  });
  // Children come after their parents, so going backwards sums covers from the leaves up.
  for (let id = nodes.length - 1; id >= 0; id--) {
    const node = nodes[id];
    if (node.left < 0) continue;
    const split = node.split as Split;
    const bins = features[split.feature];
    tree.feature[id] = split.feature;
    tree.left[id] = node.left;
    tree.right[id] = node.right;
    tree.defaultLeft[id] = split.defaultLeft ? 1 : 0;
    tree.gain[id] = Math.fround(split.gain);
    tree.cover[id] = Math.fround(tree.cover[node.left] + tree.cover[node.right]);
    if (split.rightCodes) tree.categories.set(id, rightCategories(split.rightCodes, bins));
    else tree.threshold[id] = split.bin < bins.cuts.length ? bins.cuts[split.bin] : largestFloat;
  }
  return tree;
}

function rightCategories(codes: Uint32Array, bins: FeatureBins): Int32Array {
  return bins.categories.filter((_, code) => ((codes[code >> 5] >>> (code & 31)) & 1) === 1);
}
