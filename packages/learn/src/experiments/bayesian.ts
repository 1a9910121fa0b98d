import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalPdf from '@stdlib/stats-base-dists-normal-pdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { Effect, EffectInterval } from './contrast.ts';

/** Whether a higher or a lower value of the metric is better. */
export type Direction = 'increase' | 'decrease';

/** A normal prior on the effect, in the effect's own unit; null is flat. */
export type NormalPrior = { mean: number; standardDeviation: number } | null;

export interface BayesianEffect {
  /** Posterior mean and standard deviation, with the equal-tailed credible interval. */
  posterior: EffectInterval;
  /** Posterior probability that treatment is better than control. */
  chanceToWin: number;
  /** What choosing treatment costs on average, in the effect's unit: E[max(harm, 0)]. */
  expectedLoss: number;
  /** What keeping control costs on average: E[max(gain, 0)]. */
  expectedLossOfControl: number;
  /** Posterior probability mass of the interval. */
  credibility: number;
}

/**
 * Normal likelihood, normal prior on the effect (conjugate update: Gelman et al., Bayesian Data Analysis,
 * 3rd edition, section 2.5; expected loss: Stucchio, "Bayesian A/B testing at VWO", 2015).
 *
 * @param effect an absolute or relative effect with its standard error
 * @throws RangeError for a prior without positive spread or a credibility outside (0, 1)
 */
export function bayesianEffect(
  effect: Effect,
  {
    prior = null,
    credibility = 0.95,
    direction = 'increase',
  }: {
    prior?: NormalPrior;
    credibility?: number;
    direction?: Direction;
  } = {},
): BayesianEffect {
  if (!(credibility > 0 && credibility < 1)) {
    throw new RangeError(`credibility must be between 0 and 1, got ${credibility}`);
  }
  if (prior !== null && !(prior.standardDeviation > 0 && Number.isFinite(prior.mean))) {
    throw new RangeError(
      `prior must have a finite mean and a standard deviation above 0, got ${prior.mean} and ${prior.standardDeviation}`,
    );
  }
  const likelihoodPrecision = effect.standardError ** -2;
  const priorPrecision = prior === null ? 0 : prior.standardDeviation ** -2;
  const precision = likelihoodPrecision + priorPrecision;
  const value =
    prior === null
      ? effect.value
      : (effect.value * likelihoodPrecision + prior.mean * priorPrecision) / precision;
  const standardError = prior === null ? effect.standardError : 1 / Math.sqrt(precision);
  const half = normalQuantile((1 + credibility) / 2, 0, 1) * standardError;
  const gain = direction === 'increase' ? value : -value;
  const z = gain / standardError;
  const density = standardError * normalPdf(z, 0, 1);
  return {
    posterior: { value, standardError, lower: value - half, upper: value + half },
    chanceToWin: normalCdf(z, 0, 1),
    expectedLoss: Math.max(0, density - gain * normalCdf(-z, 0, 1)),
    expectedLossOfControl: Math.max(0, density + gain * normalCdf(z, 0, 1)),
    credibility,
  };
}
