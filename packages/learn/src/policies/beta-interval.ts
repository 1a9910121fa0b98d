import betaDistribution from '@stdlib/stats-base-dists-beta';

/**
 * Central credible interval of a beta distribution: the quantiles that leave (1 − level) ÷ 2 on each side.
 *
 * @param level probability inside, above 0 and below 1
 * @throws RangeError for shapes that are not positive and finite, or a level out of range
 */
export function betaInterval(alpha: number, beta: number, level = 0.95): [low: number, high: number] {
  if (!(alpha > 0 && beta > 0 && Number.isFinite(alpha + beta))) {
    throw new RangeError(`alpha and beta must be positive and finite, got ${alpha} and ${beta}`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be above 0 and below 1, got ${level}`);
  const side = (1 - level) / 2;
  return [betaDistribution.quantile(side, alpha, beta), betaDistribution.quantile(1 - side, alpha, beta)];
}
