import { type PowerDesign, type SampleSize, sampleSize } from './power.ts';

export interface Traffic {
  /** New customers a day who could be exposed; one number, or a forecast whose last day repeats. */
  newCustomersPerDay: number | readonly number[];
  /** Share of them that takes part. Default 1. */
  coverage?: number;
  /** Share of the participants in the two variants that are compared. Default 1 (two variants). */
  comparedShare?: number;
  /** Round up to whole weeks, so that each weekday counts alike. Default true. */
  wholeWeeks?: boolean;
}

export interface Duration {
  sample: SampleSize;
  /** Days until the sample is reached; null when the traffic never gets there within ten years. */
  days: number | null;
  /** Days after which a sequential test stops on average if the effect is real. */
  expectedDays: number | null;
}

const tenYears = 3650;

/**
 * Days an experiment must run to detect a relative effect.
 * @throws RangeError as {@link sampleSize}, and for traffic out of range
 */
export function duration(design: PowerDesign, effect: number, traffic: Traffic): Duration {
  const sample = sampleSize(design, effect);
  const round = (days: number | null) =>
    days === null || traffic.wholeWeeks === false ? days : Math.ceil(days / 7) * 7;
  return {
    sample,
    days: round(daysToReach(sample.total, traffic)),
    expectedDays: round(daysToReach(sample.expectedTotal, traffic)),
  };
}

/**
 * Whole days until `customers` have been exposed in the compared variants; null beyond ten years.
 * @throws RangeError for negative traffic, or a coverage or share outside [0, 1]
 */
export function daysToReach(customers: number, traffic: Traffic): number | null {
  const { newCustomersPerDay, coverage = 1, comparedShare = 1 } = traffic;
  const forecast = typeof newCustomersPerDay === 'number' ? [newCustomersPerDay] : newCustomersPerDay;
  if (forecast.length === 0) throw new RangeError('newCustomersPerDay must not be empty');
  forecast.forEach((count, day) => {
    if (!Number.isFinite(count) || count < 0) {
      throw new RangeError(`newCustomersPerDay must be 0 or more, got ${count} on day ${day}`);
    }
  });
  for (const [name, share] of Object.entries({ coverage, comparedShare })) {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`${name} must be 0 to 1, got ${share}`);
  }
  let reached = 0;
  for (let day = 0; day < tenYears; day++) {
    if (reached >= customers) return day;
    reached += forecast[Math.min(day, forecast.length - 1)] * coverage * comparedShare;
  }
  return reached >= customers ? tenYears : null;
}
