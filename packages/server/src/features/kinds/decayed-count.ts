import type { FeatureDefinition } from '../definition.ts';
import type { FeatureState } from '../feature-state.ts';
import type { CompiledKind } from './kind.ts';

/** Events counted with weights that halve every half-life. */
export function compileDecayedCount(
  definition: Extract<FeatureDefinition, { kind: 'decayedCount' }>,
  state: FeatureState,
): CompiledKind {
  const weights = Object.fromEntries(definition.events.map((event) => [event, 1]));
  const sum = state.decayed(definition.scope, weights, definition.halfLife);
  return { scope: definition.scope, read: (row, at) => sum.value(row, at) };
}
