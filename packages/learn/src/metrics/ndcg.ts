import { byFallingScore } from './binary-input.ts';

/** Beyond it 2^relevance would overflow in sums. */
const largestRelevance = 900;

export interface NdcgOptions {
  /** Ranks that count. Default: all. */
  k?: number;
  /**
   * `exponential` (default): 2^relevance − 1, as in Burges et al. (ICML 2005), LightGBM and XGBoost.
   * `linear`: the relevance itself, as in Järvelin and Kekäläinen (ACM TOIS 20, 2002) and scikit-learn.
   * For 0/1 relevances both are the same.
   */
  gain?: 'exponential' | 'linear';
}

/**
 * Normalised discounted cumulative gain of one list: DCG@k over the best DCG@k its relevances allow, with
 * discount 1 / log2(rank + 1). Items of equal score share the average gain of the ranks they fill (McSherry
 * and Najork, ECIR 2008), so the result does not depend on their order.
 *
 * @param scores one per item (higher ranks first)
 * @param relevances 0 to 900 per item
 * @returns 0 to 1, or null when no item has relevance above 0: the measure is undefined there, and whether
 *   such lists count as 0, as 1 or not at all is the caller's to say
 * @throws RangeError for empty lists, lengths that disagree, NaN, negative relevances, k below 1
 */
export function ndcg(
  scores: ArrayLike<number>,
  relevances: ArrayLike<number>,
  options: NdcgOptions = {},
): number | null {
  const { k = Infinity, gain = 'exponential' } = options;
  const n = scores.length;
  if (n === 0) throw new RangeError('scores must not be empty');
  if (relevances.length !== n) throw new RangeError(`relevances must number ${n}, got ${relevances.length}`);
  if (!(k >= 1) || (k !== Infinity && !Number.isInteger(k))) {
    throw new RangeError(`k must be an integer from 1, got ${k}`);
  }
  const gains = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(scores[i])) throw new RangeError(`scores must be numbers, got NaN at item ${i}`);
    if (!(relevances[i] >= 0 && relevances[i] <= largestRelevance)) {
      throw new RangeError(`relevances must be 0 to ${largestRelevance}, got ${relevances[i]} at item ${i}`);
    }
    gains[i] = gain === 'exponential' ? 2 ** relevances[i] - 1 : relevances[i];
  }
  const ideal = dcg(gains, gains, k);
  return ideal > 0 ? dcg(scores, gains, k) / ideal : null;
}

function dcg(scores: ArrayLike<number>, gains: Float64Array, k: number): number {
  const order = byFallingScore(scores);
  const depth = Math.min(k, order.length);
  let sum = 0;
  for (let start = 0; start < depth; ) {
    let end = start;
    let tiedGain = 0;
    let discount = 0;
    while (end < order.length && scores[order[end]] === scores[order[start]]) {
      tiedGain += gains[order[end]];
      if (end < depth) discount += 1 / Math.log2(end + 2);
      end++;
    }
    sum += (tiedGain / (end - start)) * discount;
    start = end;
  }
  return sum;
}

/**
 * {@link ndcg} of each of several lists that lie one after another.
 *
 * @param groupSizes items per list, in order; their sum is the number of scores
 * @param whenUndefined the value of lists without a relevant item (LightGBM takes 1, scikit-learn 0);
 *   `skip` leaves them out
 * @returns one value per list (fewer with `skip`)
 */
export function ndcgPerGroup(
  scores: Float64Array | Float32Array,
  relevances: Float64Array | Float32Array | Int32Array,
  groupSizes: ArrayLike<number>,
  options: NdcgOptions & { whenUndefined?: number | 'skip' } = {},
): Float64Array {
  const { whenUndefined = 'skip' } = options;
  const values: number[] = [];
  let at = 0;
  for (let g = 0; g < groupSizes.length; g++) {
    const end = at + groupSizes[g];
    if (!Number.isInteger(groupSizes[g]) || groupSizes[g] < 1 || end > scores.length) {
      throw new RangeError(
        `groupSizes must be 1 or more and fit ${scores.length} scores, got ${groupSizes[g]}`,
      );
    }
    const value = ndcg(scores.subarray(at, end), relevances.subarray(at, end), options);
    if (value !== null) values.push(value);
    else if (whenUndefined !== 'skip') values.push(whenUndefined);
    at = end;
  }
  if (at !== scores.length) throw new RangeError(`groupSizes must sum to ${scores.length}, got ${at}`);
  return Float64Array.from(values);
}
