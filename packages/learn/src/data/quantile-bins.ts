/** How one feature's values map to codes 0 to 255. */
export interface FeatureBins {
  kind: 'numeric' | 'categorical';
  /** Numeric: bin i holds cuts[i - 1] <= x < cuts[i]. Ascending, one fewer than `valueBins`. */
  cuts: Float32Array;
  /** Categorical: category of each bin but the last, which holds every other category. */
  categories: Int32Array;
  /** Codes 0 to valueBins - 1 hold values; code `valueBins` holds missing ones. At most 256 codes in all. */
  valueBins: number;
  hasMissing: boolean;
}

/** Below this distance from 0 a value counts as 0 when zero gets a bin of its own. */
const zeroWidth = 1e-35;

/** A float32 strictly above `low` and at most `high`, near their middle. */
function cutBetween(low: number, high: number): number {
  const middle = Math.fround(low + (high - low) / 2);
  return middle > low ? Math.min(middle, high) : high;
}

/**
 * Cuts distinct ascending values into at most `maxBins` bins of about equal weight; a value heavier than
 * an average bin gets one alone. After the greedy binning of LightGBM (Ke et al., NIPS 2017).
 */
function greedyCuts(
  values: Float32Array,
  weights: Float64Array,
  begin: number,
  end: number,
  maxBins: number,
  minBinWeight: number,
  cuts: number[],
): void {
  const count = end - begin;
  if (count <= 1 || maxBins <= 1) return;
  if (count <= maxBins) {
    let weight = 0;
    for (let i = begin; i < end - 1; i++) {
      weight += weights[i];
      if (weight >= minBinWeight) {
        cuts.push(cutBetween(values[i], values[i + 1]));
        weight = 0;
      }
    }
    return;
  }
  let total = 0;
  for (let i = begin; i < end; i++) total += weights[i];
  const bins = minBinWeight > 0 ? Math.max(1, Math.min(maxBins, Math.floor(total / minBinWeight))) : maxBins;
  let mean = total / bins;
  const heavyFrom = mean;
  let lightBins = bins;
  let lightWeight = total;
  for (let i = begin; i < end; i++) {
    if (weights[i] >= heavyFrom) {
      lightBins--;
      lightWeight -= weights[i];
    }
  }
  mean = lightBins > 0 ? lightWeight / lightBins : Infinity;
  let made = 1;
  let weight = 0;
  for (let i = begin; i < end - 1 && made < bins; i++) {
    const heavy = weights[i] >= heavyFrom;
    if (!heavy) lightWeight -= weights[i];
    weight += weights[i];
    const nextHeavy = weights[i + 1] >= heavyFrom;
    if (heavy || weight >= mean || (nextHeavy && weight >= Math.max(1, mean / 2))) {
      cuts.push(cutBetween(values[i], values[i + 1]));
      made++;
      weight = 0;
      if (!heavy) {
        lightBins--;
        mean = lightBins > 0 ? lightWeight / lightBins : Infinity;
      }
    }
  }
}

/**
 * Cuts of a numeric feature from its distinct ascending values and their weights (same length). Zero gets
 * a bin of its own when there are values on its other side or on both, so sparse counts split cleanly.
 * @param maxBins 2 to 256 bins for values
 * @param minBinWeight least weight of a bin, in rows
 */
export function numericCuts(
  values: Float32Array,
  weights: Float64Array,
  maxBins: number,
  minBinWeight: number,
): Float32Array {
  let negativeEnd = 0;
  while (negativeEnd < values.length && values[negativeEnd] < -zeroWidth) negativeEnd++;
  let positiveStart = negativeEnd;
  while (positiveStart < values.length && values[positiveStart] <= zeroWidth) positiveStart++;
  const sum = (begin: number, end: number) => {
    let total = 0;
    for (let i = begin; i < end; i++) total += weights[i];
    return total;
  };
  const cuts: number[] = [];
  const below = sum(0, negativeEnd);
  const zero = sum(negativeEnd, positiveStart);
  const above = sum(positiveStart, values.length);
  const hasZero = positiveStart > negativeEnd;
  const zeroAlone = hasZero && zero >= minBinWeight;
  const distinct = values.length;
  if (!zeroAlone || distinct <= 2) {
    greedyCuts(values, weights, 0, distinct, maxBins, minBinWeight, cuts);
    return Float32Array.from(cuts);
  }
  const sideBins = maxBins - 1;
  let left = 0;
  if (negativeEnd > 0) {
    left = Math.max(1, Math.min(sideBins, Math.floor((below / (below + above || 1)) * sideBins)));
    greedyCuts(values, weights, 0, negativeEnd, left, minBinWeight, cuts);
    cuts.push(cutBetween(values[negativeEnd - 1], values[negativeEnd]));
  }
  if (positiveStart < distinct) {
    const right = maxBins - 1 - (negativeEnd > 0 ? cuts.length : 0);
    if (right > 0) {
      cuts.push(cutBetween(values[positiveStart - 1], values[positiveStart]));
      greedyCuts(values, weights, positiveStart, distinct, right, minBinWeight, cuts);
    }
  }
  return Float32Array.from(cuts);
}

/**
 * The heaviest categories in ascending order, at most `maxBins - 1`: the last bin is for all others.
 */
export function frequentCategories(values: Float32Array, weights: Float64Array, maxBins: number): Int32Array {
  const order = Array.from({ length: values.length }, (_, i) => i)
    .sort((a, b) => weights[b] - weights[a] || a - b)
    .slice(0, maxBins - 1);
  return Int32Array.from(order, (i) => values[i]).sort();
}
