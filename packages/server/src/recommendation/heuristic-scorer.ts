import type { FeatureDefinition } from '../features/definition.ts';
import { sourceCount } from './candidates.ts';
import type { AttributeCodes } from './catalog/attribute-codes.ts';
import { type SourceName, sourceNames } from './placement.ts';
import type { Contribution, ReasonKind, ScoreInput, Scorer } from './scorer.ts';
import { distinctiveness, selectivity } from './sources/affinity.ts';
import { strongEvidence } from './sources/co-occurrence.ts';
import { popularityScore } from './sources/popular.ts';
import type { Popularity } from './sources/popularity.ts';

/**
 * Weights of the default ranker, per term of 0..1 (rates −1..1). Chosen by hand, in this order of trust: a
 * repeat purchase that is due, what goes with the item at hand, the customer's tastes, what others do.
 */
const sourceWeights: Record<SourceName, number> = {
  buyAgain: 2.2,
  coOccurrence: 1.6,
  affinity: 0.5,
  trending: 0.6,
  popular: 0.8,
  new: 0.3,
};
const affinityWeight = 2.2;
const rateWeight = 0.5;
const priceWeight = 0.3;
const boughtRecentlyWeight = 2;

const sourceKinds: Record<SourceName, ReasonKind> = {
  buyAgain: 'buyAgain',
  coOccurrence: 'boughtTogether',
  affinity: 'affinity',
  trending: 'trending',
  popular: 'popular',
  new: 'new',
};

interface FeatureTerm {
  name: string;
  kind: ReasonKind;
  column: number;
  weight: number;
  /** The term's value for an item row; never called with NaN. */
  value(feature: number, row: number): number;
}

const popularIndex = sourceNames.indexOf('popular');
const togetherIndex = sourceNames.indexOf('coOccurrence');
const trendingIndex = sourceNames.indexOf('trending');

/**
 * The ranker that serves before any is trained: a weighted sum of the sources' evidence, the customer's
 * affinities, item rates, price fit and time since the last purchase. It finds its features by their kind in
 * the deployment's definitions, so any set of definitions works; missing values contribute nothing.
 */
export class HeuristicScorer implements Scorer {
  readonly modelVersion = 'heuristic@1';
  readonly #popularity: Popularity;
  readonly #terms: FeatureTerm[];

  constructor(
    definitions: readonly FeatureDefinition[],
    names: readonly string[],
    popularity: Popularity,
    attributes: AttributeCodes,
  ) {
    this.#popularity = popularity;
    this.#terms = featureTerms(definitions, names, attributes);
  }

  score(input: ScoreInput, out: Float64Array): void {
    const strongest = this.#strongestTogether(input);
    const { matrix, width, count } = input;
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let s = 0; s < sourceCount; s++) sum += this.#sourcePart(input, i, s, strongest);
      for (let t = 0; t < this.#terms.length; t++) {
        const term = this.#terms[t];
        const feature = matrix[i * width + term.column];
        if (!Number.isNaN(feature)) sum += term.weight * term.value(feature, input.rows[i]);
      }
      out[i] = sum;
    }
  }

  explain(input: ScoreInput, position: number): Contribution[] {
    const strongest = this.#strongestTogether(input);
    const parts: Contribution[] = [];
    for (let s = 0; s < sourceCount; s++) {
      const contribution = this.#sourcePart(input, position, s, strongest);
      if (contribution === 0) continue;
      parts.push({ feature: `source.${sourceNames[s]}`, kind: sourceKinds[sourceNames[s]], contribution });
    }
    for (const term of this.#terms) {
      const feature = input.matrix[position * input.width + term.column];
      if (Number.isNaN(feature)) continue;
      const contribution = term.weight * term.value(feature, input.rows[position]);
      if (contribution !== 0) parts.push({ feature: term.name, kind: term.kind, contribution });
    }
    return parts.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  }

  #sourcePart(input: ScoreInput, position: number, source: number, strongest: number): number {
    const evidence = input.evidence[position * sourceCount + source];
    const weight = sourceWeights[sourceNames[source]];
    if (source === popularIndex) return weight * popularityScore(this.#popularity, input.rows[position]);
    if (evidence === 0) return 0;
    if (source === togetherIndex) return (weight * evidence) / strongest;
    if (source === trendingIndex) return (weight * evidence) / (evidence + 5);
    return weight * Math.min(1, evidence);
  }

  /** Co-occurrence sums have no fixed scale: they count relative to the request's strongest, if that is strong. */
  #strongestTogether({ evidence, count }: ScoreInput): number {
    let strongest: number = strongEvidence;
    for (let i = 0; i < count; i++) {
      strongest = Math.max(strongest, evidence[i * sourceCount + togetherIndex]);
    }
    return strongest;
  }
}

function featureTerms(
  definitions: readonly FeatureDefinition[],
  names: readonly string[],
  attributes: AttributeCodes,
): FeatureTerm[] {
  const affinities = definitions.filter((definition) => definition.kind === 'affinity').length;
  const rates = definitions.filter((definition) => definition.kind === 'rate').length;
  const terms: FeatureTerm[] = [];
  for (const definition of definitions) {
    const column = names.indexOf(definition.name);
    if (column < 0) continue;
    const term = { name: definition.name, column };
    if (definition.kind === 'affinity') {
      terms.push({
        ...term,
        kind: 'affinity',
        weight: affinityWeight / Math.sqrt(affinities),
        // The root: a third of all interest is already strong.
        value: (share, row) => {
          const ofCatalog = attributes.share(definition.attribute, row);
          return Math.sqrt(distinctiveness(Math.min(1, share), ofCatalog)) * selectivity(ofCatalog);
        },
      });
    } else if (definition.kind === 'rate') {
      const prior = definition.prior ?? 0.05;
      terms.push({
        ...term,
        kind: 'clickRate',
        weight: rateWeight / rates,
        value: (rate) => Math.tanh(Math.log(Math.max(rate, 1e-6) / Math.max(prior, 1e-6)) / 2),
      });
    } else if (definition.kind === 'relativePrice') {
      terms.push({
        ...term,
        kind: 'priceFit',
        weight: priceWeight,
        value: (logRatio) => Math.exp(-Math.abs(logRatio)),
      });
    } else if (definition.kind === 'repurchase') {
      terms.push({
        ...term,
        kind: 'boughtRecently',
        weight: boughtRecentlyWeight,
        value: (ratio) => -Math.max(0, 1 - Math.max(0, ratio) / 0.5),
      });
    }
  }
  return terms;
}
