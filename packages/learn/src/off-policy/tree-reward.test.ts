import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.ts';
import { crossFit, kFolds } from './cross-fit.ts';
import { doublyRobust } from './estimators/doubly-robust.ts';
import { estimateOf } from './estimators/estimator.ts';
import { inversePropensity } from './estimators/inverse-propensity.ts';
import { evaluationSample } from './evaluation-sample.ts';
import { contextualWorld } from './testing/contextual-world.ts';
import { treeReward } from './tree-reward.ts';

describe('treeReward', () => {
  it('serves the doubly robust estimator', () => {
    const random = new Random(19);
    const squared = { ips: 0, dr: 0 };
    for (let trial = 0; trial < 12; trial++) {
      const world = contextualWorld(1500, random, 5, 3);
      const learner = treeReward({ iterations: 40, maxDepth: 3 });
      const plan = { features: world.features, learner, folds: kFolds(1500, 3, random) };
      const sample = evaluationSample(
        world.feedback,
        world.target,
        crossFit(world.feedback, world.target, plan),
      );
      squared.ips += (estimateOf(inversePropensity.terms(sample)) - world.truth) ** 2;
      squared.dr += (estimateOf(doublyRobust.terms(sample)) - world.truth) ** 2;
    }
    expect(squared.dr).toBeLessThan(0.7 * squared.ips);
  });

  it('answers with the constant where all rewards are alike', () => {
    const model = treeReward().fit(
      Float64Array.of(1, 2, 3),
      1,
      Float64Array.of(0, 0, 1),
      Float64Array.of(1, 1, 0),
    );
    expect(model.predict(Float64Array.of(7), 0)).toBe(0);
  });

  it('refuses objectives that predict no reward', () => {
    expect(() => treeReward({ objective: 'lambdaMart' })).toThrow('not lambdaMart');
  });
});
