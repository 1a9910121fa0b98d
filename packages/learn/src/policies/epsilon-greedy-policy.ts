import type { Random } from '../random/random.ts';
import { EpsilonGreedyOrders } from './distributions/epsilon-greedy-orders.ts';
import { drawSlate, type SlateDistribution } from './distributions/slate-distribution.ts';
import { topK } from './distributions/top-k.ts';
import type { Policy } from './policy.ts';
import { checkSlate, requireScores, type Slate, type SlatePick } from './slate.ts';

/**
 * Rank by rank the best candidate left, or with probability ε any of those left (Sutton and Barto,
 * Reinforcement Learning, 2.2). The first rank's propensities are at least ε / candidates.
 */
export class EpsilonGreedyPolicy implements Policy {
  readonly kind: 'epsilonGreedy' = 'epsilonGreedy';
  readonly epsilon: number;

  /** @throws RangeError unless epsilon is from 0 to 1 */
  constructor(options: { epsilon: number }) {
    if (!(options.epsilon >= 0 && options.epsilon <= 1)) {
      throw new RangeError(`epsilon must be 0 to 1, got ${options.epsilon}`);
    }
    this.epsilon = options.epsilon;
  }

  choose(slate: Slate, random: Random): SlatePick[] {
    return drawSlate(slate, this.distribution(slate), random);
  }

  distribution(slate: Slate): SlateDistribution {
    checkSlate(slate);
    const greedy = topK(requireScores(slate), slate.arms.length);
    return new EpsilonGreedyOrders(greedy, slate.size, this.epsilon);
  }

  update(): void {}

  toJSON() {
    return { kind: this.kind, epsilon: this.epsilon };
  }

  static fromJSON(json: ReturnType<EpsilonGreedyPolicy['toJSON']>): EpsilonGreedyPolicy {
    return new EpsilonGreedyPolicy(json);
  }
}
