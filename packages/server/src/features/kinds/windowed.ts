import type { FeatureDefinition } from '../definition.ts';
import { windows } from '../duration.ts';
import type { FeatureState } from '../feature-state.ts';
import { measure } from '../primitives/window-scan.ts';
import type { CompiledKind, RowReader } from './kind.ts';

type Windowed = Extract<FeatureDefinition, { kind: 'count' | 'sum' | 'mean' }>;

/** Count, sum or mean over events of some types in a window. */
export function compileWindowed(definition: Windowed, state: FeatureState): CompiledKind {
  const source = definition.scope === 'item' ? state.itemWindows : state.customerWindows;
  const slots = source.slots(definition.events);
  const window = windows.indexOf(definition.window);
  source.use(window);
  const add = (which: number): RowReader => {
    return (row, at) => source.sum(row, at, window, slots, which);
  };
  if (definition.kind === 'count') return { scope: definition.scope, read: add(measure.count) };
  const total = add(definition.of === 'value' ? measure.value : measure.quantity);
  if (definition.kind === 'sum') return { scope: definition.scope, read: total };
  const number = add(definition.of === 'value' ? measure.valued : measure.count);
  return {
    scope: definition.scope,
    // 0 / 0 is NaN, which is what a mean of nothing is here.
    read: (row, at) => total(row, at) / number(row, at),
  };
}
