import type { Random } from '@personalize/learn';
import type { FeatureEngine } from '../../features/feature-engine.ts';
import type { OnlineStore } from '../../stores/online/online-store.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { DecisionLog } from '../rewards/decision-log.ts';
import type { Engagement } from '../rewards/engagement.ts';
import { ArmScores } from './arm-scores.ts';
import { Contexts } from './contexts.ts';
import { FrozenPolicy, type FrozenPosterior } from './frozen-policy.ts';
import { LinearModels } from './linear-models.ts';
import { PolicyEngine } from './policy-engine.ts';
import { PolicyLearner } from './policy-learner.ts';
import { PolicyReports, type VariantPolicy } from './policy-report.ts';
import { Posteriors } from './posteriors.ts';
import { TreeRefits } from './trees/refits.ts';
import { TreeEnsembles } from './trees/tree-ensembles.ts';

export interface PoliciesOptions {
  store: OnlineStore;
  engine: FeatureEngine;
  engagement: Engagement;
  decisions: DecisionLog;
  catalog: Catalog;
  random: Random;
  /** Uniform in [0, 1). */
  uniform?: () => number;
  /** Policies that running experiments set for a placement's variants. */
  variantPolicies?(placement: string): readonly VariantPolicy[];
  /** Epoch ms. */
  now(): number;
}

/** Everything of policies: choosing, learning, showing and fitting. */
export interface Policies {
  engine: PolicyEngine;
  learner: PolicyLearner;
  reports: PolicyReports;
  refits: TreeRefits;
  posteriors: Posteriors;
  /** Puts a frozen posterior into this world: its items, features and clicks over expected clicks. */
  thaw(frozen: FrozenPosterior, random: Random): FrozenPolicy;
}

/** Declares the state of policies, so call it before `restore()`. */
export function createPolicies(options: PoliciesOptions): Policies {
  const { store, engine, engagement, decisions, catalog, random, uniform, now } = options;
  const posteriors = new Posteriors(store);
  const linear = new LinearModels(posteriors.policies);
  const trees = new TreeEnsembles();
  store.section(trees);
  const contexts = new Contexts(engine, engagement);
  return {
    engine: new PolicyEngine(
      { posteriors, linear, arms: new ArmScores(posteriors, engagement), contexts, trees },
      random,
      uniform,
    ),
    learner: new PolicyLearner(decisions, posteriors, linear, engagement, engine.items),
    reports: new PolicyReports({
      ...{ posteriors, linear, trees, contexts, catalog, now },
      variantPolicies: options.variantPolicies ?? (() => []),
    }),
    refits: new TreeRefits(decisions, posteriors, trees, now),
    posteriors,
    thaw: (frozen, from) => new FrozenPolicy(frozen, { contexts, engagement, items: engine.items }, from),
  };
}
