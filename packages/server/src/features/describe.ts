import type { CompiledColumns } from './columns.ts';
import type { CustomerFeatures, RecentEvent } from './feature-engine.ts';
import type { FeatureState } from './feature-state.ts';
import { Affinity } from './primitives/affinity.ts';
import { BehaviorScore } from './primitives/behavior-score.ts';
import { channelOf, customerIntWidth, deviceOf, floatWidth, intField, typeOf } from './primitives/history.ts';

const maxAffinities = 20;

/** The features of one customer for people and segments; −1 gives what is known of nobody. */
export function describeCustomer(
  columns: CompiledColumns,
  names: readonly string[],
  state: FeatureState,
  row: number,
  at: number,
  lastInteraction: number,
): CustomerFeatures {
  const features: Record<string, number | null> = {};
  for (const { index, read, fallback } of columns.customer) {
    const value = row < 0 ? Number.NaN : read(row, at);
    const known = Number.isNaN(value) ? fallback : value;
    features[names[index]] = Number.isNaN(known) ? null : known;
  }
  const affinities: Record<string, Record<string, number>> = {};
  let behaviorScore = 0;
  let scored = false;
  for (const primitive of state.primitives) {
    if (primitive instanceof Affinity && !Object.hasOwn(affinities, primitive.attribute.name)) {
      affinities[primitive.attribute.name] = row < 0 ? {} : shares(primitive, row, at);
    } else if (primitive instanceof BehaviorScore && !scored) {
      scored = true;
      behaviorScore = row < 0 ? 0 : primitive.value(row);
    }
  }
  return {
    features,
    affinities,
    behaviorScore,
    lastInteraction: lastInteraction === 0 ? null : lastInteraction,
  };
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

function shares(affinity: Affinity, row: number, at: number): Record<string, number> {
  const found: [string, number][] = [];
  affinity.forEach(row, at, (code, share) => {
    const value = affinity.attribute.vocabulary.value(code);
    if (value !== undefined) found.push([value, share]);
  });
  found.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return Object.fromEntries(found.slice(0, maxAffinities));
}
