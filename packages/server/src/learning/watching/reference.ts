const quantiles = 10;
/** Bins of a number's distribution: ten by quantiles, one on either side of all that was known, and one for "missing". */
export const valueBins = quantiles + 2;
export const binCount = valueBins + 1;
export const missingBin = valueBins;

/** How features and scores of a model were distributed when all was well. Plain data. */
export interface Reference {
  /**
   * `training`, `evaluation`: the slates that it would have served in the held-out window, as its training or a
   * later evaluation found them; `firstServed`: the first ones that it did serve.
   */
  source: 'training' | 'evaluation' | 'firstServed';
  /** Slots. */
  rows: number;
  /** Declared features by name, `source.NAME` for a source's evidence. */
  features: string[];
  /** By feature: ascending inner edges, at most {@link valueBins} − 1. A value equal to an edge lies above it. */
  edges: number[][];
  /** By feature: share of each bin, the missing one last. */
  shares: number[][];
  scores: { edges: number[]; shares: number[] };
}

/**
 * Bins rows by quantiles of their own values.
 * @param matrix row-major `rows × features.length`, NaN where missing
 */
export function makeReference(
  source: Reference['source'],
  features: readonly string[],
  matrix: ArrayLike<number>,
  scores: ArrayLike<number>,
): Reference {
  const rows = scores.length;
  const width = features.length;
  const edges: number[][] = [];
  const shares: number[][] = [];
  for (let column = 0; column < width; column++) {
    const values = Float64Array.from({ length: rows }, (_, row) => matrix[row * width + column]);
    const { edges: own, shares: shared } = binned(values);
    edges.push(own);
    shares.push(shared);
  }
  return { source, rows, features: [...features], edges, shares, scores: binned(Float64Array.from(scores)) };
}

/** The bin of a value, at single precision, as models read it. */
export function binOf(edges: readonly number[], number: number): number {
  const value = Math.fround(number);
  if (!Number.isFinite(value)) return missingBin;
  let bin = 0;
  while (bin < edges.length && value >= edges[bin]) bin++;
  return bin;
}

function binned(values: Float64Array): { edges: number[]; shares: number[] } {
  const known = values.map(Math.fround).filter(Number.isFinite).sort();
  const edges: number[] = [];
  if (known.length > 0) {
    // A column that never varied is still seen to change: what lies outside of all that was known has its bins.
    const [least, most] = [known[0], known[known.length - 1]];
    edges.push(least);
    for (let i = 1; i < quantiles; i++) {
      const edge = known[Math.floor((i * known.length) / quantiles)];
      if (edge !== edges.at(-1)) edges.push(edge);
    }
    edges.push(most + Math.max(1e-30, Math.abs(most) * 1e-6));
  }
  const counts = new Float64Array(binCount);
  for (const value of values) counts[binOf(edges, value)]++;
  return { edges, shares: Array.from(counts, (count) => count / Math.max(1, values.length)) };
}
