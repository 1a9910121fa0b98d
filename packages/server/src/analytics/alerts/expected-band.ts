import type { AlertStep } from './definition.ts';

interface Series {
  readonly length: number;
  readonly [index: number]: { value: number | null };
}

/** Periods between two that are alike: hours by the day, days by the week; minutes have no season. */
const season: Record<AlertStep, number> = { minute: 1, hour: 24, day: 7 };
/** How many alike ones are looked at. */
const alike: Record<AlertStep, number> = { minute: 180, hour: 21, day: 10 };
const fewest = 5;
/** Makes the median absolute deviation estimate a normal distribution's standard deviation. */
const normal = 1.4826;
/** Series hardly vary for a while; a band of no width would call every wobble an anomaly. */
const leastShare = 0.02;

/**
 * What is usual for a period: the median of the earlier periods of the same season, give or take so many robust
 * standard deviations (median absolute deviation; Leys et al. 2013, "Detecting outliers: Do not use standard
 * deviation around the mean, use absolute deviation around the median"). One outlier among them moves it little.
 */
export const expectedBand = {
  /** Periods that are looked back at. */
  history: {
    minute: season.minute * alike.minute,
    hour: season.hour * alike.hour,
    day: season.day * alike.day,
  } satisfies Record<AlertStep, number>,

  /** The band at an index from what lies before it; null when fewer than five alike periods are known. */
  at(
    points: Series,
    index: number,
    step: AlertStep,
    sensitivity: number,
  ): { low: number; high: number } | null {
    const known: number[] = [];
    for (let k = 1; k <= alike[step]; k++) {
      const value = points[index - k * season[step]]?.value;
      if (typeof value === 'number') known.push(value);
    }
    if (known.length < fewest) return null;
    const middle = median(known);
    const deviation = median(known.map((value) => Math.abs(value - middle)));
    const width = sensitivity * Math.max(normal * deviation, leastShare * Math.abs(middle));
    const nonNegative = known.every((value) => value >= 0);
    return { low: nonNegative ? Math.max(0, middle - width) : middle - width, high: middle + width };
  },
};

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
