/**
 * One decision tree as parallel arrays; node 0 is the root. A row goes left when its value is below the
 * threshold, or, at a categorical node, when its category is not among those that go right.
 */
export interface Tree {
  /** -1 at a leaf. */
  feature: Int32Array;
  threshold: Float64Array;
  /** -1 at a leaf. */
  left: Int32Array;
  right: Int32Array;
  /** 1 where a missing value goes left. */
  defaultLeft: Uint8Array;
  /** What a leaf adds to the margin, learning rate included; 0 elsewhere. */
  value: Float64Array;
  /** How much the split lowers twice the loss; 0 at a leaf. */
  gain: Float64Array;
  /** Sum of the hessians of the rows that came here in training. */
  cover: Float64Array;
  /** Categories that go right, ascending, of each categorical node. */
  categories: Map<number, Int32Array>;
}

/** An empty tree with room for `nodes` nodes, all of them leaves of value 0. */
export function emptyTree(nodes: number): Tree {
  return {
    feature: new Int32Array(nodes).fill(-1),
    threshold: new Float64Array(nodes),
    left: new Int32Array(nodes).fill(-1),
    right: new Int32Array(nodes).fill(-1),
    defaultLeft: new Uint8Array(nodes),
    value: new Float64Array(nodes),
    gain: new Float64Array(nodes),
    cover: new Float64Array(nodes),
    categories: new Map(),
  };
}

export const nodeCount = (tree: Tree): number => tree.feature.length;

/** Whether a present value goes right at an inner node. */
export function goesRight(tree: Tree, node: number, value: number): boolean {
  const set = tree.categories.get(node);
  return set === undefined ? value >= tree.threshold[node] : contains(set, Math.trunc(value));
}

function contains(sorted: Int32Array, category: number): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] === category) return true;
    if (sorted[middle] < category) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

/** The node that a value leads to; NaN follows the default direction. */
export function nextNode(tree: Tree, node: number, value: number): number {
  const right = Number.isNaN(value) ? tree.defaultLeft[node] === 0 : goesRight(tree, node, value);
  return right ? tree.right[node] : tree.left[node];
}

/** Deeper trees than this are no model's: leaf-wise growth stays far below. */
const maxTreeDepth = 4096;

/**
 * Checks that the nodes form one tree below node 0: every child in range, reached once, and no cycle.
 * Walks with a list of its own, so a deep tree cannot exhaust the stack.
 * @param where names the tree in the message
 * @returns the depth, 0 for a single leaf
 * @throws RangeError naming the node at fault
 */
export function checkTree(tree: Tree, columns: number, where: string): number {
  const nodes = nodeCount(tree);
  if (nodes === 0) throw new RangeError(`${where} has no nodes`);
  const depth = new Int32Array(nodes).fill(-1);
  depth[0] = 0;
  const open = [0];
  let deepest = 0;
  while (open.length > 0) {
    const node = open.pop() as number;
    deepest = Math.max(deepest, depth[node]);
    if (!Number.isFinite(tree.value[node])) {
      throw new RangeError(`${where}: node ${node} has the value ${tree.value[node]}, must be finite`);
    }
    if (tree.left[node] === -1) continue;
    if (depth[node] >= maxTreeDepth) {
      throw new RangeError(`${where}: node ${node} lies deeper than ${maxTreeDepth} levels`);
    }
    const feature = tree.feature[node];
    if (feature < 0 || feature >= columns) {
      throw new RangeError(`${where}: node ${node} splits feature ${feature}, must be 0 to ${columns - 1}`);
    }
    if (Number.isNaN(tree.threshold[node])) throw new RangeError(`${where}: node ${node} has no threshold`);
    for (const child of [tree.left[node], tree.right[node]]) {
      if (!(child > 0 && child < nodes)) {
        throw new RangeError(`${where}: node ${node} has child ${child}, must be 1 to ${nodes - 1}`);
      }
      if (depth[child] >= 0) {
        throw new RangeError(`${where}: node ${child} is reached twice, the second time from node ${node}`);
      }
      depth[child] = depth[node] + 1;
      open.push(child);
    }
  }
  return deepest;
}
