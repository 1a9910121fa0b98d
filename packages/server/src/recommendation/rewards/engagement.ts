import type { StateTable } from '../../stores/online/state-table.ts';
import type { RewardTable } from './reward-totals.ts';

/** Click probability before any is known, and its weight in items seen. */
const priorRate = 0.05;
const priorWeight = 40;
/** Weight, in items seen, of the placement's rate beside a rank's own. */
const rankWeight = 100;
/** Weight, in expected clicks, of "like any other item" beside an item's own clicks. */
const itemWeight = 2;

/**
 * Estimated click probability of an item at a rank of a placement, from smoothed counts:
 *
 *     rate(placement, rank) × (clicks(item) + w) / (expectedClicks(item) + w)
 *
 * where an item's expected clicks are what the ranks it was seen at usually earn. So an item is not called
 * good for having stood on top ("clicks over expected clicks": Zhang, Jones, "Comparing click logs and
 * editorial labels for training query rewriting", WWW workshop 2007).
 */
export class Engagement {
  readonly #rewards: RewardTable;
  readonly #items: StateTable;
  /** By item: expected clicks, clicks. */
  readonly #counts;

  constructor(rewards: RewardTable, items: StateTable) {
    this.#rewards = rewards;
    this.#items = items;
    this.#counts = items.float64('engagement', 2);
  }

  /** 0..1, never NaN. `rank` from 1. */
  expected(placement: string, rank: number, itemRow: number): number {
    return Math.min(1, this.rate(placement, rank) * this.lift(itemRow));
  }

  /** Clicks over expected clicks, smoothed: how much more the item is clicked than others in its place. 1 when unknown. */
  lift(itemRow: number): number {
    if (itemRow < 0) return 1;
    const { data } = this.#counts;
    return (data[itemRow * 2 + 1] + itemWeight) / (data[itemRow * 2] + itemWeight);
  }

  /** Click probability at a rank, whatever the item; higher ranks earn more until counts say otherwise. */
  rate(placement: string, rank: number): number {
    const all = this.#rewards.find('placement', placement);
    const own = this.#rewards.find('rank', `${placement}#${rank}`);
    const overall =
      (this.#rewards.clicks(all) + priorRate * priorWeight) / (this.#rewards.seen(all) + priorWeight);
    const usual = overall * positionShare(rank);
    return Math.min(
      1,
      (this.#rewards.clicks(own) + usual * rankWeight) / (this.#rewards.seen(own) + rankWeight),
    );
  }

  seen(itemRow: number, placement: string, rank: number): void {
    this.#items.touch(itemRow);
    this.#counts.data[itemRow * 2] += this.rate(placement, rank);
  }

  clicked(itemRow: number): void {
    this.#items.touch(itemRow);
    this.#counts.data[itemRow * 2 + 1]++;
  }
}

/** Attention by rank before it is measured: the logarithmic discount of DCG, 1.3 at the top. */
function positionShare(rank: number): number {
  return 1.3 / Math.log2(rank + 1);
}
