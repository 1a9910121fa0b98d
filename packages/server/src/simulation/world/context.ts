import type { Random } from '@personalize/learn';

export const channels = ['web', 'app', 'email'] as const;
export const devices = ['mobile', 'desktop', 'tablet'] as const;
export type Channel = (typeof channels)[number];
export type Device = (typeof devices)[number];

/** One moment at which something may be recommended to a customer. */
export interface Visit {
  /** Index of the customer. */
  customer: number;
  /** Epoch milliseconds; hours and weekdays are those of UTC. */
  at: number;
  channel: Channel;
  device: Device;
}

/** Names of the numbers of a moment's vector, 0 or 1 each. */
export const contextNames = ['mobile', 'email', 'evening', 'weekend'] as const;
export const contextCount = contextNames.length;

const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** Writes the {@link contextNames} from `offset` on. */
export function writeContext({ at, channel, device }: Visit, out: Float64Array, offset: number): void {
  const date = new Date(at);
  const hour = date.getUTCHours();
  const day = date.getUTCDay();
  out[offset] = device === 'mobile' ? 1 : 0;
  out[offset + 1] = channel === 'email' ? 1 : 0;
  out[offset + 2] = hour >= 18 ? 1 : 0;
  out[offset + 3] = day === 0 || day === 6 ? 1 : 0;
}

/** Who is at home in technology comes by the app and the phone. */
export function drawChannel(techSavviness: number, random: Random): { channel: Channel; device: Device } {
  const device = devices[random.weightedIndex([0.3 + 0.6 * techSavviness, 0.6 - 0.4 * techSavviness, 0.1])];
  const app = device === 'desktop' ? 0 : 0.2 + 0.5 * techSavviness;
  const channel = channels[random.weightedIndex([0.85 - app, app, 0.15])];
  return { channel, device };
}

/** Visits per hour of the day, relative: quiet nights, a lunch hour, the evening's peak. */
const hours = [
  0.25, 0.15, 0.1, 0.1, 0.15, 0.3, 0.6, 0.9, 1.1, 1.2, 1.2, 1.3, 1.5, 1.4, 1.2, 1.1, 1.1, 1.2, 1.4, 1.7, 1.8,
  1.6, 1.1, 0.6,
];
/** Visits per weekday, Sunday first, relative. */
const weekdays = [0.8, 1.1, 1.1, 1.05, 1, 1.05, 0.9];

/**
 * Times of exactly `count` visits in [start, start + days), ascending, at the rate of the hour and the
 * weekday. Order statistics one after another, so that nothing is kept: the smallest of n uniform numbers on
 * the rest is 1 − V^(1/n) of it (Devroye, Non-Uniform Random Variate Generation, 1986, V.3.2).
 *
 * @param start epoch milliseconds at a full hour
 */
export function* arrivalTimes(
  count: number,
  start: number,
  days: number,
  random: Random,
): Generator<number, void> {
  const rates = new Float64Array(days * 24 + 1);
  for (let h = 0; h < days * 24; h++) {
    const date = new Date(start + h * hourMs);
    rates[h + 1] = rates[h] + hours[date.getUTCHours()] * weekdays[date.getUTCDay()];
  }
  const total = rates[days * 24];
  let passed = 0;
  let h = 0;
  for (let left = count; left > 0; left--) {
    passed = 1 - (1 - passed) * (1 - random.uniform()) ** (1 / left);
    const mass = Math.min(passed * total, total * (1 - Number.EPSILON));
    while (rates[h + 1] <= mass) h++;
    yield Math.floor(start + (h + (mass - rates[h]) / (rates[h + 1] - rates[h])) * hourMs);
  }
}
