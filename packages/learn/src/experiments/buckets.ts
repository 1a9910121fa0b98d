/** A half-open part [start, end) of the unit interval. */
export type BucketRange = readonly [start: number, end: number];

/** GrowthBook's own tolerance: beyond it weights are replaced by equal ones. */
const bucketTolerance = 0.01;

/** Rounded thirds and sixths are let through; anything further from one is a mistake. */
export const weightTolerance = 0.001;

export function equalWeights(count: number): number[] {
  return count > 0 ? Array.from({ length: count }, () => 1 / count) : [];
}

/**
 * The range of each variant, exactly as GrowthBook's `getBucketRanges`: variant i starts at the sum of the
 * weights before it, whatever the coverage, so widening coverage never moves a customer to another variant.
 * Coverage is clamped to [0, 1]; weights of the wrong length or sum are replaced by equal ones. Callers who
 * must not have that happen silently check with {@link requireWeights} first, as `compileAssignment` does.
 */
export function bucketRanges(
  count: number,
  coverage: number,
  weights?: readonly number[] | null,
): BucketRange[] {
  const share = Math.min(1, Math.max(0, coverage));
  let used = weights ?? equalWeights(count);
  const total = used.reduce((sum, w) => sum + w, 0);
  if (used.length !== count || Math.abs(total - 1) > bucketTolerance) used = equalWeights(count);
  let start = 0;
  return used.map((weight) => {
    const range: BucketRange = [start, start + share * weight];
    start += weight;
    return range;
  });
}

/** Index of the first range that holds `bucket`, or −1. */
export function chooseRange(bucket: number, ranges: readonly BucketRange[]): number {
  for (let i = 0; i < ranges.length; i++) {
    if (bucket >= ranges[i][0] && bucket < ranges[i][1]) return i;
  }
  return -1;
}

/**
 * @throws RangeError naming the weight that is negative or not finite, or the sum that is not one (within 0.001)
 */
export function requireWeights(weights: readonly number[]): void {
  weights.forEach((w, i) => {
    if (!Number.isFinite(w) || w < 0)
      throw new RangeError(`weights must be 0 or more, got ${w} at index ${i}`);
  });
  const total = weights.reduce((sum, w) => sum + w, 0);
  if (Math.abs(total - 1) > weightTolerance) {
    throw new RangeError(`weights must sum to 1, got ${total} from [${weights.join(', ')}]`);
  }
}

/** @throws RangeError unless every range lies in [0, 1], does not run backwards and overlaps no other */
export function requireRanges(ranges: readonly BucketRange[]): void {
  for (const [start, end] of ranges) {
    if (!(start >= 0 && start <= end && end <= 1)) {
      throw new RangeError(`ranges must satisfy 0 <= start <= end <= 1, got [${start}, ${end}]`);
    }
  }
  const filled = ranges.filter(([start, end]) => end > start).sort((a, b) => a[0] - b[0]);
  for (let i = 1; i < filled.length; i++) {
    if (filled[i][0] < filled[i - 1][1]) {
      throw new RangeError(`ranges must not overlap, got [${filled[i - 1]}] and [${filled[i]}]`);
    }
  }
}
