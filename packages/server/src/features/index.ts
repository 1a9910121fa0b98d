export { type CompileOptions, compileFeatures, featureHash } from './compile.ts';
export type { FeatureDefinition, Scope, Window } from './definition.ts';
export { parseDuration } from './duration.ts';
export type {
  Applied,
  AttributeAffinity,
  CustomerFeatures,
  FeatureEngine,
  ReadRequest,
  RecentEvent,
  RecordConsumer,
} from './feature-engine.ts';
export type { ItemAttribute, ItemColumns } from './item-columns.ts';
export type { PairHistory } from './primitives/pair-history.ts';
export { validateFeatures } from './validate.ts';
export type { Vocabulary } from './vocabulary.ts';
