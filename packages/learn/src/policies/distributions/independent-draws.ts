import type { Random } from '../../random/random.ts';
import { SampledOrders } from './sampled-orders.ts';
import type { OrderPropensities, SlateDistribution } from './slate-distribution.ts';
import { topK } from './top-k.ts';

/** The distribution of one candidate's random score. */
export interface ScoreDistribution {
  readonly mean: number;
  readonly deviation: number;
  draw(random: Random): number;
  /** Probability of a score of at most x. */
  cdf(x: number): number;
}

/**
 * Draws all scores several times and keeps each draw's order: a cheap stand-in for {@link IndependentDraws}
 * whose propensities are exact given the draws.
 */
export function drawnOrders(
  scores: readonly ScoreDistribution[],
  size: number,
  draws: number,
  random: Random,
): SampledOrders {
  return new SampledOrders(
    Array.from({ length: draws }, () =>
      topK(
        Float64Array.from(scores, (s) => s.draw(random)),
        size,
      ),
    ),
  );
}

/** Nodes that each shown candidate lays around its mean, in standard deviations. */
const offsets = [-6, -4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 6];

/**
 * Every candidate draws a score of its own; the highest are shown in falling order. The propensities are
 * integrals over one score, computed on nodes that are added where the integrands change most:
 *
 * - candidate i at rank r: ∫ P(r − 1 of the others exceed x) dFᵢ(x), a Poisson binomial probability;
 * - the order a₁ … a_l first: ∫∫…∫ over x₁ > … > x_l of Π F(x_l) of all others, one integral inside another.
 *
 * The stated error is the change against the same rule on every other node.
 */
export class IndependentDraws implements SlateDistribution {
  readonly #scores: readonly ScoreDistribution[];
  readonly #size: number;
  readonly #maxNodes: number;
  readonly #zeroTo: Float64Array;
  readonly #oneFrom: Float64Array;

  /** @param maxNodes where the integrands are evaluated: more nodes, smaller error, longer time */
  constructor(scores: readonly ScoreDistribution[], size: number, maxNodes: number) {
    this.#scores = scores;
    this.#size = size;
    this.#maxNodes = maxNodes;
    this.#zeroTo = new Float64Array(scores.length).fill(-Infinity);
    this.#oneFrom = new Float64Array(scores.length).fill(Infinity);
  }

  draw(random: Random): Int32Array {
    return topK(
      Float64Array.from(this.#scores, (s) => s.draw(random)),
      this.#size,
    );
  }

  propensities(order: Int32Array): OrderPropensities {
    const nodes = this.#refined(order);
    const size = order.length;
    const marginal = new Float64Array(size);
    const error = new Float64Array(size);
    for (let rank = 0; rank < size; rank++) {
      marginal[rank] = stieltjes(nodes, rank, 1);
      error[rank] = Math.abs(marginal[rank] - stieltjes(nodes, rank, 2));
    }
    return { marginal, error, prefix: prefixes(nodes, size) };
  }

  #refined(order: Int32Array): Node[] {
    const start = new Set<number>([-Infinity, Infinity]);
    for (const index of order) {
      const { mean, deviation } = this.#scores[index];
      for (const offset of offsets) start.add(mean + offset * deviation);
    }
    let nodes = [...start].sort((a, b) => a - b).map((x) => this.#node(x, order));
    while (nodes.length < this.#maxNodes) {
      const gains = nodes.slice(1).map((node, i) => cellError(nodes[i], node));
      const worst = gains.toSorted((a, b) => b - a)[Math.min(Math.ceil(nodes.length / 3), gains.length - 1)];
      const room = this.#maxNodes - nodes.length;
      const next: Node[] = [nodes[0]];
      let added = 0;
      for (let i = 1; i < nodes.length; i++) {
        const middle = (nodes[i - 1].x + nodes[i].x) / 2;
        if (gains[i - 1] >= worst && gains[i - 1] > 1e-12 && added < room && Number.isFinite(middle)) {
          next.push(this.#node(middle, order));
          added++;
        }
        next.push(nodes[i]);
      }
      nodes = next;
      if (added === 0) break;
    }
    return nodes;
  }

  /** Most candidates are sure to lie to one side of most nodes: what is 0 or 1 once is not computed again. */
  #cdf(i: number, x: number): number {
    if (x <= this.#zeroTo[i]) return 0;
    if (x >= this.#oneFrom[i]) return 1;
    const value = this.#scores[i].cdf(x);
    if (value <= 1e-15) this.#zeroTo[i] = x;
    else if (value >= 1 - 1e-15) this.#oneFrom[i] = x;
    return value;
  }

  #node(x: number, order: Int32Array): Node {
    const n = this.#scores.length;
    const size = order.length;
    const cdfs = new Float64Array(n);
    for (let i = 0; i < n; i++) cdfs[i] = this.#cdf(i, x);
    const shown = new Uint8Array(n);
    for (const index of order) shown[index] = 1;
    // Exceedances among the candidates that are not shown are common to all ranks.
    const common = new Float64Array(size);
    common[0] = 1;
    let others = 1;
    for (let i = 0; i < n; i++) {
      if (shown[i] === 1) continue;
      others *= cdfs[i];
      addExceedance(common, 1 - cdfs[i]);
    }
    const own = new Float64Array(size);
    const exactly = new Float64Array(size);
    for (let rank = 0; rank < size; rank++) {
      const counts = common.slice(0, rank + 1);
      for (let other = 0; other < size; other++) {
        if (other !== rank) addExceedance(counts, 1 - cdfs[order[other]]);
      }
      own[rank] = cdfs[order[rank]];
      exactly[rank] = counts[rank];
    }
    return { x, own, exactly, others };
  }
}

interface Node {
  x: number;
  /** The shown candidates' distribution functions at x, by rank. */
  own: Float64Array;
  /** By rank: probability that as many others exceed x as are ranked higher. */
  exactly: Float64Array;
  /** Probability that no candidate outside the slate exceeds x. */
  others: number;
}

/** Takes one more candidate into the distribution of the number that exceed x, as far as it is kept. */
function addExceedance(counts: Float64Array, p: number): void {
  if (p === 0) return;
  for (let k = counts.length - 1; k > 0; k--) counts[k] = counts[k] * (1 - p) + counts[k - 1] * p;
  counts[0] *= 1 - p;
}

function cellError(left: Node, right: Node): number {
  let worst = 0;
  for (let r = 0; r < left.own.length; r++) {
    const error = (right.own[r] - left.own[r]) * Math.abs(right.exactly[r] - left.exactly[r]);
    // The middle of a peak has equal ends: its height counts as a change that may hide between them.
    const hidden = (right.own[r] - left.own[r]) ** 2 * Math.max(left.exactly[r], right.exactly[r]);
    worst = Math.max(worst, error, hidden);
  }
  return worst;
}

function stieltjes(nodes: readonly Node[], rank: number, step: number): number {
  let sum = 0;
  let left = nodes[0];
  for (let m = step; left !== nodes[nodes.length - 1]; m += step) {
    const right = nodes[Math.min(m, nodes.length - 1)];
    sum += (right.own[rank] - left.own[rank]) * ((left.exactly[rank] + right.exactly[rank]) / 2);
    left = right;
  }
  return sum;
}

function prefixes(nodes: readonly Node[], size: number): Float64Array {
  const result = new Float64Array(size);
  const inner = new Float64Array(nodes.length);
  for (let length = 1; length <= size; length++) {
    for (let m = 0; m < nodes.length; m++) {
      let product = nodes[m].others;
      for (let r = length; r < size; r++) product *= nodes[m].own[r];
      inner[m] = product;
    }
    for (let r = length - 1; r >= 0; r--) {
      let sum = 0;
      let before = inner[0];
      inner[0] = 0;
      for (let m = 1; m < nodes.length; m++) {
        sum += ((before + inner[m]) / 2) * (nodes[m].own[r] - nodes[m - 1].own[r]);
        before = inner[m];
        inner[m] = sum;
      }
    }
    result[length - 1] = inner[nodes.length - 1];
  }
  return result;
}
