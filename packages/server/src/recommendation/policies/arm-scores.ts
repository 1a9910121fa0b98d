import type { Random } from '@personalize/learn';
import type { Engagement } from '../rewards/engagement.ts';
import type { RewardKind } from './policy-config.ts';
import type { Level, Posteriors } from './posteriors.ts';

/** Reward of an item seen before any is known, and the weight of that, in items seen. */
const priorReward: Record<RewardKind, number> = { click: 0.05, purchase: 0.01, value: 0 };
const priorRewardWeight = 40;
/** Mean squared reward before any is known, and its weight. */
const priorSquare: Record<RewardKind, number> = { click: 0.05, purchase: 0.01, value: 1 };
const priorSquareWeight = 5;
const smallestNoise = 1e-6;

/** The mean reward of a policy's items, smoothed towards what is usual anywhere. */
export function meanReward(level: Level, reward: RewardKind): number {
  return (level.total + priorReward[reward] * priorRewardWeight) / (level.weight + priorRewardWeight);
}

/** Standard deviation of one reward, from the policy's own sums. */
export function measuredNoise(level: Level, reward: RewardKind): number {
  const count = level.count + priorSquareWeight;
  const square = (level.squares + priorSquare[reward] * priorSquareWeight) / count;
  const mean = level.amount / count;
  return Math.sqrt(Math.max(smallestNoise, square - mean * mean));
}

/**
 * The posterior of each item's mean reward, as weight and total that include the prior: the policy's mean
 * reward × how much better the item is known to be, with weight `priorWeight`. For an item that the policy has
 * shown, "known" means before it did, so that nothing counts twice.
 */
export class ArmScores {
  readonly weights = new Float64Array(2048);
  readonly totals = new Float64Array(2048);
  readonly #posteriors: Posteriors;
  readonly #engagement: Engagement;

  constructor(posteriors: Posteriors, engagement: Engagement) {
    this.#posteriors = posteriors;
    this.#engagement = engagement;
  }

  /** Reads the pool's items. `policyRow` −1: the priors alone. Allocates nothing. */
  read(
    policyRow: number,
    itemRows: Int32Array,
    pool: Int32Array,
    mean: number,
    priorWeight: number,
    now: number,
  ): void {
    const posteriors = this.#posteriors;
    const halfLife = policyRow < 0 ? 0 : posteriors.halfLife(policyRow);
    for (let i = 0; i < pool.length; i++) {
      const row = itemRows[pool[i]];
      const arm = posteriors.armOf(policyRow, row);
      const lift = arm < 0 ? this.#engagement.lift(row) : posteriors.armLift(arm);
      this.weights[i] = priorWeight + (arm < 0 ? 0 : posteriors.armWeight(arm, halfLife, now));
      this.totals[i] = priorWeight * mean * lift + (arm < 0 ? 0 : posteriors.armTotal(arm, halfLife, now));
    }
  }

  /** A draw of each item's rate from its beta posterior. */
  drawBeta(count: number, random: Random, out: Float64Array): void {
    for (let i = 0; i < count; i++) {
      const alpha = betaAlpha(this.weights[i], this.totals[i]);
      out[i] = random.beta(alpha, betaBeta(this.weights[i], this.totals[i]));
    }
  }

  /** A draw of each item's mean from its normal posterior. */
  drawNormal(count: number, noise: number, random: Random, out: Float64Array): void {
    for (let i = 0; i < count; i++) {
      const weight = this.weights[i];
      out[i] = random.normal(this.totals[i] / weight, noise / Math.sqrt(weight));
    }
  }

  means(count: number, out: Float64Array): void {
    for (let i = 0; i < count; i++) out[i] = this.totals[i] / this.weights[i];
  }
}

/** Shapes of the beta posterior: positive whatever was measured. */
export function betaAlpha(weight: number, total: number): number {
  return Math.max(1e-3, Math.min(total, weight));
}
export function betaBeta(weight: number, total: number): number {
  return Math.max(1e-3, weight - total);
}
