import type { CandidateSet } from '../candidates.ts';
import { decayedValue } from './forward-decay.ts';
import { type Popularity, popularHalfLife, trendHalfLife } from './popularity.ts';
import type { CandidateSource, RetrievalContext } from './source.ts';

/** A trend computed this recently is still right: its own half-life is hours. */
const freshMs = 2_000;
/** Decayed weight within the short window below which nothing is called a trend. */
const minimumWeight = 1;
/** One-sided significance: a rate this many standard errors above the usual one (p ≈ 0.001). */
export const trendThreshold = 3;
const capacity = 200;

/**
 * Items that earn far more attention now than they usually do. With a constant rate the short decayed sum
 * would be the long one × (short half-life ÷ long half-life); the score is how many standard errors of a
 * Poisson count it lies above that, the expected count not taken below one.
 */
export class TrendingSource implements CandidateSource {
  readonly name = 'trending';
  readonly #popularity: Popularity;
  readonly #rows = new Int32Array(capacity);
  readonly #scores = new Float64Array(capacity);
  #count = 0;
  #computedAt = Number.NEGATIVE_INFINITY;
  #computedFrom: unknown;

  constructor(popularity: Popularity) {
    this.#popularity = popularity;
  }

  retrieve({ at }: RetrievalContext, candidates: CandidateSet): void {
    if (Math.abs(at - this.#computedAt) > freshMs || this.#computedFrom !== this.#popularity.recent) {
      this.compute(at);
    }
    for (let i = 0; i < this.#count; i++) {
      if (!candidates.offer(this.#rows[i], this.#scores[i])) return;
    }
  }

  /** Standard errors above the usual rate; at most 0 when nothing is unusual. */
  score(row: number, at: number): number {
    const now = decayedValue(this.#popularity.short.data[row], at, trendHalfLife);
    if (now < minimumWeight) return 0;
    const usual =
      (decayedValue(this.#popularity.long.data[row], at, popularHalfLife) * trendHalfLife) / popularHalfLife;
    return (now - usual) / Math.sqrt(Math.max(usual, 1));
  }

  /** Made again from the busiest items of the last hours; also called in the background. */
  compute(at: number): void {
    const { recent } = this.#popularity;
    this.#computedAt = at;
    this.#computedFrom = recent;
    this.#count = 0;
    for (let i = 0; i < recent.size; i++) {
      const row = recent.rows[i];
      const score = this.score(row, at);
      if (score < trendThreshold) continue;
      let place = this.#count < capacity ? this.#count++ : capacity;
      while (place > 0 && this.#scores[place - 1] < score) {
        if (place < capacity) {
          this.#scores[place] = this.#scores[place - 1];
          this.#rows[place] = this.#rows[place - 1];
        }
        place--;
      }
      if (place < capacity) {
        this.#scores[place] = score;
        this.#rows[place] = row;
      }
    }
  }
}
