import type { Random } from '../../random/random.ts';
import { checkSlate, type Slate, type SlatePick } from '../slate.ts';

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
 * Draws a slate from the mixture of a policy's distribution and, with probability `uniformShare`, an order
 * drawn uniformly: the floor under every propensity, uniformShare / candidates. Without it a policy that
 * never shows some candidate leaves a log that says nothing about it.
 *
 * @throws RangeError for a slate that {@link checkSlate} refuses
 */
export function drawSlate(
  slate: Slate,
  distribution: SlateDistribution,
  uniformShare: number,
  random: Random,
): SlatePick[] {
  checkSlate(slate);
  const n = slate.arms.length;
  const order =
    uniformShare > 0 && random.uniform() < uniformShare
      ? random.sample(n, slate.size)
      : distribution.draw(random);
  const { marginal, error, prefix } = distribution.propensities(order);
  let uniformPrefix = 1;
  return Array.from(order, (index, rank) => {
    uniformPrefix /= n - rank;
    return {
      index,
      arm: slate.arms[index],
      rank,
      propensity: (1 - uniformShare) * marginal[rank] + uniformShare / n,
      propensityError: (1 - uniformShare) * error[rank],
      prefixPropensity: (1 - uniformShare) * prefix[rank] + uniformShare * uniformPrefix,
    };
  });
}

/** @throws RangeError unless the share is from 0 to 1 */
export function checkUniformShare(share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`uniformShare must be 0 to 1, got ${share}`);
  return share;
}
