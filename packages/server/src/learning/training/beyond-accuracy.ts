import { catalogCoverage, intraListDiversity, meanDefined, novelty } from '@personalize/learn';
import type { CatalogFacts } from './catalog-facts.ts';
import type { RowBuffer } from './row-buffer.ts';

export interface BeyondAccuracy {
  /** Share of the catalog that appears in any of the lists. */
  coverage: number;
  /** Mean self-information of the listed items, bits; null when nothing was ever bought. */
  novelty: number | null;
  /** Mean share of pairs of a list that are of different categories. */
  diversity: number | null;
}

/** What the first `k` of every group hold, apart from whether they are right. */
export function beyondAccuracy(
  rows: RowBuffer,
  scores: ArrayLike<number>,
  k: number,
  { category, buyers, customers, items }: CatalogFacts,
): BeyondAccuracy {
  const lists = rows.groups.map(({ start, size }) =>
    Array.from({ length: size }, (_, i) => start + i)
      .sort((a, b) => scores[b] - scores[a] || a - b)
      .slice(0, k)
      .map((row) => rows.items[row])
      .filter((item) => item >= 0),
  );
  const different = (a: number, b: number): number => (category[a] === category[b] ? 0 : 1);
  const listed = new Set(lists.flat()).size;
  return {
    coverage: catalogCoverage(lists, Math.max(1, items, listed)),
    novelty:
      customers === 0
        ? null
        : meanDefined(lists.map((list) => novelty(list, (item) => buyers[item], customers))),
    diversity: meanDefined(lists.map((list) => intraListDiversity(list, different))),
  };
}
