import {
  BetaThompsonPolicy,
  EpsilonGreedyPolicy,
  LinearThompsonPolicy,
  type Policy,
  type Random,
  type SlatePick,
  SoftmaxPolicy,
} from '@personalize/learn';
import type { Visit } from './context.ts';
import type { PreferenceName } from './customers.ts';
import { attributeCount } from './items.ts';
import { logistic } from './logistic.ts';
import { examination, featureCount, type World } from './world.ts';

export const loggingPolicies = ['uniform', 'rules', 'thompson', 'contextualThompson'] as const;
export type LoggingPolicyName = (typeof loggingPolicies)[number];

/** Share of decisions drawn uniformly by the policies that learn: the floor under every propensity. */
const uniformShare = 0.05;

/** Chooses in the world without knowing its truth, and learns from the clicks that it is told of. */
export class LoggingPolicy {
  readonly name: LoggingPolicyName;
  readonly #world: World;
  readonly #policy: Policy;
  readonly #arms: readonly string[];
  readonly #scores: Float64Array;
  readonly #features: Float64Array | undefined;

  constructor(name: LoggingPolicyName, world: World, size: number) {
    this.name = name;
    this.#world = world;
    this.#arms = world.items.map((item) => item.itemId);
    this.#policy = makePolicy(
      name,
      Array.from({ length: size }, (_, rank) => examination(rank)),
    );
    this.#scores = new Float64Array(world.items.length);
    if (name === 'contextualThompson') this.#features = new Float64Array(world.items.length * featureCount);
  }

  choose(visit: Visit, size: number, random: Random): SlatePick[] {
    if (this.#features !== undefined) this.#world.writeFeatures(visit, this.#features);
    else {
      const score = rulesFor(this.#world, visit);
      for (let i = 0; i < this.#scores.length; i++) this.#scores[i] = score(i);
    }
    return this.#policy.choose(
      { arms: this.#arms, size, scores: this.#scores, features: this.#features },
      random,
    );
  }

  /** What a later click on this pick has to be told with; undefined where the policy needs nothing. */
  featuresOf(visit: Visit, item: number): Float64Array | undefined {
    if (this.#features === undefined) return undefined;
    const features = new Float64Array(featureCount);
    this.#world.writeItemFeatures(visit, item, features, 0);
    return features;
  }

  /** Something was shown: no click so far. */
  shown(item: number, rank: number, features: Float64Array | undefined): void {
    this.#policy.update({ arm: this.#arms[item], rank, reward: 0, features });
  }

  /** What was shown before has been clicked after all. */
  clicked(item: number, rank: number, features: Float64Array | undefined): void {
    this.#policy.update({ arm: this.#arms[item], rank, reward: 1, correction: true, features });
  }
}

function makePolicy(name: LoggingPolicyName, looks: number[]): Policy {
  switch (name) {
    case 'uniform':
      return new EpsilonGreedyPolicy({ epsilon: 1 });
    case 'rules':
      return new SoftmaxPolicy({ temperature: 0.5, uniformShare, maxNodes: 32 });
    case 'thompson':
      return new BetaThompsonPolicy({ draws: 4, uniformShare, examination: looks });
    case 'contextualThompson':
      return new LinearThompsonPolicy({
        dimension: featureCount,
        noise: 0.3,
        draws: 4,
        uniformShare,
        examination: looks,
      });
  }
}

/**
 * What a marketing team would write down: the stated wants against the product sheet, and nothing else.
 * Returns the score of any item for this customer.
 */
function rulesFor(world: World, { customer }: Visit): (item: number) => number {
  const want = (name: PreferenceName) => (0.3 * (world.customers.preference(customer, name) - 0.5)) / 0.2;
  const digital = want('digitalBanking');
  const investment = want('investmentProducts');
  const risk = want('riskTolerance');
  const price = want('priceSensitivity');
  const { attributes } = world;
  return (item) => {
    const at = item * attributeCount;
    return (
      digital * attributes[at + 1] +
      investment * attributes[at + 2] +
      risk * attributes[at + 3] -
      price * attributes[at + 4]
    );
  };
}

/** The team's guess of a click at a rank, from its own scores: 5 % for an item that matches nothing. */
export function guessedEngagement(world: World, visit: Visit, item: number, rank: number): number {
  return examination(rank) * logistic(Math.log(0.05 / 0.95) + rulesFor(world, visit)(item));
}
