import type { Random } from '../random/random.ts';
import { SampledOrders } from './distributions/sampled-orders.ts';
import { drawSlate, type SlateDistribution, UniformMixture } from './distributions/slate-distribution.ts';
import { topK } from './distributions/top-k.ts';
import {
  examinationOf,
  type LearningOptions,
  type LearningSettings,
  learningSettings,
} from './learning-options.ts';
import { LinearPosterior, type LinearPosteriorJson, product } from './linear-posterior.ts';
import type { Policy } from './policy.ts';
import { checkSlate, type Observation, requireFeatures, type Slate, type SlatePick } from './slate.ts';

interface LinearOptions extends LearningOptions {
  /** Features per candidate; put what the reward depends on (customer × item) into them. */
  dimension: number;
  /** Prior precision of each coefficient, in units of 1 / noise². Default 1. */
  ridge?: number;
}

export interface LinUcbOptions extends LinearOptions {
  /** Width of the confidence bound, in units of its standard error. Default 1. */
  alpha?: number;
}

export interface LinearThompsonOptions extends LinearOptions {
  /** Standard deviation of a single reward; scales the posterior's width. Default 1. */
  noise?: number;
  /**
   * Posterior draws per request, one of which decides. The propensities count all of them: they are exact
   * given the draws, and the finer the more there are. Default 64.
   */
  draws?: number;
}

export interface LinUcbJson extends LearningSettings {
  kind: 'linUcb';
  alpha: number;
  posterior: LinearPosteriorJson;
}

export interface LinearThompsonJson extends LearningSettings {
  kind: 'linearThompson';
  noise: number;
  draws: number;
  posterior: LinearPosteriorJson;
}

/**
 * LinUCB with one linear model for all arms: ranks by the upper confidence bound x·θ + α √(xᵀA⁻¹x) (Li, Chu,
 * Langford and Schapire, WWW 2010). Deterministic but for `uniformShare`.
 */
export class LinUcbPolicy implements Policy {
  readonly kind: 'linUcb' = 'linUcb';
  readonly settings: LearningSettings;
  readonly alpha: number;
  #posterior: LinearPosterior;

  /** @throws RangeError for options out of range */
  constructor(options: LinUcbOptions) {
    const { dimension, ridge = 1, alpha = 1 } = options;
    if (!(alpha >= 0 && Number.isFinite(alpha)))
      throw new RangeError(`alpha must be 0 or more, got ${alpha}`);
    this.settings = learningSettings(options);
    this.alpha = alpha;
    this.#posterior = new LinearPosterior(dimension, ridge, this.settings.halfLife);
  }

  choose(slate: Slate, random: Random): SlatePick[] {
    return drawSlate(slate, this.distribution(slate), random);
  }

  distribution(slate: Slate): SlateDistribution {
    checkSlate(slate);
    const posterior = this.#posterior;
    const d = posterior.dimension;
    const features = requireFeatures(slate, d);
    if (this.settings.halfLife !== null) posterior.advance(slate.at);
    const bounds = new Float64Array(slate.arms.length);
    for (let i = 0; i < bounds.length; i++) {
      bounds[i] = posterior.predict(features, i * d) + this.alpha * posterior.width(features, i * d);
    }
    const orders = new SampledOrders([topK(bounds, slate.size)]);
    return new UniformMixture(orders, slate.arms.length, slate.size, this.settings.uniformShare);
  }

  update(observation: Observation): void {
    learn(this.#posterior, this.settings, observation);
  }

  /** The coefficients' posterior mean. */
  coefficients(): Float64Array {
    return this.#posterior.mean().slice();
  }

  toJSON(): LinUcbJson {
    return { kind: this.kind, ...this.settings, alpha: this.alpha, posterior: this.#posterior.toJSON() };
  }

  static fromJSON(json: LinUcbJson): LinUcbPolicy {
    const { dimension, ridge } = json.posterior;
    const policy = new LinUcbPolicy({ ...json, dimension, ridge });
    policy.#posterior = LinearPosterior.fromJSON(json.posterior, policy.settings.halfLife);
    return policy;
  }
}

/**
 * Thompson sampling with one linear model for all arms: draws coefficients from their posterior and ranks by
 * x·θ (Agrawal and Goyal, ICML 2013). Give it a `uniformShare`: given its draws, only then does every
 * candidate keep a chance.
 */
export class LinearThompsonPolicy implements Policy {
  readonly kind: 'linearThompson' = 'linearThompson';
  readonly settings: LearningSettings;
  readonly noise: number;
  readonly draws: number;
  #posterior: LinearPosterior;

  /** @throws RangeError for options out of range */
  constructor(options: LinearThompsonOptions) {
    const { dimension, ridge = 1, noise = 1, draws = 64 } = options;
    if (!(noise > 0 && Number.isFinite(noise)))
      throw new RangeError(`noise must be positive and finite, got ${noise}`);
    if (!Number.isInteger(draws) || draws < 1)
      throw new RangeError(`draws must be an integer from 1, got ${draws}`);
    this.settings = learningSettings(options);
    this.noise = noise;
    this.draws = draws;
    this.#posterior = new LinearPosterior(dimension, ridge, this.settings.halfLife);
  }

  choose(slate: Slate, random: Random): SlatePick[] {
    return drawSlate(slate, this.distribution(slate, random), random);
  }

  distribution(slate: Slate, random: Random): SlateDistribution {
    checkSlate(slate);
    const posterior = this.#posterior;
    const d = posterior.dimension;
    const features = requireFeatures(slate, d);
    if (this.settings.halfLife !== null) posterior.advance(slate.at);
    const scores = new Float64Array(slate.arms.length);
    const orders = Array.from({ length: this.draws }, () => {
      const coefficients = posterior.draw(random, this.noise);
      for (let i = 0; i < scores.length; i++) scores[i] = product(coefficients, features, i * d);
      return topK(scores, slate.size);
    });
    return new UniformMixture(
      new SampledOrders(orders),
      slate.arms.length,
      slate.size,
      this.settings.uniformShare,
    );
  }

  update(observation: Observation): void {
    learn(this.#posterior, this.settings, observation);
  }

  /** The coefficients' posterior mean. */
  coefficients(): Float64Array {
    return this.#posterior.mean().slice();
  }

  toJSON(): LinearThompsonJson {
    const { kind, settings, noise, draws } = this;
    return { kind, ...settings, noise, draws, posterior: this.#posterior.toJSON() };
  }

  static fromJSON(json: LinearThompsonJson): LinearThompsonPolicy {
    const { dimension, ridge } = json.posterior;
    const policy = new LinearThompsonPolicy({ ...json, dimension, ridge });
    policy.#posterior = LinearPosterior.fromJSON(json.posterior, policy.settings.halfLife);
    return policy;
  }
}

/** At a rank looked at with probability κ the expected reward is κ x·θ: the row enters as κ x. */
function learn(posterior: LinearPosterior, settings: LearningSettings, observation: Observation): void {
  const { features, reward, arm, at, correction = false } = observation;
  if (features === undefined) throw new RangeError(`features are needed to learn from "${arm}"`);
  const seen = examinationOf(settings, observation);
  posterior.add(seen === 1 ? features : features.map((x) => seen * x), reward, 1, at, correction);
}
