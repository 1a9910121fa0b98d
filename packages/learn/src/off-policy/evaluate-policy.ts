import { bootstrapIntervals } from '../metrics/bootstrap-interval.ts';
import type { Random } from '../random/random.ts';
import { type ActionProbabilities, writeChecked } from './action-probabilities.ts';
import { crossFit, moreRobustWeights, type RewardModelPlan } from './cross-fit.ts';
import {
  type OffPolicyDiagnostics,
  offPolicyDiagnostics,
  requireSupport,
  type SupportLimits,
} from './diagnostics.ts';
import { empiricalBernstein } from './empirical-bernstein.ts';
import { directMethod } from './estimators/direct-method.ts';
import {
  doublyRobust,
  moreRobustDoublyRobust,
  selfNormalisedDoublyRobust,
  shrunkDoublyRobust,
  switchDoublyRobust,
} from './estimators/doubly-robust.ts';
import { type Estimator, estimateOf } from './estimators/estimator.ts';
import {
  clippedInversePropensity,
  inversePropensity,
  selfNormalisedInversePropensity,
} from './estimators/inverse-propensity.ts';
import { resamplingUnits, sumByUnit } from './estimators/resampling-units.ts';
import { type EvaluationSample, evaluationSample } from './evaluation-sample.ts';
import type { LoggedFeedback } from './logged-feedback.ts';
import { OffPolicyError } from './off-policy-error.ts';
import { type TuneOptions, tuneLambda } from './tune-lambda.ts';

export type EstimatorName =
  | 'ips'
  | 'clipped-ips'
  | 'snips'
  | 'dm'
  | 'dr'
  | 'sndr'
  | 'switch-dr'
  | 'dr-os'
  | 'mrdr';

export interface EvaluationOptions extends SupportLimits {
  random: Random;
  /** Default: all that can be computed from what is given. */
  estimators?: readonly EstimatorName[];
  /** How the reward model is fitted; without it only the IPS family is available. */
  model?: RewardModelPlan;
  /**
   * The logging policy's full probabilities, where known: support is then read from them, and propensities
   * that disagree with them are refused.
   */
  loggingPolicy?: ActionProbabilities;
  /** A fixed threshold for clipping, switching and shrinking; otherwise chosen from the data. */
  lambda?: number;
  tuning?: TuneOptions;
  /**
   * Whose rows depend on each other, one per row: a customer's decisions are resampled together. Without it
   * rows count as independent.
   */
  clusters?: ArrayLike<string | number>;
  /** Coverage of the intervals. Default 0.95. */
  level?: number;
  /** Bootstrap resamples. Default 1,000. */
  resamples?: number;
  /** Smallest and largest reward that can occur. Default: 0 and 1. */
  rewardRange?: readonly [number, number];
  /**
   * The largest weight that can occur, for the Bernstein interval. Default: the largest observed, which makes
   * that interval's guarantee hold only as far as the observed maximum is the true one.
   */
  largestWeight?: number;
}

export interface PolicyEstimate {
  estimator: EstimatorName;
  /** Estimated mean reward per logged row. */
  value: number;
  standardError: number;
  /** The threshold used; null for estimators without one. */
  lambda: number | null;
  /**
   * BCa bootstrap interval. Of the direct method, clipping, switching and shrinking it leaves out their bias, how the
   * model was fitted and how the threshold was chosen, so that it may hold the truth far less often than its level.
   */
  bootstrap: { low: number; high: number };
  /**
   * Empirical-Bernstein interval, cut to the rewards' range; null where terms are not independent:
   * self-normalised estimators, clusters.
   */
  bernstein: { low: number; high: number } | null;
}

export interface PolicyEvaluation {
  diagnostics: OffPolicyDiagnostics;
  estimates: PolicyEstimate[];
}

const withoutModel: readonly EstimatorName[] = ['ips', 'clipped-ips', 'snips'];
const withModel: readonly EstimatorName[] = ['dm', 'dr', 'sndr', 'switch-dr', 'dr-os', 'mrdr'];

/**
 * What would this policy have earned? Estimates a policy's mean reward from another policy's log.
 *
 * @param feedback decisions with rewards and propensities
 * @param policy the probabilities that the evaluated policy gives to every action in every row
 * @throws OffPolicyError when the data is inconsistent or does not support the policy (see `problem` and
 *   `figure`); RangeError for options out of range or rewards outside `rewardRange`
 */
export function evaluatePolicy(
  feedback: LoggedFeedback,
  policy: ActionProbabilities,
  options: EvaluationOptions,
): PolicyEvaluation {
  const { random, model, level = 0.95, resamples = 1000, rewardRange = [0, 1] } = options;
  const names = options.estimators ?? (model === undefined ? withoutModel : [...withoutModel, ...withModel]);
  const plain = evaluationSample(feedback, policy);
  checkRewardRange(feedback.rewards, rewardRange);
  if (options.loggingPolicy !== undefined) checkAgreement(feedback, options.loggingPolicy);
  const diagnostics = offPolicyDiagnostics(feedback, policy, plain, options.loggingPolicy ?? null);
  requireSupport(diagnostics, options);

  const needed = names.find((name) => withModel.includes(name));
  if (needed !== undefined && model === undefined) {
    throw new OffPolicyError('model-missing', `${needed} needs a reward model: pass one as options.model`);
  }
  const ordinary = names.some((name) => withModel.includes(name) && name !== 'mrdr');
  const modelled: EvaluationSample =
    model !== undefined && ordinary
      ? evaluationSample(feedback, policy, crossFit(feedback, policy, model))
      : plain;
  const bounds = {
    largestWeight: Math.max(options.largestWeight ?? 0, diagnostics.largestWeight),
    rewardSpan: rewardRange[1] - rewardRange[0],
  };
  const units = resamplingUnits(plain.rewards.length, options.clusters, random);
  const fits = names.map((name) => {
    const sample =
      name === 'mrdr' && model !== undefined
        ? evaluationSample(
            feedback,
            policy,
            crossFit(feedback, policy, model, moreRobustWeights(feedback, policy)),
          )
        : withModel.includes(name)
          ? modelled
          : plain;
    const estimator = estimatorFor(name, sample, options);
    const terms = estimator.terms(sample);
    return { name, estimator, terms, sums: sumByUnit(terms, units) };
  });
  const intervals = bootstrapIntervals(
    units.count,
    fits.map(({ sums }) => sums),
    { random: random.fork(), level, resamples },
  );
  const estimates = fits.map(({ name, estimator, terms, sums }, i): PolicyEstimate => {
    const range = estimator.termRange(bounds);
    const independent = options.clusters === undefined;
    return {
      estimator: name,
      value: estimateOf(terms),
      standardError: sums.standardError,
      lambda: estimator.lambda,
      bootstrap: { low: intervals[i].low, high: intervals[i].high },
      bernstein:
        independent && range !== null && terms.additive !== null
          ? bernstein(terms.additive, range, level, rewardRange)
          : null,
    };
  });
  return { diagnostics, estimates };
}

function bernstein(
  values: Float64Array,
  range: number,
  level: number,
  rewardRange: readonly [number, number],
) {
  let smallest = Infinity;
  let largest = -Infinity;
  for (const v of values) {
    smallest = Math.min(smallest, v);
    largest = Math.max(largest, v);
  }
  // A regression may answer outside the rewards' range, and the terms with it; the mean reward itself cannot.
  const { low, high } = empiricalBernstein(values, Math.max(range, largest - smallest), level);
  const [least, most] = rewardRange;
  const cut = (end: number) => Math.min(Math.max(end, least), most);
  return { low: cut(low), high: cut(high) };
}

/**
 * The estimator of this name for this sample. Those with a threshold use `lambda`, or choose one from the
 * sample (see {@link tuneLambda}).
 */
export function estimatorFor(
  name: EstimatorName,
  sample: EvaluationSample,
  options: Pick<EvaluationOptions, 'lambda' | 'tuning'> = {},
): Estimator {
  const tuned = (family: (lambda: number) => Estimator) =>
    options.lambda === undefined ? tuneLambda(family, sample, options.tuning) : family(options.lambda);
  switch (name) {
    case 'ips':
      return inversePropensity;
    case 'clipped-ips':
      return tuned(clippedInversePropensity);
    case 'snips':
      return selfNormalisedInversePropensity;
    case 'dm':
      return directMethod;
    case 'dr':
      return doublyRobust;
    case 'sndr':
      return selfNormalisedDoublyRobust;
    case 'switch-dr':
      return tuned(switchDoublyRobust);
    case 'dr-os':
      return tuned(shrunkDoublyRobust);
    case 'mrdr':
      return moreRobustDoublyRobust;
  }
}

/** Propensities may be integrals, with a small error of their own: they must agree within 2 %. */
function checkAgreement(
  { actions, propensities, actionCount }: LoggedFeedback,
  loggingPolicy: ActionProbabilities,
): void {
  const chances = new Float64Array(actionCount);
  for (let row = 0; row < actions.length; row++) {
    writeChecked(loggingPolicy, row, chances);
    const chance = chances[actions[row]];
    if (Math.abs(chance - propensities[row]) <= 0.02 * propensities[row]) continue;
    throw new OffPolicyError(
      'propensity-disagrees',
      `row ${row} was logged with propensity ${propensities[row]}, but the logging policy gives ${chance}`,
      { row, figure: chance },
    );
  }
}

function checkRewardRange(rewards: Float64Array, [low, high]: readonly [number, number]): void {
  if (!(high > low)) throw new RangeError(`rewardRange must rise, got [${low}, ${high}]`);
  for (let row = 0; row < rewards.length; row++) {
    if (rewards[row] < low || rewards[row] > high) {
      throw new RangeError(
        `rewards must lie within rewardRange [${low}, ${high}], got ${rewards[row]} at row ${row}`,
      );
    }
  }
}
