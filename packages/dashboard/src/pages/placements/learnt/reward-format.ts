import type { LearntPolicy } from '../../../api/placements.ts';
import type { Format } from '../../../format/format.ts';

/** A reward in its own unit: a share for clicks and purchases, an amount for money. */
export function rewardFormat(
  format: Format,
  reward: LearntPolicy['reward'],
): (value: number | null) => string {
  return reward === 'value' ? (value) => format.fixed(value, 2) : (value) => format.percent(value);
}
