import { gaussLegendre } from './gauss-legendre.ts';
import type { Tree } from './tree.ts';
import { nodeCount } from './tree.ts';

/**
 * A tree as the coalition game that TreeSHAP plays. Entries stand for the edges to nodes, parents before
 * children; entry 0 is the root, which no edge leads to.
 */
export interface TreeGame {
  entries: number;
  /** Entry of the parent. */
  parent: Int32Array;
  /** Inner node the edge comes from, and 1 when it is its right side. */
  source: Int32Array;
  side: Uint8Array;
  feature: Int32Array;
  /** Share of the parent's training rows that take the edge, times that of `previous`. */
  share: Float64Array;
  /** Nearest entry above with the same feature; 0 for none. */
  previous: Int32Array;
  /** Leaf value; 0 elsewhere. */
  value: Float64Array;
  /** Mean of the tree over the training rows. */
  expected: number;
  points: Float64Array;
  weights: Float64Array;
}

/** @throws RangeError when a node lacks its cover, without which there are no shares */
export function treeGame(tree: Tree): TreeGame {
  const nodes = nodeCount(tree);
  const game = {
    parent: new Int32Array(nodes),
    source: new Int32Array(nodes),
    side: new Uint8Array(nodes),
    feature: new Int32Array(nodes),
    share: new Float64Array(nodes).fill(1),
    previous: new Int32Array(nodes),
    value: new Float64Array(nodes),
  };
  /** Node of each entry, and how many distinct features lie on its path. */
  const nodeOf = new Int32Array(nodes);
  const distinct = new Int32Array(nodes);
  const reach = new Float64Array(nodes);
  reach[0] = 1;
  let entries = 1;
  let longest = 1;
  let expected = 0;
  for (let entry = 0; entry < entries; entry++) {
    const node = nodeOf[entry];
    if (tree.left[node] < 0) {
      game.value[entry] = tree.value[node];
      expected += reach[entry] * tree.value[node];
      longest = Math.max(longest, distinct[entry]);
      continue;
    }
    const cover = tree.cover[node];
    if (!(cover > 0 && cover < Infinity)) {
      throw new RangeError(`node ${node} has the cover ${cover}; contributions need the covers of training`);
    }
    const feature = tree.feature[node];
    let previous = entry;
    while (previous > 0 && game.feature[previous] !== feature) previous = game.parent[previous];
    for (const side of [0, 1]) {
      const child = side === 0 ? tree.left[node] : tree.right[node];
      const at = entries++;
      nodeOf[at] = child;
      game.parent[at] = entry;
      game.source[at] = node;
      game.side[at] = side;
      game.feature[at] = feature;
      game.previous[at] = previous;
      const share = tree.cover[child] / cover;
      game.share[at] = share * game.share[previous];
      reach[at] = reach[entry] * share;
      distinct[at] = distinct[entry] + (previous === 0 ? 1 : 0);
    }
  }
  // A path of d features gives a polynomial of degree d - 1.
  return { entries, ...game, expected, ...gaussLegendre(Math.ceil(longest / 2)) };
}

/** Room for one row's numbers per entry. */
export class GameBoard {
  private readonly follows: Uint8Array;
  private readonly product: Float64Array;
  private readonly inverse: Float64Array;
  private readonly tilt: Float64Array;
  private readonly below: Float64Array;

  constructor(entries: number) {
    this.follows = new Uint8Array(entries);
    this.product = new Float64Array(entries);
    this.inverse = new Float64Array(entries);
    this.tilt = new Float64Array(entries);
    this.below = new Float64Array(entries);
  }

  /**
   * Adds one row's Shapley values. A player's value is the integral over t of its effect when every other
   * player joins with probability t (Owen, Management Science 18, 1972). On a path each feature then gives
   * the factor t [row follows] + (1 - t) share, so a leaf's integrand is a polynomial, which a few quadrature
   * points integrate exactly, and one sweep down and one up serve all leaves (the order of summation of Yu
   * et al., Linear TreeShap, NeurIPS 2022). The result is path-dependent TreeSHAP's (Lundberg et al. 2020).
   * @param sides 1 where the row goes right at a node
   * @param out values by feature from `offset` on, added to
   */
  play(game: TreeGame, sides: Uint8Array, out: Float64Array, offset: number): void {
    const { entries, parent, source, side, feature, share, previous, value, points, weights } = game;
    const { follows, product, inverse, tilt, below } = this;
    follows[0] = 1;
    for (let e = 1; e < entries; e++) {
      follows[e] = sides[source[e]] === side[e] ? follows[previous[e]] : 0;
    }
    inverse[0] = 1;
    tilt[0] = 0;
    for (let q = 0; q < points.length; q++) {
      const t = points[q];
      product[0] = weights[q];
      for (let e = 1; e < entries; e++) {
        const z = share[e];
        const o = follows[e];
        const factor = t * o + (1 - t) * z;
        // No row of training took the edge and neither does this one: nothing below it counts.
        const reciprocal = factor > 0 ? 1 / factor : 0;
        inverse[e] = reciprocal;
        tilt[e] = (o - z) * reciprocal;
        const p = product[parent[e]] * factor * inverse[previous[e]];
        product[e] = p;
        below[e] = p * value[e];
      }
      for (let e = entries - 1; e > 0; e--) {
        const sum = below[e];
        below[parent[e]] += sum;
        out[offset + feature[e]] += sum * (tilt[e] - tilt[previous[e]]);
      }
    }
  }
}
