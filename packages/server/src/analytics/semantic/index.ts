export { type QueryInput, queryLimits } from './check-query.ts';
export type { DimensionDefinition, MetricDefinition } from './definition.ts';
export { FreshnessClock } from './freshness.ts';
export { type FunnelAnswer, type FunnelInput, funnelLimits } from './funnel.ts';
export { SemanticModel } from './model.ts';
export type { Answer } from './query.ts';
export { type RetentionAnswer, type RetentionInput, retentionLimits } from './retention.ts';
export { AnalyticsService } from './service.ts';
export { validateDimensions, validateMetrics } from './validate.ts';
