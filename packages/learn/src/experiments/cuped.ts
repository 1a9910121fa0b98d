import type { Moments } from './moments.ts';
import { failure, type Outcome, success } from './problem.ts';

/**
 * CUPED: subtracts θ(x̄ − x̄ of all variants) from each variant's mean, θ being the regression coefficient of
 * the metric on a pre-exposure covariate, pooled within variants; the variance falls by the squared
 * correlation (Deng, Xu, Kohavi and Walker, "Improving the sensitivity of online controlled experiments by
 * utilizing pre-experiment data", WSDM 2013).
 *
 * @param variants moments with covariates, every variant of the experiment
 * @returns adjusted moments in the same order, or the problem: a covariate missing or without variance
 */
export function cuped(variants: readonly Moments[]): Outcome<Moments[]> {
  let covariance = 0;
  let variance = 0;
  let sumX = 0;
  let n = 0;
  for (const m of variants) {
    if (m.covariate === null) return failure('missing_covariate', { name: 'covariate' });
    covariance += (m.n - 1) * m.covariate.covariance;
    variance += (m.n - 1) * m.covariate.variance;
    sumX += m.n * m.covariate.mean;
    n += m.n;
  }
  if (!(variance > 0)) return failure('no_covariate_variance');
  const theta = covariance / variance;
  const centre = sumX / n;
  return success(
    variants.map((m) => {
      const x = m.covariate ?? { mean: centre, variance: 0, covariance: 0 };
      const adjusted = m.variance - 2 * theta * x.covariance + theta * theta * x.variance;
      return {
        n: m.n,
        mean: m.mean - theta * (x.mean - centre),
        variance: adjusted <= 1e-13 * m.variance ? 0 : adjusted,
        covariate: null,
      };
    }),
  );
}
