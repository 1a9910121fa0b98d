import type { FeatureDefinition } from '../definition.ts';
import type { FeatureState } from '../feature-state.ts';
import type { CompiledKind } from './kind.ts';

/** A customer's or an item's attribute as a number: itself, 0/1 for booleans, a code for text. */
export function compileAttribute(
  definition: Extract<FeatureDefinition, { kind: 'attribute' }>,
  state: FeatureState,
): CompiledKind {
  const source = definition.scope === 'item' ? state.itemColumns : state.attributes;
  const number = source.number(definition.attribute);
  return { scope: definition.scope, read: (row) => number(row) };
}
