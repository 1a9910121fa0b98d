import type { Policy } from '../policies/policy.ts';
import type { Slate } from '../policies/slate.ts';
import type { Random } from '../random/random.ts';
import type { ActionProbabilities } from './action-probabilities.ts';
import type { SlateFeedback } from './slate/slate-feedback.ts';
import type { SlateTarget } from './slate/slate-target.ts';

/**
 * What a policy would do at the first rank of logged requests, to be judged by `evaluatePolicy`. Actions are
 * numbered as the slate's arms. Policies that sample their posterior do so anew for each row: with many draws
 * the judgement is of the policy itself, with few it is of it and these draws.
 *
 * @param slateOf the logged request of a row: its candidates with their scores or features
 */
export function policyProbabilities(
  policy: Policy,
  slateOf: (row: number) => Slate,
  actionCount: number,
  random: Random,
): ActionProbabilities {
  const single = new Int32Array(1);
  return {
    actionCount,
    write: (row, out) => {
      const slate = slateOf(row);
      if (slate.arms.length !== actionCount) {
        throw new RangeError(
          `the slate of row ${row} must have ${actionCount} arms, got ${slate.arms.length}`,
        );
      }
      const distribution = policy.distribution({ ...slate, size: 1 }, random);
      for (let action = 0; action < actionCount; action++) {
        single[0] = action;
        out[action] = distribution.propensities(single).marginal[0];
      }
    },
  };
}

/**
 * What a policy would do with logged slates, to be judged by `evaluateSlates`.
 * @param slateOf the logged request; actions are numbered as its arms
 */
export function policySlateTarget(
  policy: Policy,
  slateOf: (slate: number) => Slate,
  { actions, size }: SlateFeedback,
  random: Random,
): SlateTarget {
  const propensities = (slate: number) =>
    policy
      .distribution({ ...slateOf(slate), size }, random)
      .propensities(actions.subarray(slate * size, (slate + 1) * size));
  return {
    prefix: (slate, out) => out.set(propensities(slate).prefix),
    marginal: (slate, out) => out.set(propensities(slate).marginal),
  };
}
