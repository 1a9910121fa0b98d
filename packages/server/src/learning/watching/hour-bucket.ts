/** Upper ends of the bins of label delay, seconds; one more bin for what is later. */
export const delayEnds = [10, 60, 300, 900, 3600, 21_600, 86_400] as const;
/** Bins of predicted probability, by its square root: most probabilities of a click are small. */
export const probabilityBins = 10;

/** What one model version did and earned within one hour (or one day, when hours were put together). Counts only. */
export interface HourBucket {
  /** Epoch hours of the decisions' arrival; of a day, its first one. */
  hour: number;
  decisions: number;
  /** Decisions whose outcomes are followed; everything below but slots, features and scores counts theirs. */
  followed: number;
  /** Decisions with at least one click. */
  clicked: number;
  slots: number;
  clicks: number;
  conversions: number;
  value: number;
  /** The reference's features × bins; empty until something was counted. */
  features: Uint32Array;
  scores: Uint32Array;
  /** Clicks by the time since their decision. */
  delays: Uint32Array;
  /** By bin of predicted probability: slots, their predicted clicks, their clicks. */
  predicted: { slots: Uint32Array; expected: Float64Array; clicks: Uint32Array };
}

export function emptyBucket(hour: number): HourBucket {
  return {
    ...{ hour, decisions: 0, followed: 0, clicked: 0, slots: 0, clicks: 0, conversions: 0, value: 0 },
    features: new Uint32Array(),
    scores: new Uint32Array(),
    delays: new Uint32Array(delayEnds.length + 1),
    predicted: {
      slots: new Uint32Array(probabilityBins),
      expected: new Float64Array(probabilityBins),
      clicks: new Uint32Array(probabilityBins),
    },
  };
}

export function delayBin(seconds: number): number {
  const bin = delayEnds.findIndex((end) => seconds <= end);
  return bin < 0 ? delayEnds.length : bin;
}

export function probabilityBin(probability: number): number {
  return Math.min(probabilityBins - 1, Math.floor(Math.sqrt(Math.max(0, probability)) * probabilityBins));
}

/** The sum of several hours; `hour` is the first one's. Distributions must be of one reference. */
export function sumBuckets(buckets: readonly HourBucket[]): HourBucket {
  const sum = emptyBucket(buckets[0]?.hour ?? 0);
  for (const bucket of buckets) addBucket(sum, bucket);
  return sum;
}

export function addBucket(sum: HourBucket, bucket: HourBucket): void {
  for (const field of [
    'decisions',
    'followed',
    'clicked',
    'slots',
    'clicks',
    'conversions',
    'value',
  ] as const) {
    sum[field] += bucket[field];
  }
  if (sum.features.length === 0) sum.features = new Uint32Array(bucket.features.length);
  if (sum.scores.length === 0) sum.scores = new Uint32Array(bucket.scores.length);
  add(sum.features, bucket.features);
  add(sum.scores, bucket.scores);
  add(sum.delays, bucket.delays);
  add(sum.predicted.slots, bucket.predicted.slots);
  add(sum.predicted.expected, bucket.predicted.expected);
  add(sum.predicted.clicks, bucket.predicted.clicks);
}

function add(to: Uint32Array | Float64Array, from: ArrayLike<number>): void {
  for (let i = 0; i < Math.min(to.length, from.length); i++) to[i] += from[i];
}
