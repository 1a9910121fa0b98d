import type { FeatureDefinition } from '../definition.ts';
import type { FeatureState } from '../feature-state.ts';
import type { CompiledKind } from './kind.ts';

/** The share of the customer's decayed, weighted interest that the candidate's values of an attribute hold. */
export function compileAffinity(
  definition: Extract<FeatureDefinition, { kind: 'affinity' }>,
  state: FeatureState,
): CompiledKind {
  const affinity = state.affinity(definition.attribute, definition.weights, definition.halfLife);
  return {
    scope: 'pair',
    pair: {
      load: (customerRow, at) => affinity.load(customerRow, at),
      value: (itemRow) => affinity.share(itemRow),
    },
  };
}
