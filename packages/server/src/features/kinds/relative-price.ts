import type { FeatureDefinition } from '../definition.ts';
import type { FeatureState } from '../feature-state.ts';
import type { CompiledKind } from './kind.ts';

/** ln(candidate's price ÷ geometric mean of the unit prices that the customer paid): 0 = as usual, 0.7 = twice. */
export function compileRelativePrice(
  definition: Extract<FeatureDefinition, { kind: 'relativePrice' }>,
  state: FeatureState,
): CompiledKind {
  const level = state.priceLevel(definition.events, definition.halfLife);
  const { price } = state.itemColumns;
  let usual = Number.NaN;
  return {
    scope: 'pair',
    pair: {
      load: (customerRow) => {
        usual = customerRow < 0 ? Number.NaN : level.logMean(customerRow);
        return !Number.isNaN(usual);
      },
      value: (itemRow) => {
        const own = price.data[itemRow];
        return own > 0 ? Math.log(own) - usual : Number.NaN;
      },
    },
  };
}
