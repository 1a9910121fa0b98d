import { maxCandidates } from './candidates.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { Placement } from './placement.ts';

/** A number for a missing score, so that it sorts last and never makes NaN. */
const worst = Number.NEGATIVE_INFINITY;

/**
 * Orders candidates for the slate: maximal marginal relevance (Carbonell, Goldstein, SIGIR 1998) under caps.
 * Each step takes the candidate with the largest λ·relevance − (1−λ)·(largest similarity to those taken),
 * relevance being the score scaled to 0..1 within the request and similarity the cosine of one-hot attribute
 * vectors. A candidate whose attribute value has reached its cap is passed over.
 */
export class Diversifier {
  readonly #catalog: Catalog;
  /** Attributes that make two items alike. */
  readonly #attributes: readonly string[];
  readonly #relevance = new Float64Array(maxCandidates);
  readonly #similarity = new Float64Array(maxCandidates);
  readonly #taken = new Uint8Array(maxCandidates);
  readonly #order = new Int32Array(maxCandidates);

  constructor(catalog: Catalog, attributes: readonly string[]) {
    this.#catalog = catalog;
    this.#attributes = attributes;
  }

  /**
   * Positions of `rows` in slate order: `slots` by marginal relevance, then up to `extra` more by relevance,
   * all of them together within the caps. The array is reused by the next call.
   */
  order(
    rows: Int32Array,
    scores: Float64Array,
    count: number,
    slots: number,
    extra: number,
    diversity: Placement['diversity'],
  ): Int32Array {
    this.#scaleRelevance(scores, count);
    this.#similarity.fill(0, 0, count);
    this.#taken.fill(0, 0, count);
    const caps = this.#caps(diversity.caps);
    const columns = this.#columns();
    const total = Math.min(count, slots + extra);
    let filled = 0;
    while (filled < total) {
      const lambda = filled < slots ? diversity.lambda : 1;
      const position = this.#best(count, lambda);
      if (position < 0) break;
      this.#taken[position] = 1;
      const row = rows[position];
      if (!withinCaps(caps, row)) continue;
      this.#order[filled++] = position;
      if (lambda < 1 && filled < slots) this.#updateSimilarity(rows, count, row, columns);
    }
    return this.#order.subarray(0, filled);
  }

  #scaleRelevance(scores: Float64Array, count: number): void {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const score = scores[i];
      if (!Number.isFinite(score)) continue;
      if (score < low) low = score;
      if (score > high) high = score;
    }
    const span = high - low;
    for (let i = 0; i < count; i++) {
      if (!Number.isFinite(scores[i])) this.#relevance[i] = -1;
      else this.#relevance[i] = span > 0 ? (scores[i] - low) / span : 1;
    }
  }

  #best(count: number, lambda: number): number {
    let best = -1;
    let bestValue = worst;
    for (let i = 0; i < count; i++) {
      if (this.#taken[i] === 1) continue;
      const value = lambda * this.#relevance[i] - (1 - lambda) * this.#similarity[i];
      if (value > bestValue) {
        bestValue = value;
        best = i;
      }
    }
    return best;
  }

  #updateSimilarity(rows: Int32Array, count: number, chosen: number, columns: Int32Array[]): void {
    for (let i = 0; i < count; i++) {
      if (this.#taken[i] === 1) continue;
      const similarity = similarityOf(columns, rows[i], chosen);
      if (similarity > this.#similarity[i]) this.#similarity[i] = similarity;
    }
  }

  #columns(): Int32Array[] {
    const columns: Int32Array[] = [];
    for (const name of this.#attributes) {
      const column = this.#catalog.attributes.column(name);
      if (column) columns.push(column.data);
    }
    return columns;
  }

  /** 0..1 for two item rows. */
  similarity(a: number, b: number): number {
    return similarityOf(this.#columns(), a, b);
  }

  #caps(
    caps: Placement['diversity']['caps'],
  ): { codes: Int32Array; max: number; used: Map<number, number> }[] {
    const active = [];
    for (const { attribute, max } of caps) {
      const column = this.#catalog.attributes.column(attribute);
      if (column) active.push({ codes: column.data, max, used: new Map<number, number>() });
    }
    return active;
  }
}

/** Counts the row in when every cap has room. Items without the attribute are not capped by it. */
function withinCaps(
  caps: { codes: Int32Array; max: number; used: Map<number, number> }[],
  row: number,
): boolean {
  for (const { codes, max, used } of caps) {
    if (codes[row] >= 0 && (used.get(codes[row]) ?? 0) >= max) return false;
  }
  for (const { codes, used } of caps) {
    if (codes[row] >= 0) used.set(codes[row], (used.get(codes[row]) ?? 0) + 1);
  }
  return true;
}

/** Cosine of one-hot vectors: values in common ÷ √(values of a × values of b). */
function similarityOf(columns: Int32Array[], a: number, b: number): number {
  let common = 0;
  let ofA = 0;
  let ofB = 0;
  for (let c = 0; c < columns.length; c++) {
    const codeA = columns[c][a];
    const codeB = columns[c][b];
    if (codeA >= 0) ofA++;
    if (codeB >= 0) ofB++;
    if (codeA >= 0 && codeA === codeB) common++;
  }
  return common === 0 ? 0 : common / Math.sqrt(ofA * ofB);
}
