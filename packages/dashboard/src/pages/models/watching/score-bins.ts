/** Scores by the bins of a reference, as shares. */
export interface ScoreBins {
  /** Of the bins: below the first edge, between two, above the last. */
  names: string[];
  now: number[];
  before: number[];
  /** Scores that were counted. */
  total: number;
}

/**
 * How scores lie in a reference's bins, beside how its own did. Missing scores, the last of each list, are left
 * out.
 * @param counts of scores by bin, as `shares`
 * @param edges inner edges, ascending; a value equal to an edge lies above it
 */
export function scoreBins(
  counts: readonly number[],
  { edges, shares }: { edges: readonly number[]; shares: readonly number[] },
  write: (value: number) => string,
): ScoreBins {
  const bins = Array.from({ length: edges.length + 1 }, (_, bin) => counts[bin] ?? 0);
  const total = bins.reduce((sum, count) => sum + count, 0);
  const names = bins.map((_, bin) => {
    if (edges.length === 0) return '';
    if (bin === 0) return `< ${write(edges[0])}`;
    return bin === edges.length ? `≥ ${write(edges[bin - 1])}` : `${write(edges[bin - 1])} –`;
  });
  return {
    ...{ names, total },
    now: bins.map((count) => (total > 0 ? count / total : 0)),
    before: bins.map((_, bin) => shares[bin] ?? 0),
  };
}
