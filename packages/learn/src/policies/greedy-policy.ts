import type { Random } from '../random/random.ts';
import { SampledOrders } from './distributions/sampled-orders.ts';
import {
  checkUniformShare,
  drawSlate,
  type SlateDistribution,
  UniformMixture,
} from './distributions/slate-distribution.ts';
import { topK } from './distributions/top-k.ts';
import type { Policy } from './policy.ts';
import { checkSlate, requireScores, type Slate, type SlatePick } from './slate.ts';

/** The highest scores in falling order; ties go to the candidate named first. */
export class GreedyPolicy implements Policy {
  readonly kind: 'greedy' = 'greedy';
  readonly uniformShare: number;

  /** @param options.uniformShare share of requests whose slate is drawn uniformly. Default 0 */
  constructor(options: { uniformShare?: number } = {}) {
    this.uniformShare = checkUniformShare(options.uniformShare ?? 0);
  }

  choose(slate: Slate, random: Random): SlatePick[] {
    return drawSlate(slate, this.distribution(slate), random);
  }

  distribution(slate: Slate): SlateDistribution {
    checkSlate(slate);
    const order = topK(requireScores(slate), slate.size);
    return new UniformMixture(new SampledOrders([order]), slate.arms.length, slate.size, this.uniformShare);
  }

  update(): void {}

  toJSON() {
    return { kind: this.kind, uniformShare: this.uniformShare };
  }

  static fromJSON(json: ReturnType<GreedyPolicy['toJSON']>): GreedyPolicy {
    return new GreedyPolicy(json);
  }
}
