import type { Catalog } from './catalog/catalog.ts';
import type { Diversifier } from './diversify.ts';
import type { CoOccurrenceSource } from './sources/co-occurrence.ts';
import { neighbourLimit, strongEvidence } from './sources/co-occurrence.ts';
import { popularityScore } from './sources/popular.ts';
import type { Popularity } from './sources/popularity.ts';

export interface SimilarItem {
  itemId: string;
  title: string;
  category: string;
  price?: number;
  currency?: string;
  /** 0..1. */
  score: number;
  /** Evidence that customers put both together, 0..1, as a share of the strongest neighbour's or of strong evidence. */
  together: number;
  /** Cosine of the attributes. */
  alike: number;
}

const togetherWeight = 0.6;
const alikeWeight = 0.3;
const popularWeight = 0.1;

export type SimilarItems = (itemRow: number, limit: number, at: number) => SimilarItem[];

/**
 * Items like one item: what customers put together with it, and items of the same attribute values by how
 * much they share and how wanted they are. Hidden and unavailable ones are left out.
 */
export function similarItems(
  catalog: Catalog,
  together: CoOccurrenceSource,
  popularity: Popularity,
  diversifier: Diversifier,
  attributes: readonly string[],
): SimilarItems {
  const neighbours = new Int32Array(neighbourLimit);
  const evidence = new Float64Array(neighbourLimit);
  return (itemRow, limit, at) => {
    if (itemRow < 0) return [];
    const shares = new Map<number, number>();
    const count = together.neighbours(itemRow, at, neighbours, evidence);
    const strongest = Math.max(strongEvidence, evidence[0]);
    for (let i = 0; i < count; i++) shares.set(neighbours[i], evidence[i] / strongest);
    for (const attribute of attributes) {
      const code = catalog.attributes.column(attribute)?.data[itemRow] ?? -1;
      const list = code < 0 ? undefined : popularity.list(attribute, code);
      for (let i = 0; list && i < list.size; i++) {
        if (!shares.has(list.rows[i])) shares.set(list.rows[i], 0);
      }
    }
    shares.delete(itemRow);
    const found: { row: number; score: number; together: number; alike: number }[] = [];
    for (const [row, share] of shares) {
      if (catalog.present[row] !== 1 || catalog.hidden[row] === 1) continue;
      if (catalog.availableFrom[row] > at || at >= catalog.availableUntil[row]) continue;
      const alike = diversifier.similarity(itemRow, row);
      const score =
        togetherWeight * share + alikeWeight * alike + popularWeight * popularityScore(popularity, row);
      found.push({ row, score, together: share, alike });
    }
    found.sort((a, b) => b.score - a.score || a.row - b.row);
    return found.slice(0, limit).map(({ row, ...numbers }) => {
      const { itemId, title, category, price, currency } = catalog.get(row)!;
      return { itemId, title, category, price, currency, ...numbers };
    });
  };
}
