import { OffPolicyError } from '../off-policy-error.ts';
import type { RewardLearner, RewardModel } from '../reward-model.ts';
import { checkSlateFeedback, type SlateFeedback } from './slate-feedback.ts';
import type { SlateTarget } from './slate-target.ts';

/** What the ranks from each one on are expected to earn under the target; slates × size, row-major. */
export interface CascadeRewards {
  /** With the logged action at the rank. */
  readonly logged: Float64Array;
  /** With the target's own choice at the rank. */
  readonly value: Float64Array;
}

/** The model's inputs for an action at a rank, below the logged actions of the ranks above. */
export interface CascadeFeatures {
  readonly dimension: number;
  write(slate: number, rank: number, action: number, out: Float64Array, offset: number): void;
}

export interface CascadePlan {
  features: CascadeFeatures;
  learner: RewardLearner;
  /** Fold of each slate; its answers come from models fitted on the others. */
  folds: Int32Array;
  /** What a reward at each rank counts. Default: 1 each. */
  rankWeights?: Float64Array;
}

/**
 * Fits, from the last rank up, a model per rank of what it and the ranks below earn under the target: the
 * reward at the rank plus the model's own answer for the next one, averaged over the target's choice there
 * (Kiyohara et al., WSDM 2022). Cross-fitted.
 *
 * @throws OffPolicyError if the target gives no conditional probabilities, or for feedback that is refused
 */
export function cascadeFit(feedback: SlateFeedback, target: SlateTarget, plan: CascadePlan): CascadeRewards {
  const slates = checkSlateFeedback(feedback);
  const { size } = feedback;
  const { folds, rankWeights = new Float64Array(size).fill(1) } = plan;
  if (target.conditional === undefined) {
    throw new OffPolicyError('model-missing', 'cascade-dr needs the conditional probabilities of the policy');
  }
  if (folds.length !== slates)
    throw new OffPolicyError('lengths-differ', `folds must number ${slates}, got ${folds.length}`);
  const result = { logged: new Float64Array(slates * size), value: new Float64Array(slates * size) };
  for (const fold of new Set(folds)) {
    const inside: number[] = [];
    const outside: number[] = [];
    for (let slate = 0; slate < slates; slate++) (folds[slate] === fold ? inside : outside).push(slate);
    if (outside.length === 0) throw new RangeError('folds must be at least 2');
    fitFold(feedback, target, plan, rankWeights, outside, inside, result);
  }
  return result;
}

function fitFold(
  feedback: SlateFeedback,
  target: SlateTarget,
  { features, learner }: CascadePlan,
  rankWeights: Float64Array,
  outside: number[],
  inside: number[],
  result: CascadeRewards,
): void {
  const { size, actions, rewards, actionCount } = feedback;
  const d = features.dimension;
  const inputs = new Float64Array(outside.length * d);
  const goals = new Float64Array(outside.length);
  const input = new Float64Array(d);
  const chances = new Float64Array(actionCount);
  const expected = (model: RewardModel, slate: number, rank: number): number => {
    target.conditional?.(slate, rank, chances);
    let sum = 0;
    for (let action = 0; action < actionCount; action++) {
      if (chances[action] === 0) continue;
      features.write(slate, rank, action, input, 0);
      sum += chances[action] * model.predict(input, 0);
    }
    return sum;
  };
  let below: RewardModel | null = null;
  for (let rank = size - 1; rank >= 0; rank--) {
    for (let i = 0; i < outside.length; i++) {
      const slate = outside[i];
      features.write(slate, rank, actions[slate * size + rank], inputs, i * d);
      goals[i] = rankWeights[rank] * rewards[slate * size + rank];
      if (below !== null) goals[i] += expected(below, slate, rank + 1);
    }
    const model: RewardModel = learner.fit(inputs, d, goals, null);
    for (const slate of inside) {
      features.write(slate, rank, actions[slate * size + rank], input, 0);
      result.logged[slate * size + rank] = model.predict(input, 0);
      result.value[slate * size + rank] = expected(model, slate, rank);
    }
    below = model;
  }
}
