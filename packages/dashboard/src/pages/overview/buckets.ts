import type { LiveSecond } from '../../api/live-snapshot.ts';

/** Means of `points` equal stretches of a series, for a sparkline; null where a stretch holds nothing. */
export function bucketed<T>(
  rows: readonly T[],
  read: (row: T) => number | null,
  points = 30,
): (number | null)[] {
  const size = Math.max(1, Math.ceil(rows.length / points));
  const means: (number | null)[] = [];
  for (let end = rows.length; end > 0; end -= size) {
    let sum = 0;
    let count = 0;
    for (let i = Math.max(0, end - size); i < end; i++) {
      const value = read(rows[i]);
      if (value === null) continue;
      sum += value;
      count += 1;
    }
    means.push(count === 0 ? null : sum / count);
  }
  return means.reverse();
}

const bucketMs = 10_000;

/** Latency by whole ten seconds, each the mean of its seconds; single seconds hold too few requests to read. */
export function tenSeconds(
  seconds: readonly LiveSecond[],
): Pick<LiveSecond, 'at' | 'latencyP50' | 'latencyP99'>[] {
  const newest = seconds.at(-1)?.at ?? 0;
  const groups = Map.groupBy(seconds, ({ at }) => Math.floor(at / bucketMs) * bucketMs);
  return [...groups]
    .filter(([start]) => start + bucketMs <= newest + 1_000)
    .map(([at, rows]) => ({
      at,
      latencyP50: mean(rows.map(({ latencyP50 }) => latencyP50)),
      latencyP99: mean(rows.map(({ latencyP99 }) => latencyP99)),
    }));
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
