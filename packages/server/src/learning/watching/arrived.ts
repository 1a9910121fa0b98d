import { delayEnds, type HourBucket } from './hour-bucket.ts';
import type { WatchReport } from './report.ts';

/**
 * Share of the clicks on these decisions that have had time to come, at least: going by how late clicks came
 * otherwise, each as late as its bin ends, with decisions spread evenly over their hour or day. Clicks on the
 * latest decisions are still to come, which must not be taken for a worse model. 1 when no delays are known.
 *
 * @param delays clicks by the time since their decision
 * @param since epoch ms: the decisions that count were made from then on
 * @param now epoch ms
 * @param unit length of a bucket, ms
 */
export function arrivedShare(
  buckets: readonly HourBucket[],
  delays: WatchReport['delays'],
  since: number,
  now: number,
  unit = 3_600_000,
): number {
  const total = delays.reduce((sum, { clicks }) => sum + clicks, 0);
  let decisions = 0;
  let arrived = 0;
  for (const bucket of buckets) {
    const start = bucket.hour * 3_600_000;
    const begin = Math.max(since, start);
    const length = Math.max(1, Math.min(start + unit, now) - begin);
    decisions += bucket.followed;
    for (const [bin, end] of delayEnds.entries()) {
      const old = Math.min(1, Math.max(0, (now - end * 1000 - begin) / length));
      arrived += (bucket.followed * old * delays[bin].clicks) / Math.max(1, total);
    }
  }
  return total === 0 || decisions === 0 ? 1 : arrived / decisions;
}
