export { type QueryInput, queryLimits, zoneOf } from './check-query.ts';
export { currenciesOf } from './currencies-of.ts';
export type { DimensionDefinition, MetricDefinition } from './definition.ts';
export { FreshnessClock } from './freshness.ts';
export { SemanticModel } from './model.ts';
export type { Answer } from './query.ts';
export { inLanguage, invalid, type Locale, locales } from './refusal.ts';
export { AnalyticsService } from './service.ts';
export { validateDimensions, validateMetrics } from './validate.ts';
