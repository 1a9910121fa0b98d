import type { Random } from '../random/random.ts';
import { PlackettLuce } from './distributions/plackett-luce.ts';
import {
  checkUniformShare,
  drawSlate,
  type SlateDistribution,
  UniformMixture,
} from './distributions/slate-distribution.ts';
import { checkMaxNodes } from './learning-options.ts';
import type { Policy } from './policy.ts';
import { checkSlate, requireScores, type Slate, type SlatePick } from './slate.ts';

export interface SoftmaxOptions {
  /** Above 0: near 0 the highest scores win, the higher the more even the choice. */
  temperature: number;
  /** Share of requests whose slate is drawn uniformly. Default 0. */
  uniformShare?: number;
  /** Nodes for the propensities of ranks beyond the first. Default 128. */
  maxNodes?: number;
}

/** Candidates with weight e^(score / temperature), the slate drawn as Plackett–Luce. */
export class SoftmaxPolicy implements Policy {
  readonly kind: 'softmax' = 'softmax';
  readonly temperature: number;
  readonly uniformShare: number;
  readonly maxNodes: number;

  /** @throws RangeError unless the temperature is positive and finite */
  constructor(options: SoftmaxOptions) {
    if (!(options.temperature > 0) || options.temperature === Infinity) {
      throw new RangeError(`temperature must be positive and finite, got ${options.temperature}`);
    }
    this.temperature = options.temperature;
    this.uniformShare = checkUniformShare(options.uniformShare ?? 0);
    this.maxNodes = checkMaxNodes(options.maxNodes ?? 128);
  }

  choose(slate: Slate, random: Random): SlatePick[] {
    return drawSlate(slate, this.distribution(slate), random);
  }

  distribution(slate: Slate): SlateDistribution {
    checkSlate(slate);
    const logWeights = requireScores(slate).map((s) => s / this.temperature);
    return new UniformMixture(
      new PlackettLuce(logWeights, slate.size, this.maxNodes),
      slate.arms.length,
      slate.size,
      this.uniformShare,
    );
  }

  update(): void {}

  toJSON() {
    const { kind, temperature, uniformShare, maxNodes } = this;
    return { kind, temperature, uniformShare, maxNodes };
  }

  static fromJSON(json: ReturnType<SoftmaxPolicy['toJSON']>): SoftmaxPolicy {
    return new SoftmaxPolicy(json);
  }
}
