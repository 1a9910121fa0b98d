import type { Random } from '@personalize/learn';
import { openVolatileStore } from '../../stores/online/index.ts';
import type { StateTable } from '../../stores/online/state-table.ts';
import type { Engagement } from '../rewards/engagement.ts';
import { ArmScores } from './arm-scores.ts';
import type { Contexts } from './contexts.ts';
import type { DrawnOrders } from './drawn-orders.ts';
import { LinearModels } from './linear-models.ts';
import { type LearningPolicy, reachOf, uniformShareOf } from './policy-config.ts';
import { type ChoiceRequest, PolicyEngine } from './policy-engine.ts';
import { type PolicyIdentity, Posteriors, type SavedPosterior } from './posteriors.ts';
import { type FittedEnsemble, TreeEnsembles } from './trees/tree-ensembles.ts';

/** What a policy knew at one instant; plain data. */
export interface FrozenPosterior {
  /** Names what was learnt, as decisions do that taught it. */
  identity: PolicyIdentity;
  policy: LearningPolicy;
  placement: string;
  segment: string | null;
  variant: string | null;
  /** Epoch ms. */
  frozenAt: number;
  /** Offset of the first decision that counts. */
  since: number;
  /** Items seen and rewards that it learnt from. */
  pulls: number;
  rewards: number;
  posterior: SavedPosterior;
  linear: { sums: number[]; at: number } | null;
  trees: FittedEnsemble | null;
}

/** Orders that stand for a policy's distribution in one decision. */
export interface SampledOrdering {
  /** Places of the pool, draws × ranks, row-major; each order as likely as any other. */
  orders: Int32Array;
  draws: number;
  /** Share of answers that are drawn evenly instead. */
  uniformShare: number;
}

/** Posterior draws per decision: a propensity is within 0.98 ÷ √draws of the posterior's nineteen times in twenty. */
export const frozenDraws = 256;

/**
 * A policy that draws from a frozen posterior, learning nothing. What it compares candidates by besides (their
 * features, clicks over expected clicks) is that of the world it is put into.
 */
export class FrozenPolicy {
  readonly #frozen: FrozenPosterior;
  readonly #policy: LearningPolicy;
  readonly #engine: PolicyEngine;

  constructor(
    frozen: FrozenPosterior,
    { contexts, engagement, items }: { contexts: Contexts; engagement: Engagement; items: StateTable },
    random: Random,
  ) {
    const posteriors = new Posteriors(openVolatileStore());
    const row = posteriors.load(frozen.identity, frozen.posterior, items);
    const linear = new LinearModels(posteriors.policies);
    if (frozen.linear !== null) linear.load(row, frozen.linear);
    const trees = new TreeEnsembles();
    if (frozen.trees !== null) trees.replace(frozen.identity.key, frozen.trees);
    const arms = new ArmScores(posteriors, engagement);
    this.#engine = new PolicyEngine({ posteriors, linear, arms, contexts, trees }, random);
    this.#frozen = frozen;
    const { policy } = frozen;
    this.#policy = drawsWithoutEnd(policy) ? { ...policy, draws: frozenDraws } : policy;
  }

  /** Candidates beyond the slate that it draws from. */
  get reach(): number {
    return reachOf(this.#policy);
  }

  /** The policy's orders of a pool of candidates. */
  orders(request: Pick<ChoiceRequest, 'pool' | 'slots' | 'scores' | 'input'>): SampledOrdering {
    const { placement, segment, variant, frozenAt } = this.#frozen;
    const drawn: DrawnOrders = this.#engine.draw(this.#policy, {
      ...request,
      ...{ policy: this.#policy, placement, at: frozenAt, explore: true },
      segment: segment ?? undefined,
      variant: variant ?? undefined,
    });
    return { ...drawn.taken(), uniformShare: uniformShareOf(this.#policy) };
  }
}

/** Whether the policy draws from a posterior without end: LinUCB has one order, trees one a member. */
export function drawsWithoutEnd(
  policy: LearningPolicy,
): policy is Extract<LearningPolicy, { draws?: number }> {
  return (
    policy.kind === 'betaThompson' || policy.kind === 'gaussianThompson' || policy.kind === 'linearThompson'
  );
}
