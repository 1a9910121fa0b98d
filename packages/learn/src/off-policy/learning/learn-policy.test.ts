import { describe, expect, it } from 'vitest';
import { Random } from '../../random/random.ts';
import { type ActionFeatures, crossFit, crossFitActions, kFolds } from '../cross-fit.ts';
import { doublyRobust } from '../estimators/doubly-robust.ts';
import { estimateOf } from '../estimators/estimator.ts';
import { inversePropensity } from '../estimators/inverse-propensity.ts';
import { evaluationSample } from '../evaluation-sample.ts';
import type { LoggedFeedback } from '../logged-feedback.ts';
import { logisticReward } from '../reward-model.ts';
import { contextualWorld } from '../testing/contextual-world.ts';
import { learnByInversePropensity, learnDoublyRobust } from './learn-policy.ts';
import { SoftmaxLinearPolicy } from './softmax-linear-policy.ts';

const actionCount = 6;
const rows = 3000;

/** Learns from the first rows of a world; its true value is taken on the others. */
function trial(random: Random) {
  const world = contextualWorld(2 * rows, random, actionCount);
  const first: LoggedFeedback = {
    actionCount,
    actions: world.feedback.actions.subarray(0, rows),
    rewards: world.feedback.rewards.subarray(0, rows),
    propensities: world.feedback.propensities.subarray(0, rows),
  };
  const later: ActionFeatures = {
    dimension: world.features.dimension,
    write: (row, action, out, offset) => world.features.write(row + rows, action, out, offset),
  };
  const chances = new Float64Array(actionCount);
  const value = (chancesOf: (row: number, out: Float64Array) => void) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      chancesOf(row, chances);
      for (let a = 0; a < actionCount; a++)
        sum += chances[a] * world.clickRates[(row + rows) * actionCount + a];
    }
    return sum / rows;
  };
  const uniform = value((_row, out) => out.fill(1 / actionCount));
  const oracle = value((row, out) => {
    const rates = world.clickRates.subarray((row + rows) * actionCount, (row + rows + 1) * actionCount);
    out.fill(0)[rates.indexOf(Math.max(...rates))] = 1;
  });
  const plan = { features: world.features, learner: logisticReward(), folds: kFolds(rows, 3, random) };
  const gain = (policy: SoftmaxLinearPolicy) =>
    (value(policy.probabilities(later, actionCount).write) - uniform) / (oracle - uniform);
  return {
    ipw: gain(learnByInversePropensity(first, world.features).policy),
    dr: gain(learnDoublyRobust(first, world.features, crossFitActions(first, plan)).policy),
    logging: (value((row, out) => world.logging.write(row + rows, out)) - uniform) / (oracle - uniform),
  };
}

describe('off-policy learning', () => {
  it('gives no chance to actions that could not be chosen, whatever their features', () => {
    const world = contextualWorld(400, new Random(7), 3);
    // Three more numbers than there are actions, as where another row has more of them: all look like the first one.
    const wider: LoggedFeedback = { ...world.feedback, actionCount: 6 };
    const features: ActionFeatures = {
      dimension: world.features.dimension,
      write: (row, action, out, offset) => world.features.write(row, action % 3, out, offset),
    };
    const isCandidate = (_row: number, action: number) => action < 3;
    const exact = learnByInversePropensity(world.feedback, world.features);
    const same = learnByInversePropensity(wider, features, { isCandidate });
    expect(same.policy.toJSON()).toEqual(exact.policy.toJSON());
    expect(same.trainingValue).toBe(exact.trainingValue);
    expect(learnByInversePropensity(wider, features).trainingValue).toBeLessThan(0.9 * exact.trainingValue);
    const expected = new Float64Array(400 * 6).fill(0.1);
    const dr = learnDoublyRobust(wider, features, expected, { isCandidate });
    expect(dr.trainingValue).toBe(
      learnDoublyRobust(world.feedback, world.features, expected.subarray(0, 1200)).trainingValue,
    );
  });

  const random = new Random(41);
  const trials = Array.from({ length: 5 }, () => trial(random));
  const mean = (key: 'ipw' | 'dr' | 'logging') => trials.reduce((sum, t) => sum + t[key] / trials.length, 0);

  it('comes close to the best policy, from the log of one that is worse than chance', () => {
    expect(mean('logging')).toBeLessThan(0);
    expect(mean('dr')).toBeGreaterThan(0.85);
    expect(mean('ipw')).toBeGreaterThan(0.6);
  });

  it('the doubly robust learner beats inverse propensity weighting', () => {
    expect(mean('dr')).toBeGreaterThan(mean('ipw'));
  });
});

describe('the training value', () => {
  it('is the doubly robust estimate of the learnt policy on its own rows', () => {
    const random = new Random(43);
    const { feedback, features } = contextualWorld(400, random, actionCount);
    const plan = { features, learner: logisticReward(), folds: kFolds(400, 3, random) };
    const expected = crossFitActions(feedback, plan);
    const { policy, trainingValue } = learnDoublyRobust(feedback, features, expected);
    const probabilities = policy.probabilities(features, actionCount);
    const modelled = crossFit(feedback, probabilities, plan);
    const sample = evaluationSample(feedback, probabilities, modelled);
    expect(trainingValue).toBeCloseTo(estimateOf(doublyRobust.terms(sample)), 10);
    const byWeights = learnByInversePropensity(feedback, features, { baseline: 0 });
    const ips = evaluationSample(feedback, byWeights.policy.probabilities(features, actionCount));
    expect(byWeights.trainingValue).toBeCloseTo(estimateOf(inversePropensity.terms(ips)), 10);
  });
});

describe('SoftmaxLinearPolicy', () => {
  it('survives JSON and refuses features of another dimension', () => {
    const policy = new SoftmaxLinearPolicy(Float64Array.of(0.5, -1));
    const copy = SoftmaxLinearPolicy.fromJSON(JSON.parse(JSON.stringify(policy)));
    expect(copy).toEqual(policy);
    expect(() => policy.probabilities({ dimension: 3, write: () => {} }, 2)).toThrow('dimension 2, got 3');
    expect(() => SoftmaxLinearPolicy.fromJSON({ kind: 'softmaxLinear', coefficients: [Number.NaN] })).toThrow(
      'finite',
    );
  });
});

describe('learners', () => {
  const features: ActionFeatures = {
    dimension: 1,
    write: (_row, action, out, offset) => {
      out[offset] = action;
    },
  };
  const feedback: LoggedFeedback = {
    actionCount: 2,
    actions: Int32Array.of(0, 1),
    rewards: Float64Array.of(0, 1),
    propensities: Float64Array.of(0.5, 0.5),
  };

  it('refuse bad input by name', () => {
    const zero = { ...feedback, propensities: Float64Array.of(0.5, 0) };
    expect(() => learnByInversePropensity(zero, features)).toThrow('got 0 at row 1');
    expect(() => learnDoublyRobust(feedback, features, new Float64Array(3))).toThrow('2 × 2 values, got 3');
    expect(() => learnDoublyRobust(feedback, features, Float64Array.of(0, 0, 0, Number.NaN))).toThrow(
      'NaN at row 1',
    );
    expect(() => learnByInversePropensity(feedback, features, { l2: -1 })).toThrow('got -1');
  });

  it('prefer what earned more, the more the weaker the penalty', () => {
    const chance = (l2: number) => {
      const out = new Float64Array(2);
      learnByInversePropensity(feedback, features, { l2 }).policy.probabilities(features, 2).write(0, out);
      return out[1];
    };
    expect(chance(1)).toBeGreaterThan(0.5);
    expect(chance(0.001)).toBeGreaterThan(chance(1));
  });
});
