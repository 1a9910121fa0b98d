import { type BetaThompsonJson, BetaThompsonPolicy } from './beta-thompson-policy.ts';
import { EpsilonGreedyPolicy } from './epsilon-greedy-policy.ts';
import { type GaussianThompsonJson, GaussianThompsonPolicy } from './gaussian-thompson-policy.ts';
import { GreedyPolicy } from './greedy-policy.ts';
import {
  type LinearThompsonJson,
  LinearThompsonPolicy,
  type LinUcbJson,
  LinUcbPolicy,
} from './linear-policies.ts';
import type { Policy } from './policy.ts';
import { SoftmaxPolicy } from './softmax-policy.ts';

/** Any policy's state. Bootstrapped policies are restored by their own `fromJSON`, which knows their members. */
export type PolicyJson =
  | ReturnType<GreedyPolicy['toJSON']>
  | ReturnType<EpsilonGreedyPolicy['toJSON']>
  | ReturnType<SoftmaxPolicy['toJSON']>
  | BetaThompsonJson
  | GaussianThompsonJson
  | LinUcbJson
  | LinearThompsonJson;

/**
 * Restores a policy with all it has learnt.
 * @throws RangeError for an unknown kind or damaged numbers
 */
export function policyFromJson(json: PolicyJson): Policy {
  switch (json?.kind) {
    case 'greedy':
      return GreedyPolicy.fromJSON(json);
    case 'epsilonGreedy':
      return EpsilonGreedyPolicy.fromJSON(json);
    case 'softmax':
      return SoftmaxPolicy.fromJSON(json);
    case 'betaThompson':
      return BetaThompsonPolicy.fromJSON(json);
    case 'gaussianThompson':
      return GaussianThompsonPolicy.fromJSON(json);
    case 'linUcb':
      return LinUcbPolicy.fromJSON(json);
    case 'linearThompson':
      return LinearThompsonPolicy.fromJSON(json);
    default:
      throw new RangeError(
        'kind must be greedy, epsilonGreedy, softmax, betaThompson, gaussianThompson, linUcb or linearThompson, ' +
          `got ${JSON.stringify((json as { kind?: unknown })?.kind)}`,
      );
  }
}
