import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
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

export interface GaussianThompsonOptions extends LearningOptions, DrawOptions {
  /** Prior of every arm's mean reward. Default 0 and 1. */
  priorMean?: number;
  priorDeviation?: number;
  /** Standard deviation of a single reward around its arm's mean. Default 1. */
  noise?: number;
}

export interface GaussianThompsonJson extends LearningSettings {
  kind: 'gaussianThompson';
  priorMean: number;
  priorDeviation: number;
  noise: number;
  draws: number | null;
  maxNodes: number;
  arms: ArmSumsJson;
}

/**
 * Thompson sampling for rewards of any size, such as revenue, with known noise and a normal posterior per arm
 * (Agrawal and Goyal, AISTATS 2013). At a rank looked at with probability κ the reward is taken as κ times
 * the arm's own.
 */
export class GaussianThompsonPolicy implements Policy {
  readonly kind: 'gaussianThompson' = 'gaussianThompson';
  readonly settings: LearningSettings;
  readonly priorMean: number;
  readonly priorDeviation: number;
  readonly noise: number;
  readonly draws: number | null;
  readonly maxNodes: number;
  #sums: ArmSums;

  /** @throws RangeError for options out of range */
  constructor(options: GaussianThompsonOptions = {}) {
    const { priorMean = 0, priorDeviation = 1, noise = 1 } = options;
    if (!Number.isFinite(priorMean)) throw new RangeError(`priorMean must be finite, got ${priorMean}`);
    if (!(priorDeviation > 0 && noise > 0 && Number.isFinite(priorDeviation + noise))) {
      throw new RangeError(
        `priorDeviation and noise must be positive and finite, got ${priorDeviation} and ${noise}`,
      );
    }
    this.settings = learningSettings(options);
    this.priorMean = priorMean;
    this.priorDeviation = priorDeviation;
    this.noise = noise;
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
    const scores = slate.arms.map((arm) => normalScore(this.posterior(arm, slate.at)));
    const orders =
      this.draws === null
        ? new IndependentDraws(scores, slate.size, this.maxNodes)
        : drawnOrders(scores, slate.size, this.draws, random);
    return new UniformMixture(orders, slate.arms.length, slate.size, this.settings.uniformShare);
  }

  /** The posterior of the arm's mean reward as it stands at `at`. */
  posterior(arm: string, at?: number): { mean: number; deviation: number } {
    const { weight, total } = this.#sums.read(arm, at);
    const prior = 1 / this.priorDeviation ** 2;
    const variance = this.noise ** 2;
    const precision = prior + weight / variance;
    return {
      mean: (prior * this.priorMean + total / variance) / precision,
      deviation: 1 / Math.sqrt(precision),
    };
  }

  /** @throws RangeError for a reward that is not finite */
  update(observation: Observation): void {
    const { arm, reward, at, correction = false } = observation;
    if (!Number.isFinite(reward)) throw new RangeError(`reward must be finite, got ${reward} for "${arm}"`);
    const seen = examinationOf(this.settings, observation);
    this.#sums.add(arm, correction ? 0 : seen * seen, seen * reward, at);
  }

  /** Keys of the arms observed so far. */
  arms(): string[] {
    return this.#sums.arms();
  }

  /** Drops what is known of an arm, as when its item leaves the catalog. */
  forget(arm: string): void {
    this.#sums.forget(arm);
  }

  toJSON(): GaussianThompsonJson {
    const { kind, settings, priorMean, priorDeviation, noise, draws, maxNodes } = this;
    return {
      kind,
      ...settings,
      priorMean,
      priorDeviation,
      noise,
      draws,
      maxNodes,
      arms: this.#sums.toJSON(),
    };
  }

  static fromJSON(json: GaussianThompsonJson): GaussianThompsonPolicy {
    const policy = new GaussianThompsonPolicy(json);
    policy.#sums = ArmSums.fromJSON(json.arms, policy.settings.halfLife);
    return policy;
  }
}

function normalScore({ mean, deviation }: { mean: number; deviation: number }): ScoreDistribution {
  return {
    mean,
    deviation,
    draw: (random) => random.normal(mean, deviation),
    cdf: (x) => normalCdf(x, mean, deviation),
  };
}
