import { Random, type RandomState } from '../random/random.ts';
import { SampledOrders } from './distributions/sampled-orders.ts';
import {
  checkUniformShare,
  drawSlate,
  type SlateDistribution,
  UniformMixture,
} from './distributions/slate-distribution.ts';
import { topK } from './distributions/top-k.ts';
import type { Policy } from './policy.ts';
import { checkSlate, type Observation, requireFeatures, type Slate, type SlatePick } from './slate.ts';

/** One member of an ensemble: any reward model, such as trees fitted on a bootstrap sample. */
export interface EnsembleMember {
  /** Expected reward of the row of `features` at `offset`. */
  predict(features: Float64Array, offset: number): number;
  /** The same for the first rows of `features` at once, into `out`; for models that are faster so. */
  predictRows?(features: Float64Array, rows: number, out: Float64Array): void;
  /** For models that learn as they go; others are refitted on {@link bootstrapWeights} and replaced. */
  update?(features: Float64Array, reward: number, weight: number): void;
  toJSON(): unknown;
}

export interface BootstrappedJson {
  kind: 'bootstrapped';
  dimension: number;
  uniformShare: number;
  random: RandomState;
  members: unknown[];
}

/**
 * Bootstrapped Thompson sampling: a member drawn at random ranks the slate (Eckles and Kaptein, 2014; Osband
 * and Van Roy, 2015). Propensities are exact: the share of members that agree. Members that learn as they go
 * see each observation a Poisson(1) number of times, which mimics resampling (Oza and Russell, 2001).
 */
export class BootstrappedPolicy implements Policy {
  readonly kind: 'bootstrapped' = 'bootstrapped';
  readonly dimension: number;
  readonly uniformShare: number;
  readonly #random: Random;
  #members: readonly EnsembleMember[];

  /**
   * @param random deals the observations to the members
   * @throws RangeError for no members
   */
  constructor(
    members: readonly EnsembleMember[],
    random: Random,
    options: { dimension: number; uniformShare?: number },
  ) {
    if (!Number.isInteger(options.dimension) || options.dimension < 1) {
      throw new RangeError(`dimension must be an integer from 1, got ${options.dimension}`);
    }
    this.dimension = options.dimension;
    this.uniformShare = checkUniformShare(options.uniformShare ?? 0);
    this.#random = random;
    this.#members = checkMembers(members);
  }

  choose(slate: Slate, random: Random): SlatePick[] {
    return drawSlate(slate, this.distribution(slate), random);
  }

  distribution(slate: Slate): SlateDistribution {
    checkSlate(slate);
    const features = requireFeatures(slate, this.dimension);
    const scores = new Float64Array(slate.arms.length);
    const orders = this.#members.map((member, m) => {
      if (member.predictRows !== undefined) member.predictRows(features, scores.length, scores);
      else for (let i = 0; i < scores.length; i++) scores[i] = member.predict(features, i * this.dimension);
      const bad = scores.findIndex((score) => !Number.isFinite(score));
      if (bad >= 0) {
        throw new RangeError(
          `member ${m} must predict finite rewards, got ${scores[bad]} for "${slate.arms[bad]}"`,
        );
      }
      return topK(scores, slate.size);
    });
    return new UniformMixture(new SampledOrders(orders), slate.arms.length, slate.size, this.uniformShare);
  }

  /** @throws RangeError for corrections: the members have not kept what each of them saw; refit them instead */
  update({ arm, features, reward, correction }: Observation): void {
    if (correction === true) {
      throw new RangeError(`correction of "${arm}" is not possible here: refit the members and replace them`);
    }
    if (features?.length !== this.dimension) {
      throw new RangeError(
        `features must number ${this.dimension} to learn from "${arm}", got ${features?.length}`,
      );
    }
    if (!Number.isFinite(reward)) throw new RangeError(`reward must be finite, got ${reward} for "${arm}"`);
    for (const member of this.#members) {
      if (member.update === undefined) continue;
      const weight = poissonOne(this.#random);
      if (weight > 0) member.update(features, reward, weight);
    }
  }

  /** Puts refitted members in place of the present ones. */
  replaceMembers(members: readonly EnsembleMember[]): void {
    this.#members = checkMembers(members);
  }

  toJSON(): BootstrappedJson {
    const { kind, dimension, uniformShare } = this;
    return {
      kind,
      dimension,
      uniformShare,
      random: this.#random.state(),
      members: this.#members.map((m) => m.toJSON()),
    };
  }

  /** @param restore makes a member of what its `toJSON` gave */
  static fromJSON(json: BootstrappedJson, restore: (member: unknown) => EnsembleMember): BootstrappedPolicy {
    return new BootstrappedPolicy(json.members.map(restore), Random.fromState(json.random), json);
  }
}

/**
 * Row weights for fitting each member of an ensemble: how often each row was drawn, Poisson(1).
 * @returns one array of `rows` weights per member
 */
export function bootstrapWeights(rows: number, members: number, random: Random): Float64Array[] {
  return Array.from({ length: members }, () => Float64Array.from({ length: rows }, () => poissonOne(random)));
}

/** A Poisson variate of mean 1, by inversion. */
function poissonOne(random: Random): number {
  const u = random.uniform();
  let count = 0;
  let chance = Math.exp(-1);
  let sum = chance;
  while (u >= sum && count < 30) {
    count++;
    chance /= count;
    sum += chance;
  }
  return count;
}

function checkMembers(members: readonly EnsembleMember[]): readonly EnsembleMember[] {
  if (members.length === 0) throw new RangeError('members must not be empty');
  return members;
}
