/** Distance of the nodes where there is room for them, in the Gumbel distribution's own scale. */
const finest = 0.25;
/** Left of a location by so much nothing of its candidate's score is left, and right of it by so much. */
const [leftReach, rightReach] = [3.5, 23];

/**
 * The probability that candidate i stands at rank r when each draws log weight + Gumbel noise and the highest are
 * shown in falling order:
 *
 *     ∫ fᵢ(x) · P(r − 1 of the others exceed x) dx
 *
 * a Poisson binomial probability under the integral. The integrand is analytic and vanishes at both ends, so
 * the trapezoidal rule on an even grid converges exponentially (Trefethen and Weideman, SIAM Review 56, 2014,
 * section 5): some dozens of nodes do. Stretches where no shown candidate has a score are left out. The stated
 * error is the change against the same rule on every other node, far above the finer rule's own.
 */
export class GumbelRanks {
  readonly #logWeights: Float64Array;
  readonly #maxNodes: number;
  /** By candidate: probability to exceed the node, and not to. */
  readonly #above: Float64Array;
  readonly #below: Float64Array;

  /** @param logWeights the highest is 0 */
  constructor(logWeights: Float64Array, maxNodes: number) {
    this.#logWeights = logWeights;
    this.#maxNodes = maxNodes;
    this.#above = new Float64Array(logWeights.length);
    this.#below = new Float64Array(logWeights.length);
  }

  /** @param order candidates by rank, different ones */
  marginals(order: Int32Array): { marginal: Float64Array; error: Float64Array } {
    const { nodes, step } = this.#grid(order);
    const size = order.length;
    const shown = new Uint8Array(this.#logWeights.length);
    for (const index of order) shown[index] = 1;
    const common = new Float64Array(size);
    const counts = new Float64Array(size);
    const fine = new Float64Array(size);
    const coarse = new Float64Array(size);
    for (const node of nodes) {
      const x = node * step;
      this.#exceed(x, shown, common);
      for (let rank = 0; rank < size; rank++) {
        const index = order[rank];
        const density = Math.exp(this.#logWeights[index] - x) * this.#below[index];
        if (density === 0) continue;
        for (let k = 0; k <= rank; k++) counts[k] = common[k];
        for (let other = 0; other < size; other++) {
          if (other !== rank) include(counts, rank + 1, this.#above[order[other]], this.#below[order[other]]);
        }
        fine[rank] += step * density * counts[rank];
        if (node % 2 === 0) coarse[rank] += 2 * step * density * counts[rank];
      }
    }
    return { marginal: fine, error: fine.map((value, rank) => Math.abs(value - coarse[rank])) };
  }

  /** Who exceeds x; and in `common` how likely how many of those that are not shown do. */
  #exceed(x: number, shown: Uint8Array, common: Float64Array): void {
    const size = common.length;
    common.fill(0);
    common[0] = 1;
    for (let i = 0; i < this.#logWeights.length; i++) {
      const rate = Math.exp(this.#logWeights[i] - x);
      this.#below[i] = Math.exp(-rate);
      this.#above[i] = -Math.expm1(-rate);
      if (shown[i] === 0) include(common, size, this.#above[i], this.#below[i]);
    }
  }

  /** Multiples of the step that matter: as fine as the nodes allowed. */
  #grid(order: Int32Array): { nodes: number[]; step: number } {
    let total = 0;
    for (const w of this.#logWeights) total += Math.exp(w);
    // Above this even the second highest score is hardly ever found; the first rank is exact without integrals.
    const highest = Math.log(total) + 11;
    const windows = Array.from(order, (index) => this.#logWeights[index]).sort((a, b) => a - b);
    for (let step = finest; ; step *= 2) {
      const nodes: number[] = [];
      let next = Number.NEGATIVE_INFINITY;
      for (const location of windows) {
        next = Math.max(next, Math.ceil((location - leftReach) / step));
        const end = Math.min(location + rightReach, highest);
        for (; next * step <= end && nodes.length <= this.#maxNodes; next++) nodes.push(next);
      }
      if (nodes.length <= this.#maxNodes) return { nodes, step };
    }
  }
}

/** Takes one more candidate into the distribution of the number that exceed, of which `kept` entries are kept. */
function include(counts: Float64Array, kept: number, above: number, below: number): void {
  if (above === 0) return;
  for (let k = kept - 1; k > 0; k--) counts[k] = counts[k] * below + counts[k - 1] * above;
  counts[0] *= below;
}
