/** What a series' past says about a point, and whether the point lies outside. */
export interface Judged {
  expected: number | null;
  low: number | null;
  high: number | null;
  anomaly: 'high' | 'low' | null;
}

/** Earlier values that a place in the season needs. */
export const minimumSeasons = 3;
/** Scales the median absolute deviation to a normal distribution's standard deviation. */
const consistent = 1.4826;
const unknown: Judged = { expected: null, low: null, high: null, anomaly: null };

/**
 * Judges the points from `from` on by those at the same place of earlier seasons (the same hour of the week):
 * expected is their median, the band `threshold` robust deviations around it. Deviations are medians of
 * absolute deviations (Hampel, "The influence curve and its role in robust estimation", JASA 1974), of the
 * place itself or pooled over all places in units of the square root of their medians (counts vary so),
 * whichever is larger: few seasons make a place's own deviation unsure. The threshold of 3.5 is that of
 * Iglewicz and Hoaglin, "How to detect and handle outliers" (1993).
 *
 * `values`: one for each step of time, oldest first; null where nothing is known. `period`: steps of a season.
 * `seasons`: how many earlier ones count. Points with fewer than {@link minimumSeasons} earlier values are not
 * judged. Medians resist single outliers of the past, so a flagged point may stay among them.
 */
export function judgeSeries(
  values: readonly (number | null)[],
  from: number,
  { period, seasons = 8, threshold = 3.5 }: { period: number; seasons?: number; threshold?: number },
): Judged[] {
  const pooled = consistent * pooledDeviation(values, from, period, seasons);
  return values.slice(from).map((value, i) => {
    const past = pastOf(values, from + i, period, seasons);
    if (past.length < minimumSeasons) return unknown;
    const expected = median(past);
    const own = consistent * median(past.map((x) => Math.abs(x - expected)));
    const band = threshold * Math.max(own, pooled * Math.sqrt(Math.abs(expected)));
    // What is never negative is not expected to be.
    const floor = past.every((x) => x >= 0) ? 0 : Number.NEGATIVE_INFINITY;
    const low = Math.max(floor, expected - band);
    const high = expected + band;
    const anomaly = value === null ? null : value > high ? 'high' : value < low ? 'low' : null;
    return { expected, low, high, anomaly };
  });
}

/** The median deviation of all past points from their place's median, each over the square root of that median. */
function pooledDeviation(
  values: readonly (number | null)[],
  from: number,
  period: number,
  seasons: number,
): number {
  const ratios: number[] = [];
  for (let place = Math.max(0, from - period); place < from; place++) {
    const past = [...pastOf(values, place, period, seasons), values[place]].filter((x) => x !== null);
    if (past.length < minimumSeasons) continue;
    const middle = median(past);
    if (middle === 0) continue;
    for (const x of past) ratios.push(Math.abs(x - middle) / Math.sqrt(Math.abs(middle)));
  }
  return ratios.length === 0 ? 0 : median(ratios);
}

function pastOf(values: readonly (number | null)[], at: number, period: number, seasons: number): number[] {
  const found: number[] = [];
  for (let s = 1; s <= seasons && at - s * period >= 0; s++) {
    const value = values[at - s * period];
    if (value !== null) found.push(value);
  }
  return found;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
