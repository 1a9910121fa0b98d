import type { Contrast } from './contrast.ts';
import { cuped } from './cuped.ts';
import { componentMeans, estimateMoments, type Linearisation } from './estimate.ts';
import type { MetricStatistics } from './metric-statistics.ts';
import { type Moments, squaredError } from './moments.ts';
import { failure, type Outcome, success } from './problem.ts';

/** One stratum's moments in the two variants that are compared. */
export interface Stratum {
  key: string;
  control: Moments;
  treatment: Moments;
}

/**
 * Post-stratification: weighs each stratum's means by the stratum's share of both variants together, which
 * removes the variance that lies between strata (Miratrix, Sekhon and Yu, "Adjusting treatment effect
 * estimates by post-stratification in randomized experiments", JRSS B 75, 2013). The shares are estimated,
 * so the between-strata covariance of the means is added back: it matters when the effect differs by stratum.
 *
 * @returns the contrast of the adjusted means, or the problem: a stratum where a variant has fewer than two
 *   customers (merge it with another)
 */
export function postStratify(strata: readonly Stratum[]): Outcome<Contrast> {
  if (strata.length === 0) return failure('no_exposure');
  let total = 0;
  for (const { key, control, treatment } of strata) {
    if (control.n < 2 || treatment.n < 2) return failure('stratum_without_variant', { stratum: key });
    total += control.n + treatment.n;
  }
  const shares = strata.map((s) => (s.control.n + s.treatment.n) / total);
  const arm = (of: (s: Stratum) => Moments) => {
    let n = 0;
    let mean = 0;
    let within = 0;
    strata.forEach((stratum, i) => {
      const moments = of(stratum);
      n += moments.n;
      mean += shares[i] * moments.mean;
      within += shares[i] ** 2 * squaredError(moments);
    });
    return { n, mean, within };
  };
  const control = arm((s) => s.control);
  const treatment = arm((s) => s.treatment);
  const between = (f: (s: Stratum) => number, g: (s: Stratum) => number) =>
    strata.reduce((sum, s, i) => sum + shares[i] * f(s) * g(s), 0) / total;
  const c = (s: Stratum) => s.control.mean - control.mean;
  const t = (s: Stratum) => s.treatment.mean - treatment.mean;
  return success({
    control: { n: control.n, mean: control.mean, squaredError: control.within + between(c, c) },
    treatment: { n: treatment.n, mean: treatment.mean, squaredError: treatment.within + between(t, t) },
    covariance: between(c, t),
  });
}

/** One stratum's sufficient statistics in the two variants that are compared. */
export interface StratumStatistics {
  key: string;
  control: MetricStatistics;
  treatment: MetricStatistics;
}

/**
 * Post-stratified contrast from sufficient statistics; ratios are linearised at the post-stratified ratio of
 * their variant, and covariates, where every stratum has them, are used for CUPED within strata.
 *
 * @param useCovariate apply CUPED within each stratum whose covariate varies
 * @returns the contrast, or the problem with the stratum's name; quantiles cannot be post-stratified
 */
export function stratifiedContrast(
  strata: readonly StratumStatistics[],
  useCovariate: boolean,
): Outcome<Contrast> {
  const total = strata.reduce((sum, s) => sum + s.control.n + s.treatment.n, 0);
  const shareOf = (s: StratumStatistics) => (s.control.n + s.treatment.n) / total;
  const around = { control: { y: 0, d: 0 }, treatment: { y: 0, d: 0 } };
  for (const stratum of strata) {
    for (const arm of ['control', 'treatment'] as const) {
      const statistics = stratum[arm];
      if (statistics.kind === 'quantile') return failure('not_stratifiable', { kind: statistics.kind });
      if (!(statistics.n >= 2)) return failure('stratum_without_variant', { stratum: stratum.key });
      const { y, d } = componentMeans(statistics);
      around[arm].y += shareOf(stratum) * y;
      around[arm].d += shareOf(stratum) * d;
    }
  }
  if (around.control.d === 0 || around.treatment.d === 0) return failure('zero_denominator');
  const point = (arm: 'control' | 'treatment'): Linearisation => ({
    ratio: around[arm].y / around[arm].d,
    denominatorMean: around[arm].d,
  });
  const estimated: Stratum[] = [];
  for (const { key, control, treatment } of strata) {
    const pair = pairMoments(
      estimateMoments(control, point('control')),
      estimateMoments(treatment, point('treatment')),
      useCovariate,
    );
    if (pair.problem !== null) {
      return failure(pair.problem.key, { ...pair.problem.parameters, stratum: key });
    }
    estimated.push({ key, control: pair.value[0], treatment: pair.value[1] });
  }
  return postStratify(estimated);
}

function pairMoments(
  control: Outcome<Moments>,
  treatment: Outcome<Moments>,
  useCovariate: boolean,
): Outcome<Moments[]> {
  if (control.problem !== null) return control;
  if (treatment.problem !== null) return treatment;
  const pair = [control.value, treatment.value];
  if (!useCovariate) return success(pair);
  const adjusted = cuped(pair);
  return adjusted.problem?.key === 'no_covariate_variance' ? success(pair) : adjusted;
}
