import { betaInterval, Random, solveLower } from '@personalize/learn';
import { AppError } from '../../errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Placement } from '../placement.ts';
import { betaAlpha, betaBeta, meanReward, measuredNoise } from './arm-scores.ts';
import type { Contexts } from './contexts.ts';
import type { FrozenPosterior } from './frozen-policy.ts';
import type { LinearModels } from './linear-models.ts';
import type { ChosenPolicy } from './placement-policy.ts';
import {
  isContextual,
  isLearning,
  type LearningPolicy,
  type PolicyConfig,
  policyName,
  type RewardKind,
  rewardOf,
  uniformShareOf,
} from './policy-config.ts';
import { halfLifeOf, policyKey } from './policy-key.ts';
import type { Level, Posteriors } from './posteriors.ts';
import type { TreeEnsembles } from './trees/tree-ensembles.ts';

/** What a policy knows of one item. */
export interface ArmReport {
  itemId: string;
  title: string | null;
  /** Times seen, and times that it earned something; without fading. */
  pulls: number;
  rewards: number;
  /** Posterior mean of its reward when looked at, with the central 95 % of the posterior; null for contextual policies. */
  mean: number | null;
  interval: [low: number, high: number] | null;
  /** Its share of what was seen, faded with the half-life. */
  share: number;
  /** Probability that it is the best of the arms listed; null for contextual policies. */
  probabilityBest: number | null;
}

export interface CoefficientReport {
  name: string;
  /**
   * Change of the expected reward by one standard deviation of the column, for a product of what it says beyond
   * its factors; the intercept's: the mean reward.
   */
  coefficient: number;
  standardError: number;
  mean: number;
  deviation: number;
}

export interface PolicyReport {
  policy: string;
  kind: PolicyConfig['kind'];
  /** Whose policy it is: a segment's or an experiment's variant's, else the placement's. */
  segment: string | null;
  variant: string | null;
  learns: boolean;
  reward: RewardKind | null;
  halfLifeMs: number | null;
  uniformShare: number;
  /** Items seen that it learnt from, and rewards applied. */
  pulls: number;
  rewards: number;
  /** Rewards whose context was no longer kept. */
  dropped: number;
  /** Mean reward of an item looked at; null before anything was seen. */
  meanReward: number | null;
  /** Epoch ms of the record that changed it last; null when it has learnt nothing. */
  updatedAt: number | null;
  armCount: number;
  arms: ArmReport[];
  coefficients: CoefficientReport[];
  trees: { fittedAt: number; members: number; rows: number; positives: number } | null;
}

export interface ReportOptions {
  posteriors: Posteriors;
  linear: LinearModels;
  trees: TreeEnsembles;
  contexts: Contexts;
  catalog: Catalog;
  /** Policies that running experiments set for a placement's variants. */
  variantPolicies(placement: string): readonly VariantPolicy[];
  now(): number;
}

/** The policy of an experiment's variant. */
export interface VariantPolicy {
  variant: string;
  policy: PolicyConfig;
}

/** One of a placement's policies: its own, a segment's or a variant's. */
export interface WhichPolicy {
  kind: PolicyConfig['kind'];
  segment?: string;
  variant?: string;
}

/** Draws for the probability to be best: within 0.03 of it nineteen times in twenty. */
const bestDraws = 1024;
/** Arms that are compared for it. */
const comparedArms = 50;

/** Shows what policies know, and makes them forget it. */
export class PolicyReports {
  readonly #parts: ReportOptions;

  constructor(parts: ReportOptions) {
    this.#parts = parts;
  }

  /** The placement's own policy first, then those of segments and variants. `limit`: arms listed, the most shown first. */
  describe(placement: Placement, limit: number): PolicyReport[] {
    return this.#policiesOf(placement).map((whose) => {
      const { policy } = whose;
      return isLearning(policy) ? this.#learnt(placement.name, policy, whose, limit) : emptyReport(whose);
    });
  }

  /**
   * Lets a placement's policies start from the prior: all of them, its own only, or one segment's. Rewards of
   * decisions before `offset` no longer count. Returns how many forgot something. Throws `not_found` for a
   * segment without policy.
   */
  reset(placement: Placement, which: { segment?: string; own?: boolean }, offset: number): number {
    const { posteriors, linear, trees, now } = this.#parts;
    const { segment, own = false } = which;
    const chosen = this.#policiesOf(placement).filter((one, i) =>
      segment === undefined ? !own || i === 0 : one.segment === segment,
    );
    if (chosen.length === 0) {
      throw new AppError(
        'not_found',
        `placement "${placement.name}" has no policy of its own for segment ${JSON.stringify(segment)}`,
      );
    }
    let count = 0;
    for (const whose of chosen) {
      if (!isLearning(whose.policy)) continue;
      const key = this.#key(placement.name, whose.policy, whose);
      const row = posteriors.find(key);
      if (row < 0) continue;
      posteriors.reset(row, offset, now());
      linear.reset(row);
      trees.forget(key);
      count++;
    }
    return count;
  }

  /**
   * What a placement's policy of this kind knows now, its own before those of segments and variants.
   * @throws AppError `unprocessable` when none of that kind has learnt anything
   */
  freeze(placement: Placement, which: WhichPolicy): FrozenPosterior {
    const { posteriors, linear, trees, now } = this.#parts;
    for (const whose of this.#policiesOf(placement)) {
      const { policy, segment, variant } = whose;
      if (policy.kind !== which.kind || !isLearning(policy)) continue;
      if (segment !== which.segment || variant !== which.variant) continue;
      const row = posteriors.find(this.#key(placement.name, policy, whose));
      if (row < 0) continue;
      const identity = posteriors.identity(row);
      const { pulls, rewards } = posteriors.counts(row);
      return {
        ...{ identity, policy, placement: placement.name, frozenAt: now(), pulls, rewards },
        ...{ segment: segment ?? null, variant: variant ?? null, since: posteriors.since(row) },
        posterior: posteriors.saved(row),
        linear: linear.saved(row),
        trees: trees.saved(identity.key) ?? null,
      };
    }
    const learning = this.#policiesOf(placement)
      .filter(({ policy }) => isLearning(policy))
      .map(({ policy, segment, variant }) => `${policy.kind}${ofWhom({ segment, variant })}`);
    throw new AppError(
      'unprocessable',
      `placement "${placement.name}" has no ${which.kind} policy${ofWhom(which)} that has learnt anything, so there is no posterior to judge; its learning policies are: ${learning.join(', ') || 'none'}`,
    );
  }

  /** The key under which a placement's policy learns. */
  #key(placement: string, policy: LearningPolicy, { segment, variant }: ChosenPolicy): string {
    const context = isContextual(policy) ? this.#parts.contexts.plan(policy).hash : undefined;
    return policyKey({ policy, placement, segment, variant, context });
  }

  #policiesOf({ name, policy, segmentPolicies = [] }: Placement): readonly ChosenPolicy[] {
    return [{ policy }, ...segmentPolicies, ...this.#parts.variantPolicies(name)];
  }

  /** Policies of bootstrapped trees that are due for a fit, with how. */
  dueFits(placements: readonly Placement[]) {
    const { posteriors, trees, now } = this.#parts;
    return placements.flatMap((placement) =>
      this.#policiesOf(placement).flatMap((whose) => {
        const { policy } = whose;
        if (policy.kind !== 'bootstrappedTrees') return [];
        const key = this.#key(placement.name, policy, whose);
        const row = posteriors.find(key);
        if (row < 0) return [];
        const fittedAt = trees.get(key)?.fittedAt ?? 0;
        const waited = now() - fittedAt >= (policy.refitMinutes ?? 15) * 60_000;
        if (!waited || posteriors.counts(row).updatedAt <= fittedAt) return [];
        const { members = 10, iterations = 20, maxDepth = 4 } = policy;
        return [{ placement: placement.name, key, members, iterations, maxDepth }];
      }),
    );
  }

  #learnt(placement: string, policy: LearningPolicy, whose: ChosenPolicy, limit: number): PolicyReport {
    const { posteriors, trees, now } = this.#parts;
    const key = this.#key(placement, policy, whose);
    const row = posteriors.find(key);
    const base = emptyReport(whose);
    if (row < 0) return base;
    const at = now();
    const level: Level = { weight: 0, total: 0, count: 0, amount: 0, squares: 0, at: 0 };
    posteriors.readLevel(row, at, level);
    const { pulls, rewards, dropped, updatedAt } = posteriors.counts(row);
    const ensemble = trees.get(key);
    const arms = posteriors.armsOf(row);
    return {
      ...base,
      pulls,
      rewards,
      dropped,
      meanReward: level.weight > 0 ? level.total / level.weight : null,
      updatedAt: updatedAt > 0 ? updatedAt : null,
      armCount: arms.length,
      arms: this.#arms(row, policy, arms, level, at, limit),
      coefficients: this.#coefficients(row, policy, level, at),
      trees:
        ensemble === undefined
          ? null
          : {
              fittedAt: ensemble.fittedAt,
              members: ensemble.members.length,
              rows: ensemble.rows,
              positives: ensemble.positives,
            },
    };
  }

  #arms(
    row: number,
    policy: LearningPolicy,
    arms: number[],
    level: Level,
    at: number,
    limit: number,
  ): ArmReport[] {
    const { posteriors, catalog } = this.#parts;
    const halfLife = posteriors.halfLife(row);
    const shown = arms
      .map((arm) => ({ arm, ...posteriors.armCounts(arm) }))
      .sort((a, b) => b.pulls - a.pulls || a.itemRow - b.itemRow)
      .slice(0, limit);
    const posterior = armPosterior(policy, level);
    const best = posterior === undefined ? undefined : this.#best(shown, posterior, halfLife, at);
    return shown.map(({ arm, itemRow, pulls, rewards }, i) => {
      const weight = posteriors.armWeight(arm, halfLife, at);
      const item = catalog.get(itemRow);
      const known = posterior?.(weight, posteriors.armTotal(arm, halfLife, at), posteriors.armLift(arm));
      return {
        itemId: item?.itemId ?? posteriors.arms.key(arm)!.split(':').slice(1).join(':'),
        title: item?.title ?? null,
        pulls,
        rewards,
        mean: known?.mean ?? null,
        interval: known?.interval() ?? null,
        share: level.weight > 0 ? weight / level.weight : 0,
        probabilityBest: best?.[i] ?? null,
      };
    });
  }

  /** By drawing from the posteriors of the arms listed; the generator is the same each time, so figures stand still. */
  #best(shown: { arm: number }[], posterior: ArmPosterior, halfLife: number, at: number): number[] {
    const { posteriors } = this.#parts;
    const random = new Random(1);
    const compared = shown
      .slice(0, comparedArms)
      .map(({ arm }) =>
        posterior(
          posteriors.armWeight(arm, halfLife, at),
          posteriors.armTotal(arm, halfLife, at),
          posteriors.armLift(arm),
        ),
      );
    const wins = new Array<number>(compared.length).fill(0);
    for (let m = 0; m < bestDraws && compared.length > 0; m++) {
      let best = 0;
      let highest = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < compared.length; i++) {
        const drawn = compared[i].draw(random);
        if (drawn > highest) {
          highest = drawn;
          best = i;
        }
      }
      wins[best]++;
    }
    return wins.map((count) => count / bestDraws);
  }

  #coefficients(row: number, policy: LearningPolicy, level: Level, at: number): CoefficientReport[] {
    if (policy.kind !== 'linUcb' && policy.kind !== 'linearThompson') return [];
    const { contexts, linear } = this.#parts;
    const plan = contexts.plan(policy);
    const { names, dimension } = plan;
    const model = linear.solve(row, plan, policy.ridge ?? 10, halfLifeOf(policy), at);
    const noise = measuredNoise(level, rewardOf(policy));
    return names.map((name, j) => {
      const unit = new Float64Array(dimension);
      unit[j] = 1;
      let variance = 0;
      for (const y of solveLower(model.factor, dimension, unit)) variance += y * y;
      return {
        name,
        coefficient: model.coefficients[j],
        standardError: noise * Math.sqrt(variance),
        mean: model.mean[j],
        deviation: model.deviation[j] * model.residuals.deviation(j),
      };
    });
  }
}

function ofWhom({ segment, variant }: { segment?: string; variant?: string }): string {
  if (segment !== undefined) return ` of segment "${segment}"`;
  return variant === undefined ? '' : ` of variant "${variant}"`;
}

type ArmPosterior = (
  weight: number,
  total: number,
  lift: number,
) => { mean: number; interval(): [number, number]; draw(random: Random): number };

/** The posterior of one item, as the policy draws from it; undefined for policies without one. */
function armPosterior(policy: LearningPolicy, level: Level): ArmPosterior | undefined {
  if (policy.kind !== 'betaThompson' && policy.kind !== 'gaussianThompson') return undefined;
  const prior = policy.priorWeight ?? 20;
  const usual = meanReward(level, rewardOf(policy));
  if (policy.kind === 'betaThompson') {
    return (armWeight, armTotal, lift) => {
      const weight = prior + armWeight;
      const total = prior * usual * lift + armTotal;
      const [alpha, beta] = [betaAlpha(weight, total), betaBeta(weight, total)];
      return {
        mean: alpha / (alpha + beta),
        interval: () => betaInterval(alpha, beta),
        draw: (random) => random.beta(alpha, beta),
      };
    };
  }
  const noise = policy.noise ?? measuredNoise(level, rewardOf(policy));
  return (armWeight, armTotal, lift) => {
    const weight = prior + armWeight;
    const mean = (prior * usual * lift + armTotal) / weight;
    const deviation = noise / Math.sqrt(weight);
    return {
      mean,
      interval: () => [mean - 1.959964 * deviation, mean + 1.959964 * deviation],
      draw: (random) => random.normal(mean, deviation),
    };
  };
}

function emptyReport({ policy, segment, variant }: ChosenPolicy): PolicyReport {
  const learns = isLearning(policy);
  const halfLife = learns ? halfLifeOf(policy) : 0;
  return {
    policy: policyName(policy),
    kind: policy.kind,
    segment: segment ?? null,
    variant: variant ?? null,
    learns,
    reward: learns ? rewardOf(policy) : null,
    halfLifeMs: halfLife > 0 ? halfLife : null,
    uniformShare: uniformShareOf(policy),
    ...{ pulls: 0, rewards: 0, dropped: 0, meanReward: null, updatedAt: null, armCount: 0 },
    ...{ arms: [], coefficients: [], trees: null },
  };
}
