export { Catalog } from './catalog/catalog.ts';
export { CatalogWriter, loadCatalog } from './catalog/catalog-writer.ts';
export { defaultPlacements } from './default-placements.ts';
export {
  type FilterConfig,
  filterSchema,
  type Placement,
  type PolicyConfig,
  parsePlacement,
  placementSchema,
  type SourceConfig,
  type SourceName,
  sourceNames,
} from './placement.ts';
export { PlacementService, type PlacementServiceOptions, type StoredPlacement } from './placement-service.ts';
export {
  drawsWithoutEnd,
  type FrozenPosterior,
  frozenDraws,
  type SampledOrdering,
} from './policies/frozen-policy.ts';
export { type LearningKind, learningKinds, policyName } from './policies/policy-config.ts';
export type { WhichPolicy } from './policies/policy-report.ts';
export type { Locale } from './reasons/wording.ts';
export {
  maxBatch,
  maxCart,
  maxExcludes,
  maxLimit,
  type Recommendation,
  type RecommendationAnswer,
  type RecommendationRequest,
  type RequestVariant,
  type VariantOf,
} from './recommendation.ts';
export type { Recommender } from './recommender.ts';
export { type Restrictions, readRestrictions } from './restrictions.ts';
export type { RewardHeading, RewardTable, RewardTotals } from './rewards/reward-totals.ts';
export type { Contribution, ReasonKind, ScoreInput, Scorer } from './scorer.ts';
export { createRecommendation, type RecommendationOptions, type RecommendationService } from './service.ts';
export type { SimilarItem, SimilarItems } from './similar.ts';
