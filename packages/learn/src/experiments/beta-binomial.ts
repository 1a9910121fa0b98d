import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import betaPdf from '@stdlib/stats-base-dists-beta-pdf';
import type { BayesianEffect, Direction } from './bayesian.ts';
import { failure, type Outcome, success } from './problem.ts';
import { integrate, invert } from './quadrature.ts';

/** Successes and failures believed before the experiment, one half or more each. {1, 1} is uniform, {0.5, 0.5} Jeffreys'. */
export interface BetaPrior {
  alpha: number;
  beta: number;
}

export interface BetaBinomialInput {
  control: { n: number; successes: number };
  treatment: { n: number; successes: number };
  prior?: BetaPrior;
  credibility?: number;
  direction?: Direction;
}

/**
 * Nodes of the integration over one arm's posterior. Its error was below 1e-6 for shapes from 1 on, below 3e-5 for
 * those from one half on, whatever the counts tried.
 */
const nodes = 96;
/** Below it the mass at 0 and 1 is more than nodes, and in the end doubles, resolve: 0.01 was wrong by 0.8. */
const leastPrior = 0.5;

/**
 * Beta-binomial comparison of two proportions: posteriors Beta(α + successes, β + failures), integrated
 * numerically, so small samples need no normal approximation (Gelman et al., Bayesian Data Analysis, 3rd
 * edition, section 2.1).
 *
 * @returns absolute and relative effects: posterior mean, deviation, equal-tailed credible interval, chance to
 *   win and expected loss; or the problem: counts that are not counts, more successes than customers
 * @throws RangeError for a prior below one half or a credibility outside (0, 1)
 */
export function betaBinomial(
  input: BetaBinomialInput,
): Outcome<{ absolute: BayesianEffect; relative: BayesianEffect | null }> {
  const { prior = { alpha: 1, beta: 1 }, credibility = 0.95, direction = 'increase' } = input;
  if (!(prior.alpha >= leastPrior && prior.beta >= leastPrior && Number.isFinite(prior.alpha + prior.beta))) {
    throw new RangeError(
      `prior alpha and beta must be ${leastPrior} or more, got ${prior.alpha} and ${prior.beta}`,
    );
  }
  if (!(credibility > 0 && credibility < 1)) {
    throw new RangeError(`credibility must be between 0 and 1, got ${credibility}`);
  }
  for (const arm of [input.control, input.treatment]) {
    const isCounts = Number.isSafeInteger(arm.n) && Number.isSafeInteger(arm.successes);
    if (!isCounts || arm.successes < 0 || arm.successes > arm.n) {
      return failure('bad_statistics', { name: 'successes', value: String(arm.successes), limit: arm.n });
    }
  }
  const control = posterior(input.control, prior);
  const treatment = posterior(input.treatment, prior);
  const outside = (1 - credibility) / 2;

  const win = probabilityAbove(treatment, control);
  const gain = expectedExcess(treatment, control);
  const harm = expectedExcess(control, treatment);
  const [chanceToWin, expectedLoss, expectedLossOfControl] =
    direction === 'increase' ? [win, harm, gain] : [1 - win, gain, harm];
  const shared = { chanceToWin, credibility };

  const differenceCdf = (d: number) =>
    expectation(control, (x) => cdf(treatment, x + d), -d, 1 - d) + 1 - cdf(control, 1 - d);
  const [lowest, highest] = [treatment.low - control.high, treatment.high - control.low];
  const absolute: BayesianEffect = {
    posterior: {
      value: treatment.mean - control.mean,
      standardError: Math.sqrt(treatment.variance + control.variance),
      lower: invert(differenceCdf, outside, lowest, highest),
      upper: invert(differenceCdf, 1 - outside, lowest, highest),
    },
    ...shared,
    expectedLoss,
    expectedLossOfControl,
  };
  return success({ absolute, relative: relativeTo(control, treatment, absolute, outside) });
}

/** The lift treatment / control − 1; null when its variance does not exist (fewer than two control successes). */
function relativeTo(
  control: Posterior,
  treatment: Posterior,
  absolute: BayesianEffect,
  outside: number,
): BayesianEffect | null {
  const { alpha: a, beta: b } = control;
  if (!(a > 2)) return null;
  const inverseMean = (a + b - 1) / (a - 1);
  const inverseSquare = ((a + b - 1) * (a + b - 2)) / ((a - 1) * (a - 2));
  const ratioMean = treatment.mean * inverseMean;
  const ratioSquare = (treatment.variance + treatment.mean ** 2) * inverseSquare;
  const ratioCdf = (r: number) =>
    expectation(control, (x) => cdf(treatment, x * r), 0, 1 / r) + 1 - cdf(control, 1 / r);
  const lowest = treatment.low / control.high;
  const highest = treatment.high / control.low;
  if (!Number.isFinite(highest)) return null;
  return {
    posterior: {
      value: ratioMean - 1,
      standardError: Math.sqrt(Math.max(0, ratioSquare - ratioMean ** 2)),
      lower: invert(ratioCdf, outside, lowest, highest) - 1,
      upper: invert(ratioCdf, 1 - outside, lowest, highest) - 1,
    },
    chanceToWin: absolute.chanceToWin,
    expectedLoss: absolute.expectedLoss / control.mean,
    expectedLossOfControl: absolute.expectedLossOfControl / control.mean,
    credibility: absolute.credibility,
  };
}

interface Posterior {
  alpha: number;
  beta: number;
  mean: number;
  variance: number;
  /** The part of [0, 1] that holds all but about 1e-14 of the mass. */
  low: number;
  high: number;
}

function posterior({ n, successes }: { n: number; successes: number }, prior: BetaPrior): Posterior {
  return betaOf(prior.alpha + successes, prior.beta + n - successes);
}

function betaOf(alpha: number, beta: number): Posterior {
  const mean = alpha / (alpha + beta);
  const variance = (mean * (1 - mean)) / (alpha + beta + 1);
  const tail = 1e-14;
  const low = invert((x) => betaCdf(x, alpha, beta), tail, 0, mean);
  const high = 1 - invert((y) => betaCdf(y, beta, alpha), tail, 0, 1 - mean);
  return { alpha, beta, mean, variance, low, high };
}

function cdf({ alpha, beta }: Posterior, x: number): number {
  if (x <= 0) return 0;
  return x >= 1 ? 1 : betaCdf(x, alpha, beta);
}

/**
 * E[f(X); from < X < to] under a posterior. A shape below one has an unbounded density at its end; the
 * substitution x = start + width t²(3 − 2t) removes the singularity at both ends.
 */
function expectation(of: Posterior, f: (x: number) => number, from = 0, to = 1): number {
  const start = Math.max(of.low, from);
  const width = Math.min(of.high, to) - start;
  if (!(width > 0)) return 0;
  return integrate(
    (t) => {
      const x = start + width * t * t * (3 - 2 * t);
      const density = betaPdf(x, of.alpha, of.beta) * 6 * t * (1 - t) * width;
      return density > 0 && Number.isFinite(density) ? density * f(x) : 0;
    },
    0,
    1,
    nodes,
  );
}

/** P(X > Y). */
function probabilityAbove(x: Posterior, y: Posterior): number {
  return Math.min(
    1,
    Math.max(
      0,
      expectation(x, (t) => cdf(y, t)),
    ),
  );
}

/** E[max(X − Y, 0)]: a Beta density times x is a Beta density with α + 1. */
function expectedExcess(x: Posterior, y: Posterior): number {
  const above = x.mean * probabilityAbove(betaOf(x.alpha + 1, x.beta), y);
  const below = y.mean * (1 - probabilityAbove(betaOf(y.alpha + 1, y.beta), x));
  return Math.max(0, above - below);
}
