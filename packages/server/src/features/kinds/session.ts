import type { FeatureDefinition } from '../definition.ts';
import { milliseconds } from '../duration.ts';
import type { FeatureState } from '../feature-state.ts';
import { customerIntWidth, floatWidth, intField, typeOf } from '../primitives/history.ts';
import type { CompiledKind } from './kind.ts';
import { StampSet } from './stamp-set.ts';

/**
 * The session open at `at`: the run of activity, each event at most `gap` after the one before, that ended
 * at most `gap` ago. Its number of events, its length in seconds so far, or its number of different items;
 * 0 when no session is open.
 */
export function compileSession(
  definition: Extract<FeatureDefinition, { kind: 'session' }>,
  state: FeatureState,
): CompiledKind {
  const { list } = state.history;
  const { part } = definition;
  const gap = milliseconds(definition.gap);
  const items = new StampSet();
  return {
    scope: 'customer',
    read: (row, at) => {
      const { floats, ints } = list;
      const active = state.activity.byCode;
      const start = list.start(row);
      items.clear();
      let events = 0;
      let newest = at;
      let oldest = at;
      for (let i = start + list.length(row) - 1; i >= start; i--) {
        const time = floats[i * floatWidth];
        const k = i * customerIntWidth;
        if (time > at || active[typeOf(ints[k + intField.kind])] !== 1) continue;
        if (oldest - time > gap) break;
        if (events === 0) newest = time;
        oldest = time;
        events += ints[k + intField.count];
        if (ints[k + intField.item] >= 0) items.add(ints[k + intField.item]);
      }
      if (part === 'events') return events;
      if (part === 'items') return items.size;
      return events === 0 ? 0 : (newest - oldest) / 1000;
    },
  };
}
