import type { FeatureDefinition } from '../../features/index.ts';
import type { Contribution, ReasonKind } from '../../recommendation/index.ts';

const ofSource: Record<string, ReasonKind> = {
  'source.buyAgain': 'buyAgain',
  'source.coOccurrence': 'boughtTogether',
  'source.affinity': 'affinity',
  'source.trending': 'trending',
  'source.popular': 'popular',
  'source.new': 'new',
};

/** What a feature's part of the score says, for a reason in words; undefined when it says nothing about the item. */
type KindOf = (contribution: number) => ReasonKind | undefined;

/**
 * What each of a model's columns says. Features of the customer and of the moment are alike for every
 * candidate: they cannot be why one item came before another, so they are left out of reasons.
 */
export function reasonKinds(
  features: readonly string[],
  definitions: readonly FeatureDefinition[],
): readonly KindOf[] {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  return features.map((name) => {
    const source = ofSource[name];
    if (source !== undefined) return () => source;
    const definition = byName.get(name);
    return definition === undefined ? () => 'other' : kindOf(definition);
  });
}

function kindOf(definition: FeatureDefinition): KindOf {
  switch (definition.kind) {
    case 'affinity':
      return () => 'affinity';
    case 'rate':
      return definition.scope === 'item' ? () => 'clickRate' : () => undefined;
    case 'relativePrice':
      return () => 'priceFit';
    case 'occasions':
      return (contribution) => (contribution > 0 ? 'buyAgain' : 'other');
    case 'repurchase':
      return (contribution) => (contribution > 0 ? 'buyAgain' : 'boughtRecently');
    case 'recency':
      if (definition.scope === 'customer') return () => undefined;
      if (definition.scope === 'item') return () => 'trending';
      return (contribution) =>
        contribution < 0 && definition.events.includes('purchase') ? 'boughtRecently' : 'other';
    case 'count':
    case 'decayedCount':
    case 'sum':
      return definition.scope === 'item' ? () => 'popular' : () => undefined;
    case 'behaviorScore':
    case 'context':
    case 'session':
    case 'recencyFrequencyMonetary':
      return () => undefined;
    default:
      return definition.scope === 'customer' ? () => undefined : () => 'other';
  }
}

/** A row's parts as reasons, strongest first. */
export function toContributions(
  features: readonly string[],
  kinds: readonly KindOf[],
  parts: Float64Array,
): Contribution[] {
  const found: Contribution[] = [];
  for (let column = 0; column < features.length; column++) {
    const contribution = parts[column];
    if (contribution === 0) continue;
    const kind = kinds[column](contribution);
    if (kind !== undefined) found.push({ feature: features[column], kind, contribution });
  }
  return found.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}
