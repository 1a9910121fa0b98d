import type { Format } from '../../../format/format.ts';

const units = ['B', 'kB', 'MB', 'GB'];

/** A size in decimal units: 48 MB. */
export function writeBytes(format: Format, bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${format.count(value)} ${units[unit]}`;
}
