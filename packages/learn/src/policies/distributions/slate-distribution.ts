import type { Random } from '../../random/random.ts';
import type { Slate, SlatePick } from '../slate.ts';

/** Probabilities of an order: one entry per rank. */
export interface OrderPropensities {
  /** Of the candidate at its rank, whatever the others. */
  marginal: Float64Array;
  /** Numerical error of `marginal`. */
  error: Float64Array;
  /** Of all ranks up to this one being just so. */
  prefix: Float64Array;
}

/** A distribution over orders of candidates, from which a policy draws its slate. */
export interface SlateDistribution {
  /** `size` different candidates, best rank first. */
  draw(random: Random): Int32Array;
  propensities(order: Int32Array): OrderPropensities;
}

/**
 * With probability `uniformShare` an order drawn uniformly, else one from `inner`: the floor under every
 * propensity, uniformShare / candidates. Without it a policy that never shows some candidate leaves a log that
 * says nothing about it.
 */
export class UniformMixture implements SlateDistribution {
  readonly #inner: SlateDistribution;
  readonly #candidates: number;
  readonly #size: number;
  readonly #share: number;

  constructor(inner: SlateDistribution, candidates: number, size: number, uniformShare: number) {
    this.#inner = inner;
    this.#candidates = candidates;
    this.#size = size;
    this.#share = uniformShare;
  }

  draw(random: Random): Int32Array {
    const uniform = this.#share > 0 && random.uniform() < this.#share;
    return uniform ? random.sample(this.#candidates, this.#size) : this.#inner.draw(random);
  }

  propensities(order: Int32Array): OrderPropensities {
    const { marginal, error, prefix } = this.#inner.propensities(order);
    let uniformPrefix = 1;
    for (let rank = 0; rank < order.length; rank++) {
      uniformPrefix /= this.#candidates - rank;
      marginal[rank] = (1 - this.#share) * marginal[rank] + this.#share / this.#candidates;
      error[rank] *= 1 - this.#share;
      prefix[rank] = (1 - this.#share) * prefix[rank] + this.#share * uniformPrefix;
    }
    return { marginal, error, prefix };
  }
}

/** Draws a slate and names its picks. */
export function drawSlate({ arms }: Slate, distribution: SlateDistribution, random: Random): SlatePick[] {
  const order = distribution.draw(random);
  const { marginal, error, prefix } = distribution.propensities(order);
  return Array.from(order, (index, rank) => ({
    index,
    arm: arms[index],
    rank,
    propensity: marginal[rank],
    propensityError: error[rank],
    prefixPropensity: prefix[rank],
  }));
}

/** @throws RangeError unless the share is from 0 to 1 */
export function checkUniformShare(share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`uniformShare must be 0 to 1, got ${share}`);
  return share;
}
