import {
  bootstrapIntervals,
  crossFit,
  type EstimatorName,
  empiricalBernstein,
  estimateOf,
  estimatorFor,
  evaluationSample,
  moreRobustWeights,
  type Random,
  type RewardModelPlan,
  type SlateEstimatorName,
} from '@personalize/learn';
import { type Told, told } from '../../told.ts';
import { customerSums, type Fitted, type Sums, type Units } from './customer-sums.ts';
import { type CheckedEvaluation, modelEstimators, rankEstimators } from './request.ts';
import type { RankRows } from './sample.ts';

export interface Interval {
  low: number;
  high: number;
}

/** What an estimator says; everything per decision. */
export interface Estimate {
  estimator: EstimatorName | SlateEstimatorName;
  value: number;
  standardError: number;
  /** Bootstrap interval, customers resampled whole. */
  bootstrap: Interval;
  /** Holds for any number of decisions, which it takes as independent; null for self-normalised estimators. */
  bernstein: Interval | null;
  /** Threshold used; null for estimators without one. */
  lambda: number | null;
  /** Estimate less what the logging policy earned, from the same resamples; null for estimators of slates. */
  difference: (Interval & { value: number }) | null;
  /** The same as a share of what the logging policy earned; null also when that is not above 0. */
  lift: (Interval & { value: number }) | null;
}

export interface EstimateInput {
  rows: RankRows;
  ranks: number;
  units: Units;
  plan: RewardModelPlan | null;
  request: CheckedEvaluation;
  random: Random;
  onProgress(fraction: number, message: Told): void;
}

/** Fits the estimators that judge each rank by itself. */
export function fitRanks(input: EstimateInput): Fitted[] {
  const { rows, ranks, plan, request, onProgress } = input;
  const { feedback, target } = rows;
  const names = rankEstimators.filter((name) => request.estimators.includes(name));
  const plain = evaluationSample(feedback, target);
  const bounds = boundsOf(plain.weights, feedback.rewards, request);
  let modelled = plain;
  if (plan !== null && names.some((name) => modelEstimators.has(name) && name !== 'mrdr')) {
    onProgress(0.1, told('rewardModel', 'fitting the reward model'));
    modelled = evaluationSample(feedback, target, crossFit(feedback, target, plan));
  }
  return names.map((name, i) => {
    onProgress(
      0.4 + (0.4 * i) / names.length,
      told('estimating', `estimating by ${name}`, { estimator: name }),
    );
    const sample =
      name === 'mrdr' && plan !== null
        ? evaluationSample(
            feedback,
            target,
            crossFit(feedback, target, plan, moreRobustWeights(feedback, target)),
          )
        : modelEstimators.has(name)
          ? modelled
          : plain;
    const estimator = estimatorFor(name, sample, {
      lambda: request.lambda,
      tuning: { method: request.tuning },
    });
    const { lambda } = estimator;
    return {
      ...{ name, lambda, ranks },
      terms: estimator.terms(sample),
      range: estimator.termRange(bounds),
    };
  });
}

/** Intervals for all of them from the same resamples of customers. */
export function intervalsOf(
  fitted: readonly Fitted[],
  logged: Fitted,
  { units, request, random }: EstimateInput,
): { estimates: Estimate[]; logged: Interval & { value: number; standardError: number } } {
  const { level, resamples } = request;
  const own = customerSums(logged, units);
  const sums = fitted.map((fit) => customerSums(fit, units));
  const intervals = bootstrapIntervals(
    units.count,
    [own, ...sums, ...sums.map((sum) => difference(sum, own)), ...sums.map((sum) => lift(sum, own))],
    { random, level, resamples, method: 'percentile' },
  );
  const [loggedInterval, ...rest] = intervals;
  const { length } = fitted;
  const estimates = fitted.map((fit, i): Estimate => {
    const { low, high, standardError } = rest[i];
    const change = rest[length + i];
    const relative = rest[2 * length + i];
    return {
      estimator: fit.name,
      value: estimateOf(fit.terms) * fit.ranks,
      standardError,
      bootstrap: { low, high },
      bernstein: bernsteinOf(fit, level),
      lambda: fit.lambda === Number.POSITIVE_INFINITY ? null : fit.lambda,
      difference: { value: change.estimate, low: change.low, high: change.high },
      lift:
        own.positive && relative !== undefined
          ? { value: relative.estimate, low: relative.low, high: relative.high }
          : null,
    };
  });
  const { estimate, low, high, standardError } = loggedInterval;
  return { estimates, logged: { value: estimate, low, high, standardError } };
}

/** What the logging policy earned, as an estimator of its own. */
export function loggedTerms(rewards: Float64Array, ranks: number): Fitted {
  return {
    ...{ name: 'ips', lambda: null, range: null, ranks },
    terms: { additive: rewards, ratio: null },
  };
}

function difference(sum: Sums, own: Sums): { on(units: Int32Array): number; influence: null } {
  return { on: (units) => sum.on(units) - own.on(units), influence: null };
}

/** 0 where a resample earned nothing: such a log has no lift to speak of, and says so by `positive`. */
function lift(sum: Sums, own: Sums): { on(units: Int32Array): number; influence: null } {
  return {
    on: (units) => {
      const base = own.on(units);
      return base > 0 ? sum.on(units) / base - 1 : 0;
    },
    influence: null,
  };
}

function boundsOf(weights: Float64Array, rewards: Float64Array, { reward }: CheckedEvaluation) {
  let largestWeight = 0;
  let low = 0;
  let high = reward === 'value' ? 0 : 1;
  for (const weight of weights) largestWeight = Math.max(largestWeight, weight);
  for (const one of rewards) {
    low = Math.min(low, one);
    high = Math.max(high, one);
  }
  return { largestWeight, rewardSpan: high - low };
}

/** Over decisions, whose terms are sums over their ranks. */
function bernsteinOf({ terms, range, ranks }: Fitted, level: number): Interval | null {
  const { additive, ratio } = terms;
  if (range === null || additive === null || ratio !== null) return null;
  const decisions = new Float64Array(additive.length / ranks);
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < decisions.length; i++) {
    for (let rank = 0; rank < ranks; rank++) decisions[i] += additive[i * ranks + rank];
    smallest = Math.min(smallest, decisions[i]);
    largest = Math.max(largest, decisions[i]);
  }
  return empiricalBernstein(decisions, Math.max(range * ranks, largest - smallest), level);
}
