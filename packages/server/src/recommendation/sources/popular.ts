import type { CandidateSet } from '../candidates.ts';
import type { Popularity } from './popularity.ts';
import type { CandidateSource, RetrievalContext } from './source.ts';

/** The most wanted items, decayed over days. Score: 1 for the first, a tenth less for each halving of popularity. */
export class PopularSource implements CandidateSource {
  readonly name = 'popular';
  readonly #popularity: Popularity;

  constructor(popularity: Popularity) {
    this.#popularity = popularity;
  }

  retrieve(_context: RetrievalContext, candidates: CandidateSet): void {
    const { rows, size } = this.#popularity.overall;
    for (let i = 0; i < size; i++) {
      if (!candidates.offer(rows[i], popularityScore(this.#popularity, rows[i]))) return;
    }
  }
}

/** 0.01..1 by how popular the item is beside the most popular one. */
export function popularityScore({ long, overall }: Popularity, row: number): number {
  const value = long.data[row];
  if (value === 0 || overall.size === 0) return 0.01;
  return Math.max(0.01, Math.min(1, 1 + (value - long.data[overall.rows[0]]) / 10));
}
