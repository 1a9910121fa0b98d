import type { FeatureDefinition } from '../definition.ts';
import { milliseconds } from '../duration.ts';
import type { FeatureState } from '../feature-state.ts';
import type { CompiledKind } from './kind.ts';

/** Seconds since the latest of some events; 0 when it lies after `at`. */
export function compileRecency(
  definition: Extract<FeatureDefinition, { kind: 'recency' }>,
  state: FeatureState,
): CompiledKind {
  if (definition.scope === 'pair') {
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
          return elapsed > ttl ? Number.NaN : seconds(elapsed);
        },
      },
    };
  }
  const times = definition.scope === 'item' ? state.itemTimes : state.customerTimes;
  const latest = times.latest(definition.events);
  return {
    scope: definition.scope,
    read: (row, at) => {
      const time = latest(row);
      return time === 0 ? Number.NaN : seconds(at - time);
    },
  };
}

function seconds(elapsed: number): number {
  return elapsed < 0 ? 0 : elapsed / 1000;
}
