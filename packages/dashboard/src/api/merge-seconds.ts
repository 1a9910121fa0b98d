import type { LiveSecond } from './live-snapshot.ts';

/** Seconds that the page remembers. */
const kept = 900;

/** Joins two runs of seconds: later ones replace those of the same time, order is kept, the oldest fall out. */
export function mergeSeconds(
  known: readonly LiveSecond[],
  arrived: readonly LiveSecond[],
): readonly LiveSecond[] {
  if (arrived.length === 0) return known;
  const first = arrived[0].at;
  const last = arrived[arrived.length - 1].at;
  const before = known.filter(({ at }) => at < first);
  const after = known.filter(({ at }) => at > last);
  return [...before, ...arrived, ...after].slice(-kept);
}
