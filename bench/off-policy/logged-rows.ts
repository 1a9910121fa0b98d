import {
  type ActionProbabilities,
  denseProbabilities,
} from '../../packages/learn/src/off-policy/action-probabilities.ts';
import type { ActionFeatures } from '../../packages/learn/src/off-policy/cross-fit.ts';
import type { ModelledRewards } from '../../packages/learn/src/off-policy/evaluation-sample.ts';
import type { LoggedFeedback } from '../../packages/learn/src/off-policy/logged-feedback.ts';
import type { Random } from '../../packages/learn/src/random/random.ts';
import { BestItems } from '../../packages/server/src/simulation/world/best-items.ts';
import { arrivalTimes, type Visit } from '../../packages/server/src/simulation/world/context.ts';
import { LoggingPolicy } from '../../packages/server/src/simulation/world/logging-policy.ts';
import { featureCount, type World } from '../../packages/server/src/simulation/world/world.ts';

const explored = 0.1;

/** A log of the world, and what another policy would truly have earned on its very visits. */
export interface LoggedRows {
  feedback: LoggedFeedback;
  target: ActionProbabilities;
  truth: number;
  features: ActionFeatures;
  /** What a reward model that knew the truth would answer. */
  trueModel: ModelledRewards;
}

/**
 * Visits decided by the marketing team's rules, one item each. The target is what a policy comes to that has
 * learnt all there is to learn: the most attractive item, but for a share of visits in which it explores.
 */
export function loggedRows(world: World, rows: number, days: number, random: Random): LoggedRows {
  const policy = new LoggingPolicy('rules', world, 1);
  const count = world.items.length;
  const best = new BestItems(1);
  const attractions = new Float64Array(count);
  const target = new Float64Array(rows * count);
  const visits: Visit[] = [];
  const actions = new Int32Array(rows);
  const rewards = new Float64Array(rows);
  const propensities = new Float64Array(rows);
  const trueModel = { logged: new Float64Array(rows), value: new Float64Array(rows) };
  let row = 0;
  for (const at of arrivalTimes(rows, world.options.start, days, random)) {
    const visit = world.arrive(at, random);
    const [{ index, propensity }] = policy.choose(visit, 1, random);
    world.writeAttractions(visit, attractions);
    best.find(attractions);
    for (let a = 0; a < count; a++) {
      target[row * count + a] = explored / count + (a === best.items[0] ? 1 - explored : 0);
      trueModel.value[row] += target[row * count + a] * attractions[a];
    }
    trueModel.logged[row] = attractions[index];
    visits.push(visit);
    actions[row] = index;
    propensities[row] = propensity;
    rewards[row] = random.bernoulli(attractions[index]) ? 1 : 0;
    row++;
  }
  return {
    feedback: { actionCount: count, actions, rewards, propensities },
    target: denseProbabilities(target, count),
    truth: trueModel.value.reduce((sum, expected) => sum + expected / rows, 0),
    trueModel,
    features: {
      dimension: featureCount,
      write: (of, action, out, offset) => world.writeItemFeatures(visits[of], action, out, offset),
    },
  };
}
