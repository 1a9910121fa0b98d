import type { FeatureDefinition } from '../definition.ts';
import { milliseconds } from '../duration.ts';
import type { FeatureState } from '../feature-state.ts';
import type { CompiledKind } from './kind.ts';

/** Time since the customer last bought the candidate ÷ the usual interval: about 1 when it is due again. */
export function compileRepurchase(
  definition: Extract<FeatureDefinition, { kind: 'repurchase' }>,
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
      value: (itemRow, at) => {
        const elapsed = at - pairs.lastTime(itemRow);
        if (!(elapsed <= ttl)) return Number.NaN;
        return Math.max(0, elapsed) / pairs.usualInterval(itemRow);
      },
    },
  };
}
