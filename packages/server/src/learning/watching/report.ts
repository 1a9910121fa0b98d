import { jensenShannon, populationStabilityIndex } from './divergence.ts';
import { delayEnds, type HourBucket, probabilityBins, sumBuckets } from './hour-bucket.ts';
import { binCount, missingBin, type Reference } from './reference.ts';

/** How far a distribution moved from its reference. */
export interface Drift {
  name: string;
  /** Population stability index. */
  psi: number;
  /** Jensen–Shannon divergence, bits. */
  jensenShannon: number;
  /** Share of values that are missing, now and in the reference. */
  missing: number;
  missingBefore: number;
}

export interface CalibrationPoint {
  /** Mean predicted probability and share of clicks. */
  predicted: number;
  observed: number;
  slots: number;
}

export interface WatchReport {
  decisions: number;
  /** Decisions whose outcomes are followed; `clicks`, `conversions` and `value` are theirs. */
  followed: number;
  slots: number;
  clicks: number;
  conversions: number;
  value: number;
  /** Followed decisions with a click ÷ followed decisions. */
  clickedShare: number | null;
  reference: { source: Reference['source']; rows: number } | null;
  /** Largest shift first; empty without reference or logged vectors. */
  features: Drift[];
  scores: Drift | null;
  /** Slots by bin of the reference's scores, as its `shares`; empty without reference or scores. */
  scoreCounts: number[];
  calibration: {
    points: CalibrationPoint[];
    /** Expected calibration error; null without probabilities. */
    error: number | null;
    /** What pure chance would give at these counts. */
    noise: number;
  };
  /** Half, and nine tenths, of the clicks came within so many seconds of their decision; null without clicks. */
  delay: { median: number; p90: number } | null;
  /** Clicks by seconds since the decision: upper end of the bin (null: later) and count. */
  delays: { upToSeconds: number | null; clicks: number }[];
}

/** Slots below which a distribution is not held against its reference. */
const fewestSlots = 100;

/** What some hours of one model version come to. */
export function watchReport(hours: readonly HourBucket[], reference: Reference | null): WatchReport {
  const sum = sumBuckets(hours);
  const { decisions, followed, slots, clicks, conversions, value } = sum;
  return {
    ...{ decisions, followed, slots, clicks, conversions, value },
    clickedShare: followed > 0 ? sum.clicked / followed : null,
    reference: reference === null ? null : { source: reference.source, rows: reference.rows },
    features: reference === null ? [] : featureDrift(sum, reference),
    scores: reference === null ? null : driftOf('score', sum.scores, reference.scores.shares),
    scoreCounts: reference === null ? [] : Array.from(sum.scores),
    calibration: calibrationOf(sum),
    delay: delayOf(sum.delays),
    delays: Array.from(sum.delays, (count, bin) => ({ upToSeconds: delayEnds[bin] ?? null, clicks: count })),
  };
}

/** Quantiles of label delay, even within a bin; what is later than the last end counts as it. */
function delayOf(delays: Uint32Array): WatchReport['delay'] {
  let total = 0;
  for (const clicks of delays) total += clicks;
  if (total === 0) return null;
  const quantile = (share: number): number => {
    let left = share * total;
    for (let bin = 0; bin < delayEnds.length; bin++) {
      const begin = bin === 0 ? 0 : delayEnds[bin - 1];
      if (left <= delays[bin]) return begin + (delayEnds[bin] - begin) * (left / delays[bin]);
      left -= delays[bin];
    }
    return delayEnds[delayEnds.length - 1];
  };
  return { median: quantile(0.5), p90: quantile(0.9) };
}

function featureDrift(sum: HourBucket, { features, shares }: Reference): Drift[] {
  const found: Drift[] = [];
  features.forEach((name, column) => {
    const counts = sum.features.subarray(column * binCount, (column + 1) * binCount);
    const drift = driftOf(name, counts, shares[column]);
    if (drift !== null) found.push(drift);
  });
  return found.sort((a, b) => b.psi - a.psi);
}

function driftOf(name: string, counts: Uint32Array, before: readonly number[]): Drift | null {
  const total = counts.reduce((all, count) => all + count, 0);
  if (total < fewestSlots) return null;
  return {
    name,
    psi: populationStabilityIndex(counts, before),
    jensenShannon: jensenShannon(counts, before),
    missing: counts[missingBin] / total,
    missingBefore: before[missingBin],
  };
}

function calibrationOf({ predicted }: HourBucket): WatchReport['calibration'] {
  const points: CalibrationPoint[] = [];
  let total = 0;
  for (const slots of predicted.slots) total += slots;
  let error = 0;
  let noise = 0;
  for (let bin = 0; bin < probabilityBins; bin++) {
    const slots = predicted.slots[bin];
    if (slots === 0) continue;
    const mean = predicted.expected[bin] / slots;
    const observed = predicted.clicks[bin] / slots;
    points.push({ predicted: mean, observed, slots });
    error += (slots / total) * Math.abs(mean - observed);
    // Mean absolute deviation of a binomial share, by its normal limit.
    noise += (slots / total) * Math.sqrt((2 / Math.PI) * ((mean * (1 - mean)) / slots));
  }
  return { points, error: total > 0 ? error : null, noise };
}
