import type { CompiledColumns } from './columns.ts';
import type { AttributeAffinity, RecentEvent } from './feature-engine.ts';
import type { FeatureState } from './feature-state.ts';
import { Affinity } from './primitives/affinity.ts';
import { channelOf, customerIntWidth, deviceOf, floatWidth, intField, typeOf } from './primitives/history.ts';

/** The customer-scope features by name; −1 gives what is known of nobody. */
export function describeFeatures(
  columns: CompiledColumns,
  names: readonly string[],
  row: number,
  at: number,
): Record<string, number | null> {
  const features: Record<string, number | null> = {};
  for (const { index, read, fallback } of columns.customer) {
    const value = row < 0 ? Number.NaN : read(row, at);
    const known = Number.isNaN(value) ? fallback : value;
    features[names[index]] = Number.isNaN(known) ? null : known;
  }
  return features;
}

/** Shares per attribute, largest first. Where two features have one attribute, the first declared counts. */
export function describeAffinities(
  state: FeatureState,
  row: number,
  at: number,
  limit: number,
): AttributeAffinity[] {
  const found: AttributeAffinity[] = [];
  for (const primitive of state.primitives) {
    if (!(primitive instanceof Affinity)) continue;
    const attribute = primitive.attribute.name;
    if (found.some((other) => other.attribute === attribute)) continue;
    found.push({ attribute, values: row < 0 ? [] : shares(primitive, row, at, limit) });
  }
  return found;
}

/** The newest events of a customer, newest first. */
export function recentEvents(state: FeatureState, row: number, limit: number): RecentEvent[] {
  const { list } = state.history;
  const events: RecentEvent[] = [];
  const start = list.start(row);
  for (let i = start + list.length(row) - 1; i >= start && events.length < limit; i--) {
    const k = i * customerIntWidth;
    const kind = list.ints[k + intField.kind];
    const channel = state.channels.value(channelOf(kind));
    const device = state.devices.value(deviceOf(kind));
    events.push({
      type: state.types.value(typeOf(kind)) ?? '(other)',
      itemRow: list.ints[k + intField.item],
      time: list.floats[i * floatWidth],
      value: list.ints[k + intField.valued] > 0 ? list.floats[i * floatWidth + 1] : null,
      quantity: list.floats[i * floatWidth + 2],
      ...(channel === undefined ? {} : { channel }),
      ...(device === undefined ? {} : { device }),
      count: list.ints[k + intField.count],
    });
  }
  return events;
}

function shares(affinity: Affinity, row: number, at: number, limit: number): AttributeAffinity['values'] {
  const found: AttributeAffinity['values'] = [];
  affinity.forEach(row, at, (code, share) => {
    const value = affinity.attribute.vocabulary.value(code);
    if (value !== undefined) found.push({ value, share });
  });
  found.sort((a, b) => b.share - a.share || (a.value < b.value ? -1 : 1));
  return found.slice(0, limit);
}
