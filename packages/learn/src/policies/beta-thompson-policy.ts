import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import type { Random } from '../random/random.ts';
import { ArmSums, type ArmSumsJson } from './arm-sums.ts';
import { drawnOrders, IndependentDraws, type ScoreDistribution } from './distributions/independent-draws.ts';
import { drawSlate, type SlateDistribution, UniformMixture } from './distributions/slate-distribution.ts';
import {
  checkDrawOptions,
  type DrawOptions,
  examinationOf,
  type LearningOptions,
  type LearningSettings,
  learningSettings,
} from './learning-options.ts';
import type { Policy } from './policy.ts';
import { checkSlate, type Observation, type Slate, type SlatePick } from './slate.ts';

export interface BetaThompsonOptions extends LearningOptions, DrawOptions {
  /** Prior of every arm's reward rate, as if so many rewards and failures had been seen. Default 1 and 1. */
  alpha?: number;
  beta?: number;
}

export interface BetaThompsonJson extends LearningSettings {
  kind: 'betaThompson';
  alpha: number;
  beta: number;
  draws: number | null;
  maxNodes: number;
  arms: ArmSumsJson;
}

/**
 * Thompson sampling for rewards from 0 to 1, each arm with a beta posterior (Thompson, Biometrika 25, 1933;
 * Chapelle and Li, NeurIPS 2011). With a half-life the counts fade towards the prior (discounted Thompson
 * sampling: Raj and Kalyani, 2017). A rank that is looked at with probability κ counts as κ impressions
 * (Komiyama, Honda and Takeda, NeurIPS 2017, by expected counts).
 */
export class BetaThompsonPolicy implements Policy {
  readonly kind: 'betaThompson' = 'betaThompson';
  readonly settings: LearningSettings;
  readonly alpha: number;
  readonly beta: number;
  readonly draws: number | null;
  readonly maxNodes: number;
  #sums: ArmSums;

  /** @throws RangeError for options out of range */
  constructor(options: BetaThompsonOptions = {}) {
    const { alpha = 1, beta = 1 } = options;
    if (!(alpha > 0 && beta > 0 && Number.isFinite(alpha + beta))) {
      throw new RangeError(`alpha and beta must be positive and finite, got ${alpha} and ${beta}`);
    }
    this.settings = learningSettings(options);
    this.alpha = alpha;
    this.beta = beta;
    const { draws, maxNodes } = checkDrawOptions(options);
    this.draws = draws;
    this.maxNodes = maxNodes;
    this.#sums = new ArmSums(this.settings.halfLife);
  }

  choose(slate: Slate, random: Random): SlatePick[] {
    return drawSlate(slate, this.distribution(slate, random), random);
  }

  distribution(slate: Slate, random: Random): SlateDistribution {
    checkSlate(slate);
    const scores = slate.arms.map((arm) => betaScore(this.posterior(arm, slate.at)));
    const orders =
      this.draws === null
        ? new IndependentDraws(scores, slate.size, this.maxNodes)
        : drawnOrders(scores, slate.size, this.draws, random);
    return new UniformMixture(orders, slate.arms.length, slate.size, this.settings.uniformShare);
  }

  /** The arm's posterior as it stands at `at`. */
  posterior(arm: string, at?: number): { alpha: number; beta: number } {
    const { weight, total } = this.#sums.read(arm, at);
    return { alpha: this.alpha + Math.max(0, total), beta: this.beta + Math.max(0, weight - total) };
  }

  /** @throws RangeError for a reward outside [0, 1] */
  update(observation: Observation): void {
    const { arm, reward, at, correction = false } = observation;
    if (!(reward >= (correction ? -1 : 0) && reward <= 1)) {
      throw new RangeError(`reward must be 0 to 1, got ${reward} for "${arm}"`);
    }
    const seen = examinationOf(this.settings, observation);
    this.#sums.add(arm, correction ? 0 : seen, reward, at);
  }

  /** Keys of the arms observed so far. */
  arms(): string[] {
    return this.#sums.arms();
  }

  /** Drops what is known of an arm, as when its item leaves the catalog. */
  forget(arm: string): void {
    this.#sums.forget(arm);
  }

  toJSON(): BetaThompsonJson {
    const { kind, settings, alpha, beta, draws, maxNodes } = this;
    return { kind, ...settings, alpha, beta, draws, maxNodes, arms: this.#sums.toJSON() };
  }

  static fromJSON(json: BetaThompsonJson): BetaThompsonPolicy {
    const policy = new BetaThompsonPolicy(json);
    policy.#sums = ArmSums.fromJSON(json.arms, policy.settings.halfLife);
    return policy;
  }
}

function betaScore({ alpha, beta }: { alpha: number; beta: number }): ScoreDistribution {
  const sum = alpha + beta;
  return {
    mean: alpha / sum,
    deviation: Math.sqrt((alpha * beta) / (sum * sum * (sum + 1))),
    draw: (random) => random.beta(alpha, beta),
    cdf: (x) => (x <= 0 ? 0 : x >= 1 ? 1 : betaCdf(x, alpha, beta)),
  };
}
