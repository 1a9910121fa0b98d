import type { FeatureEngine } from '../../features/feature-engine.ts';
import type { CandidateSet } from '../candidates.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { popularityScore } from './popular.ts';
import type { Popularity } from './popularity.ts';
import type { CandidateSource, RetrievalContext } from './source.ts';

/** Values of an attribute that are looked at, the customer's strongest first. */
const valuesPerAttribute = 8;
/** Items of one value that are named at most. */
const itemsPerValue = 24;

/**
 * How much more of the customer's interest a value holds than its share of the catalog, 0..1. That somebody
 * prefers what nine items in ten are says nothing of them.
 */
export function distinctiveness(share: number, ofCatalog: number): number {
  return ofCatalog < 1 ? Math.max(0, (share - ofCatalog) / (1 - ofCatalog)) : 0;
}

/** 0..1: how much a value narrows the choice; 1 for one item in twenty or fewer, 0.1 for three in four. */
export function selectivity(ofCatalog: number): number {
  return ofCatalog > 0 ? Math.min(1, -Math.log(ofCatalog) / 3) : 1;
}

/**
 * The most wanted items of the categories, brands… that the customer prefers. Score: the preference's
 * {@link distinctiveness} × the value's {@link selectivity} × how popular the item is.
 */
export class AffinitySource implements CandidateSource {
  readonly name = 'affinity';
  readonly #engine: FeatureEngine;
  readonly #popularity: Popularity;
  readonly #catalog: Catalog;

  constructor(engine: FeatureEngine, popularity: Popularity, catalog: Catalog) {
    this.#engine = engine;
    this.#popularity = popularity;
    this.#catalog = catalog;
  }

  retrieve({ customerRow, at }: RetrievalContext, candidates: CandidateSet): void {
    if (customerRow < 0) return;
    for (const { attribute, values } of this.#engine.affinities(customerRow, at, valuesPerAttribute)) {
      for (const { value, share } of values) {
        const code = this.#codeOf(attribute, value);
        const list = code < 0 ? undefined : this.#popularity.list(attribute, code);
        if (!list) continue;
        const ofCatalog = this.#catalog.attributes.shareOf(attribute, code);
        const preference = distinctiveness(share, ofCatalog) * selectivity(ofCatalog);
        if (preference <= 0) continue;
        const size = Math.min(list.size, itemsPerValue);
        for (let i = 0; i < size; i++) {
          const score = preference * popularityScore(this.#popularity, list.rows[i]);
          if (!candidates.offer(list.rows[i], score, code)) return;
        }
      }
    }
  }

  /** The catalog's code of a value, which affinities know as text; −1 when no item has it. */
  #codeOf(attribute: string, value: string): number {
    const { attributes } = this.#catalog;
    const text = attributes.find(value);
    if (this.#popularity.list(attribute, text) !== undefined) return text;
    const other = value === 'true' || value === 'false' ? value === 'true' : Number(value);
    return String(other) === value ? attributes.find(other) : -1;
  }
}
