import type { WatchSeries } from '../../../api/models.ts';

/** The time that a series covers, epoch ms, whether or not something happened at its ends. */
export function spanOf({ from, to }: Pick<WatchSeries, 'from' | 'to'>): { min: number; max: number } {
  return { min: new Date(from).getTime(), max: new Date(to).getTime() };
}
