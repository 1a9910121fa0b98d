import type { Tree } from './tree.ts';
import { nodeCount } from './tree.ts';
import type { Precision } from './wasm/predict-kernels.ts';
import {
  halfRow,
  heapNodeBytes,
  linkedNodeBytes,
  maxHeapDepth,
  numberBytes,
} from './wasm/predict-kernels.ts';

/** Where a tree lies in the predictor's memory and which kernel runs it: 0 linked, 1 to 8 heap, -1 none. */
export interface PlacedTree {
  kernel: number;
  address: number;
}

const scratch = new DataView(new ArrayBuffer(8));

/** The largest number below `value` in the precision; NaN below -Infinity, which nothing reaches. */
export function numberBelow(value: number, precision: Precision): number {
  if (value === Number.NEGATIVE_INFINITY) return Number.NaN;
  if (value === 0) return precision === 'float32' ? -1.401298464324817e-45 : -5e-324;
  if (precision === 'float32') {
    scratch.setFloat32(0, value);
    scratch.setInt32(0, scratch.getInt32(0) + (value > 0 ? -1 : 1));
    return scratch.getFloat32(0);
  }
  scratch.setFloat64(0, value);
  scratch.setBigInt64(0, scratch.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return scratch.getFloat64(0);
}

/** Longest path in inner nodes. The tree must have been checked. */
export function treeDepth(tree: Tree): number {
  const depth = new Int32Array(nodeCount(tree));
  const open = [0];
  let deepest = 0;
  while (open.length > 0) {
    const node = open.pop() as number;
    if (depth[node] > deepest) deepest = depth[node];
    if (tree.left[node] < 0) continue;
    for (const child of [tree.left[node], tree.right[node]]) {
      depth[child] = depth[node] + 1;
      open.push(child);
    }
  }
  return deepest;
}

/** Bytes a tree takes, and the kernel for it. */
export function placement(tree: Tree, precision: Precision): { kernel: number; bytes: number } {
  if (tree.categories.size > 0) return { kernel: -1, bytes: 0 };
  const depth = Math.max(1, treeDepth(tree));
  const heap = 2 ** depth * (heapNodeBytes[precision] + numberBytes[precision]);
  const linked = nodeCount(tree) * linkedNodeBytes;
  // A thin deep tree would fill a heap with copies of its leaves.
  if (depth <= maxHeapDepth && heap <= 16 * linked + 1024) {
    return { kernel: depth, bytes: Math.ceil(heap / 16) * 16 };
  }
  return { kernel: 0, bytes: linked };
}

/**
 * The test of a node as the kernels know it: a position within the row and a threshold such that the value
 * there reaches the threshold when the row must leave the default side. Rows hold each value and its
 * negative, so that "below" becomes "at least" and one comparison serves both defaults.
 */
function kernelTest(tree: Tree, node: number, columns: number, precision: Precision) {
  const feature = tree.feature[node];
  const threshold = tree.threshold[node];
  const size = numberBytes[precision];
  return tree.defaultLeft[node] === 1
    ? { position: feature * size, threshold, even: tree.left[node], odd: tree.right[node] }
    : {
        position: (halfRow(columns, precision) + feature) * size,
        threshold: -numberBelow(threshold, precision),
        even: tree.right[node],
        odd: tree.left[node],
      };
}

/** Writes a tree at a byte address. */
export function placeTree(
  tree: Tree,
  kernel: number,
  view: DataView,
  address: number,
  columns: number,
  precision: Precision,
): void {
  const write = (at: number, value: number) => {
    if (precision === 'float32') view.setFloat32(at, value, true);
    else view.setFloat64(at, value, true);
  };
  if (kernel === 0) {
    placeLinked(tree, view, address, columns, precision, write);
    return;
  }
  const nodeBytes = heapNodeBytes[precision];
  const first = 2 ** kernel;
  const fillFrom = (node: number, at: number): void => {
    if (at >= first) {
      write(address + first * nodeBytes + (at - first) * numberBytes[precision], tree.value[node]);
      return;
    }
    const here = address + at * nodeBytes;
    if (tree.left[node] < 0) {
      view.setInt32(here, 0, true);
      write(here + nodeBytes / 2, Number.NaN);
      fillFrom(node, 2 * at);
      fillFrom(node, 2 * at + 1);
      return;
    }
    const test = kernelTest(tree, node, columns, precision);
    view.setInt32(here, test.position, true);
    write(here + nodeBytes / 2, test.threshold);
    fillFrom(test.even, 2 * at);
    fillFrom(test.odd, 2 * at + 1);
  };
  fillFrom(0, 1);
}

function placeLinked(
  tree: Tree,
  view: DataView,
  address: number,
  columns: number,
  precision: Precision,
  write: (at: number, value: number) => void,
): void {
  const open: [node: number, at: number][] = [[0, address]];
  let free = address + linkedNodeBytes;
  while (open.length > 0) {
    const [node, at] = open.pop() as [number, number];
    if (tree.left[node] < 0) {
      view.setInt32(at, -1, true);
      write(at + 8, tree.value[node]);
      continue;
    }
    const test = kernelTest(tree, node, columns, precision);
    view.setInt32(at, test.position, true);
    view.setInt32(at + 4, free, true);
    write(at + 8, test.threshold);
    open.push([test.even, free], [test.odd, free + linkedNodeBytes]);
    free += 2 * linkedNodeBytes;
  }
}
