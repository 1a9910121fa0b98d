import type { FeatureDefinition } from '../definition.ts';
import type { FeatureState } from '../feature-state.ts';
import type { CompiledKind } from './kind.ts';

/** 0..100: how engaged the customer is, as a rank among all customers; see primitives/behavior-score.ts. */
export function compileBehaviorScore(
  definition: Extract<FeatureDefinition, { kind: 'behaviorScore' }>,
  state: FeatureState,
): CompiledKind {
  const score = state.behaviorScore(definition.weights, definition.halfLife);
  return { scope: 'customer', read: (row) => score.value(row) };
}
