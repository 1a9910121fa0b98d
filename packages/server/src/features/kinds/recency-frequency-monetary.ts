import type { FeatureDefinition } from '../definition.ts';
import { milliseconds } from '../duration.ts';
import type { FeatureState } from '../feature-state.ts';
import { customerIntWidth, floatWidth, intField, typeOf } from '../primitives/history.ts';
import { TypeNumbers } from '../vocabulary.ts';
import type { CompiledKind } from './kind.ts';

const day = 86_400_000;

/**
 * RFM over a window: recency = days since the latest event (missing when there is none), frequency = number
 * of different event times (an order's lines share one time), monetary = sum of values.
 */
export function compileRecencyFrequencyMonetary(
  definition: Extract<FeatureDefinition, { kind: 'recencyFrequencyMonetary' }>,
  state: FeatureState,
): CompiledKind {
  const { list } = state.history;
  const counted = new TypeNumbers(state.types, new Map(definition.events.map((event) => [event, 1])), 0);
  const window = milliseconds(definition.window);
  const { part } = definition;
  return {
    scope: 'customer',
    read: (row, at) => {
      const { floats, ints } = list;
      const byCode = counted.byCode;
      const start = list.start(row);
      let frequency = 0;
      let monetary = 0;
      let previous = Number.NaN;
      for (let i = start + list.length(row) - 1; i >= start; i--) {
        const time = floats[i * floatWidth];
        if (time > at) continue;
        if (time <= at - window) break;
        if (byCode[typeOf(ints[i * customerIntWidth + intField.kind])] !== 1) continue;
        if (part === 'recency') return (at - time) / day;
        if (time !== previous) frequency++;
        previous = time;
        monetary += floats[i * floatWidth + 1];
      }
      if (part === 'recency') return Number.NaN;
      return part === 'frequency' ? frequency : monetary;
    },
  };
}
