import type { FeatureDefinition } from '../definition.ts';
import { milliseconds } from '../duration.ts';
import type { FeatureState } from '../feature-state.ts';
import {
  channelOf,
  customerIntWidth,
  deviceOf,
  floatWidth,
  intField,
  typeOf,
} from '../primitives/history.ts';
import { TypeNumbers } from '../vocabulary.ts';
import type { CompiledKind } from './kind.ts';
import { StampSet } from './stamp-set.ts';

/** How many different items, places, or values of an item attribute some events had within a window. */
export function compileDistinct(
  definition: Extract<FeatureDefinition, { kind: 'distinct' }>,
  state: FeatureState,
): CompiledKind {
  const { list } = state.history;
  const counted = new TypeNumbers(state.types, new Map(definition.events.map((event) => [event, 1])), 0);
  const window = milliseconds(definition.window);
  const seen = new StampSet();
  const mark = marker(definition.of, state, seen);
  return {
    scope: 'customer',
    read: (row, at) => {
      const { floats, ints } = list;
      const byCode = counted.byCode;
      const start = list.start(row);
      seen.clear();
      for (let i = start + list.length(row) - 1; i >= start; i--) {
        const time = floats[i * floatWidth];
        if (time > at) continue;
        if (time <= at - window) break;
        const k = i * customerIntWidth;
        const kind = ints[k + intField.kind];
        if (byCode[typeOf(kind)] === 1) mark(kind, ints[k + intField.item]);
      }
      return seen.size;
    },
  };
}

type Of = Extract<FeatureDefinition, { kind: 'distinct' }>['of'];

function marker(of: Of, state: FeatureState, seen: StampSet): (kind: number, itemRow: number) => void {
  if (of === 'itemId') {
    return (_kind, itemRow) => {
      if (itemRow >= 0) seen.add(itemRow);
    };
  }
  if (of === 'channel' || of === 'device') {
    const codeOf = of === 'channel' ? channelOf : deviceOf;
    return (kind) => {
      const code = codeOf(kind);
      if (code > 0) seen.add(code);
    };
  }
  const { single, several } = state.itemColumns.attribute(of.attribute);
  return (_kind, itemRow) => {
    if (itemRow < 0) return;
    if (single !== undefined && single.data[itemRow] > 0) seen.add(single.data[itemRow]);
    if (several === undefined) return;
    const start = several.start(itemRow);
    const end = start + several.length(itemRow);
    for (let i = start; i < end; i++) seen.add(several.ints[i]);
  };
}
