import type { FeatureDefinition } from '../definition.ts';
import { milliseconds } from '../duration.ts';
import type { FeatureState } from '../feature-state.ts';
import type { CompiledKind } from './kind.ts';

/** Separate occasions on which the customer did this with the candidate. */
export function compileOccasions(
  definition: Extract<FeatureDefinition, { kind: 'occasions' }>,
  state: FeatureState,
): CompiledKind {
  const pairs = state.pairs(definition.events);
  const ttl = definition.ttl === undefined ? Number.POSITIVE_INFINITY : milliseconds(definition.ttl);
  return {
    scope: 'pair',
    pair: {
      load: (customerRow) => {
        pairs.load(customerRow);
        return customerRow >= 0;
      },
      value: (itemRow, at) => (at - pairs.lastTime(itemRow) <= ttl ? pairs.occasions(itemRow) : Number.NaN),
    },
  };
}
