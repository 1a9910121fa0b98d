import { randomInt } from 'node:crypto';
import { Random } from '@personalize/learn';
import type { FeatureEngine, RecordConsumer } from '../features/feature-engine.ts';
import type { ProfileDecision } from '../profiles/profile.ts';
import { RecentEvents } from '../profiles/recent-events.ts';
import type { DecisionRecord, JournalRecord } from '../stores/journal/record.ts';
import type { OnlineStore } from '../stores/online/online-store.ts';
import { Catalog } from './catalog/catalog.ts';
import { Diversifier } from './diversify.ts';
import { Explainer } from './explain.ts';
import { CandidateGatherer } from './gather.ts';
import { HeuristicScorer } from './heuristic-scorer.ts';
import type { Placement, SourceName } from './placement.ts';
import { createPolicies, type Policies } from './policies/create-policies.ts';
import type { VariantPolicy } from './policies/policy-report.ts';
import { Purchases } from './purchases.ts';
import type { VariantOf } from './recommendation.ts';
import { Recommender } from './recommender.ts';
import { DecisionLog } from './rewards/decision-log.ts';
import { DecisionRewards } from './rewards/decision-rewards.ts';
import { Engagement } from './rewards/engagement.ts';
import { recentDecisions } from './rewards/recent-decisions.ts';
import { RewardTable } from './rewards/reward-totals.ts';
import type { ScoreInput, Scorer } from './scorer.ts';
import { type SimilarItems, similarItems } from './similar.ts';
import { AffinitySource } from './sources/affinity.ts';
import { BuyAgainSource } from './sources/buy-again.ts';
import { CoOccurrenceSource } from './sources/co-occurrence.ts';
import { NewSource } from './sources/new.ts';
import { PopularSource } from './sources/popular.ts';
import { Popularity } from './sources/popularity.ts';
import type { CandidateSource } from './sources/source.ts';
import { TrendingSource } from './sources/trending.ts';

export interface RecommendationOptions {
  store: OnlineStore;
  engine: FeatureEngine;
  placement(name: string): Placement | undefined;
  /** The ranker of a reference other than `heuristic`; undefined falls back to the heuristic. */
  scorer?(reference: string): Scorer | undefined;
  customerRow(identity: { customerId?: string; anonymousId?: string }): number;
  appliedOffset(): number;
  append(records: JournalRecord[]): Promise<unknown>;
  /** The experiment's variant that answers a request; undefined without waiting when none can. */
  variantOf?: VariantOf;
  /** Told of each decision before it is logged, with what the ranker saw; must be fast and copy what it keeps. */
  onDecided?(record: DecisionRecord, input: ScoreInput, scores: Float64Array): void;
  /** Whether a customer is in a segment now. Default: in none. */
  inSegment?(customerRow: number, segment: string): boolean;
  now(): number;
  /** Policies that running experiments set for a placement's variants: they are shown and fitted as its own are. */
  variantPolicies?(placement: string): readonly VariantPolicy[];
  /** Uniform in [0, 1); ε-greedy draws from it. */
  random?(): number;
  /** Seed of all other exploration; default: a new one at each start. */
  seed?: number;
  /** Decisions remembered for joining rewards, at most. */
  decisionLimit?: number;
  /** Context values remembered for policies that learn, at most. */
  contextLimit?: number;
}

/** Everything of recommendation that app.ts needs to know. */
export interface RecommendationService {
  recommender: Recommender;
  catalog: Catalog;
  sources: Readonly<Record<SourceName, CandidateSource>>;
  decisions: DecisionLog;
  rewards: RewardTable;
  policies: Policies;
  similar: SimilarItems;
  /** What was recommended to a customer lately, newest first. */
  recentDecisions(customerRow: number): ProfileDecision[];
  heuristic: HeuristicScorer;
  popularity: Popularity;
  purchases: Purchases;
  /** Another retrieve → filter → featurize over the same state, for replays. */
  gatherer(): CandidateGatherer;
  /** In the order in which the pipeline must call them, after the features and segments. */
  consumers: RecordConsumer[];
  /** Makes the sorted lists from state; after `restore()` and {@link loadCatalog}. */
  rebuild(): void;
  /** Background upkeep, a slice a call; true while there is more to do. To be called about every second. */
  refresh(): boolean;
}

/** Declares all state that recommendation keeps, so call it after `compileFeatures` and before `restore()`. */
export function createRecommendation(options: RecommendationOptions): RecommendationService {
  const { store, engine } = options;
  const { customers, items, definitions } = engine;
  const attributes = listedAttributes(engine);
  const catalog = new Catalog(items);
  const recentEvents = new RecentEvents(store, customers);
  const popularity = new Popularity(items, catalog, attributes);
  const purchases = new Purchases(customers, items, definitions);
  const coOccurrence = new CoOccurrenceSource(items, recentEvents);
  const news = new NewSource(items, catalog);
  const trending = new TrendingSource(popularity);
  const rewards = new RewardTable(store);
  const engagement = new Engagement(rewards, items);
  const decisions = new DecisionLog(store, customers, options.decisionLimit, options.contextLimit);
  const policies = createPolicies({
    ...{ store, engine, engagement, decisions, catalog, now: options.now, uniform: options.random },
    variantPolicies: options.variantPolicies,
    random: new Random(options.seed ?? randomInt(2 ** 47)),
  });
  const heuristic = new HeuristicScorer(definitions, engine.names, popularity, catalog.attributes);
  const sources: Record<SourceName, CandidateSource> = {
    popular: new PopularSource(popularity),
    trending,
    coOccurrence,
    buyAgain: new BuyAgainSource(purchases),
    affinity: new AffinitySource(engine, popularity, catalog),
    new: news,
  };
  const gatherer = () => new CandidateGatherer({ engine, catalog, purchases, recentEvents, sources });
  const recommender = new Recommender({
    ...options,
    catalog,
    popularity,
    gatherer: gatherer(),
    explainer: new Explainer(catalog, definitions, heuristic),
    engagement,
    policies: policies.engine,
    inSegment: options.inSegment ?? (() => false),
    similarityAttributes: attributes,
    scorer: (reference) =>
      reference === 'heuristic' ? heuristic : (options.scorer?.(reference) ?? heuristic),
  });
  return {
    recommender,
    catalog,
    sources,
    decisions,
    rewards,
    policies,
    similar: similarItems(
      catalog,
      coOccurrence,
      popularity,
      new Diversifier(catalog, attributes),
      attributes,
    ),
    recentDecisions: (row) => recentDecisions(decisions, rewards, items, catalog, row),
    heuristic,
    popularity,
    purchases,
    gatherer,
    consumers: [
      catalog,
      popularity,
      purchases,
      coOccurrence,
      news,
      new DecisionRewards(decisions, rewards, engagement, items, policies.learner),
    ],
    rebuild() {
      popularity.rebuild();
      news.rebuild();
    },
    refresh() {
      trending.compute(options.now());
      return popularity.refresh();
    },
  };
}

/** `category` and every attribute that an affinity feature is about. */
function listedAttributes({ definitions }: FeatureEngine): string[] {
  const attributes = definitions.flatMap((definition) =>
    definition.kind === 'affinity' ? [definition.attribute] : [],
  );
  return [...new Set(['category', ...attributes])];
}
