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
 * The most wanted items of the categories, brands… that the customer prefers. Score: the value's share of the
 * customer's interest × how popular the item is.
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
    const { affinities } = this.#engine.describe(customerRow, at);
    for (const attribute in affinities) {
      let looked = 0;
      for (const value in affinities[attribute]) {
        if (looked++ === valuesPerAttribute) break;
        const code = this.#catalog.attributes.find(value);
        const list = code < 0 ? undefined : this.#popularity.list(attribute, code);
        if (!list) continue;
        const share = affinities[attribute][value];
        const size = Math.min(list.size, itemsPerValue);
        for (let i = 0; i < size; i++) {
          const score = share * popularityScore(this.#popularity, list.rows[i]);
          if (!candidates.offer(list.rows[i], score, code)) return;
        }
      }
    }
  }
}
