import type { FeatureDefinition } from '../definition.ts';
import type { FeatureState } from '../feature-state.ts';
import type { CompiledKind } from './kind.ts';

/** Weight of the prior when the definition gives none: as many decayed denominator events. */
export const defaultPriorWeight = 20;

/**
 * A smoothed rate, 0..1: (numerator + prior × weight) / (denominator + weight), both decayed counts. Without
 * a prior in the definition, the deployment's own rate over all items takes its place.
 */
export function compileRate(
  definition: Extract<FeatureDefinition, { kind: 'rate' }>,
  state: FeatureState,
): CompiledKind {
  const { halfLife, prior, priorWeight = defaultPriorWeight } = definition;
  const ones = (events: string[]) => Object.fromEntries(events.map((event) => [event, 1]));
  const over = state.decayed('item', ones(definition.numerator), halfLife);
  const under = state.decayed('item', ones(definition.denominator), halfLife);
  const priorAt = prior === undefined ? deploymentRate(definition, state, ones) : () => prior;
  return {
    scope: 'item',
    read: (row, at) => {
      const denominator = under.value(row, at) + priorWeight;
      if (denominator === 0) return Number.NaN;
      return Math.min(1, (over.value(row, at) + priorAt(at) * priorWeight) / denominator);
    },
  };
}

/** The rate over all items, remembered per time and version of state. */
function deploymentRate(
  { numerator, denominator, halfLife }: Extract<FeatureDefinition, { kind: 'rate' }>,
  state: FeatureState,
  ones: (events: string[]) => Record<string, number>,
): (at: number) => number {
  const over = state.decayed('total', ones(numerator), halfLife);
  const under = state.decayed('total', ones(denominator), halfLife);
  let knownAt = Number.NaN;
  let knownVersion = -1;
  let rate = 0;
  return (at) => {
    if (at === knownAt && state.version === knownVersion) return rate;
    const total = under.total(at);
    rate = total > 0 ? Math.min(1, over.total(at) / total) : 0;
    knownAt = at;
    knownVersion = state.version;
    return rate;
  };
}
