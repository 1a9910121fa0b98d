import { binCount } from './reference.ts';

/** Upper ends of the bins of label delay, seconds; one more bin for what is later. */
export const delayEnds = [10, 60, 300, 900, 3600, 21_600, 86_400] as const;
/** Bins of predicted probability, by its square root: most probabilities of a click are small. */
export const probabilityBins = 10;

/** What one model version did and earned within one hour. Counts only. */
export interface HourBucket {
  /** Epoch hours of the decisions' arrival. */
  hour: number;
  decisions: number;
  /** Decisions with at least one click. */
  clicked: number;
  slots: number;
  clicks: number;
  conversions: number;
  value: number;
  /** Features × bins; empty until a reference exists, or where vectors are not logged. */
  features: Uint32Array;
  scores: Uint32Array;
  /** Clicks by the time since their decision. */
  delays: Uint32Array;
  /** By bin of predicted probability: slots, their predicted clicks, their clicks. */
  predicted: { slots: Uint32Array; expected: Float64Array; clicks: Uint32Array };
}

export function emptyBucket(hour: number, features: number): HourBucket {
  return {
    ...{ hour, decisions: 0, clicked: 0, slots: 0, clicks: 0, conversions: 0, value: 0 },
    features: new Uint32Array(features * binCount),
    scores: new Uint32Array(binCount),
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

/** The sum of several hours; `hour` is the first one's. */
export function sumBuckets(buckets: readonly HourBucket[], features: number): HourBucket {
  const sum = emptyBucket(buckets[0]?.hour ?? 0, features);
  for (const bucket of buckets) {
    for (const field of ['decisions', 'clicked', 'slots', 'clicks', 'conversions', 'value'] as const) {
      sum[field] += bucket[field];
    }
    add(sum.features, bucket.features);
    add(sum.scores, bucket.scores);
    add(sum.delays, bucket.delays);
    add(sum.predicted.slots, bucket.predicted.slots);
    add(sum.predicted.expected, bucket.predicted.expected);
    add(sum.predicted.clicks, bucket.predicted.clicks);
  }
  return sum;
}

function add(to: Uint32Array | Float64Array, from: ArrayLike<number>): void {
  for (let i = 0; i < Math.min(to.length, from.length); i++) to[i] += from[i];
}
