import { pairLimit } from '../../features/primitives/pair-history.ts';
import type { CandidateSet } from '../candidates.ts';
import { type Purchases, purchaseView } from '../purchases.ts';
import type { CandidateSource, RetrievalContext } from './source.ts';

const day = 86_400_000;
/** Interval assumed of an item nobody has bought twice. */
const usualInterval = 30 * day;
/** Weight, in intervals, of what is usual beside what was observed. */
const usualWeight = 1;
const itemWeight = 2;
/** Chance that a purchase is followed by another: (intervals + 1) / (intervals + 10), so 0.1 at first. */
const repeatPrior = [1, 10] as const;
/** Weight, in purchases, of all customers' chance beside the customer's own. */
const everyoneWeight = 3;
/** Shape of the log-logistic hazard: rises until a little after the usual interval, then falls. */
const shape = 3;
const peak = (shape - 1) ** (1 / shape);
const peakHazard = (shape * peak ** (shape - 1)) / (1 + peak ** shape);
const minimum = 0.005;

/**
 * Items the customer buys repeatedly and is due for: the chance that they buy it again at all × the hazard of
 * a log-logistic interval (peak 1 a little after their usual interval), where interval and chance are the
 * customer's own, shrunk towards those of all buyers of the item.
 */
export class BuyAgainSource implements CandidateSource {
  readonly name = 'buyAgain';
  readonly #purchases: Purchases;
  readonly #view = purchaseView();
  readonly #scores = new Float64Array(pairLimit);
  readonly #order = new Int32Array(pairLimit);

  constructor(purchases: Purchases) {
    this.#purchases = purchases;
  }

  retrieve({ customerRow, at }: RetrievalContext, candidates: CandidateSet): void {
    const view = this.#purchases.read(customerRow, this.#view);
    let count = 0;
    for (let i = 0; i < view.count; i++) {
      const score = this.#score(i, at);
      if (score < minimum) continue;
      this.#scores[i] = score;
      this.#order[count++] = i;
    }
    const scores = this.#scores;
    this.#order.subarray(0, count).sort((a, b) => scores[b] - scores[a] || view.items[a] - view.items[b]);
    for (let k = 0; k < count; k++) {
      const i = this.#order[k];
      if (!candidates.offer(view.items[i], scores[i], view.occasions[i])) return;
    }
  }

  #score(i: number, at: number): number {
    const { items, occasions, first, last } = this.#view;
    const intervals = this.#purchases.intervals(items[i]);
    const mean = intervals > 0 ? this.#purchases.meanInterval(items[i]) : usualInterval;
    const ofItem = (mean * intervals + usualInterval * usualWeight) / (intervals + usualWeight);
    const own = occasions[i] - 1;
    const interval = (last[i] - first[i] + itemWeight * ofItem) / (own + itemWeight);
    const everyone = (intervals + repeatPrior[0]) / (intervals + repeatPrior[1]);
    const repeats = (own + everyoneWeight * everyone) / (own + 1 + everyoneWeight);
    return repeats * dueness(Math.max(0, at - last[i]) / interval);
  }
}

/** 0..1 by time since the last purchase ÷ interval; 1 a little after 1. */
export function dueness(ratio: number): number {
  if (ratio > 1e6) return 0;
  const power = ratio ** (shape - 1);
  return (shape * power) / (1 + power * ratio) / peakHazard;
}
