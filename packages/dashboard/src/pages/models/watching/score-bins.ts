/** Scores by the bins of a reference, as shares. */
export interface ScoreBins {
  /** Of the bins: below the first edge, between two, above the last. */
  names: string[];
  now: number[];
  before: number[];
}

/**
 * Lays scores into a reference's bins.
 * @param edges inner edges, ascending; a value equal to an edge lies above it
 * @param shares of the reference, one for each bin and a last one for missing values, which is left out
 */
export function scoreBins(
  scores: readonly number[],
  { edges, shares }: { edges: readonly number[]; shares: readonly number[] },
  write: (value: number) => string,
): ScoreBins {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const score of scores) {
    const above = edges.findIndex((edge) => score < edge);
    counts[above < 0 ? edges.length : above] += 1;
  }
  const names = counts.map((_, bin) => {
    if (edges.length === 0) return '';
    if (bin === 0) return `< ${write(edges[0])}`;
    return bin === edges.length ? `≥ ${write(edges[bin - 1])}` : `${write(edges[bin - 1])} –`;
  });
  return {
    names,
    now: counts.map((count) => (scores.length > 0 ? count / scores.length : 0)),
    before: counts.map((_, bin) => shares[bin] ?? 0),
  };
}
