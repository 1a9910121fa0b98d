import type { CandidateSet } from '../candidates.ts';
import { type Purchases, purchaseLimit, purchaseView } from '../purchases.ts';
import type { CandidateSource, RetrievalContext } from './source.ts';

const day = 86_400_000;
/** Interval assumed of an item nobody has bought twice. */
const usualInterval = Math.log(30 * day);
/** Weight, in intervals, of the item's interval beside the customer's own. */
const intervalPrior = 2;
/** Chance that a first purchase is followed by another, and its weight in purchases. */
const repeatPrior = 0.1;
const repeatPriorWeight = 10;
/** Weight of all customers' repeat rate beside the customer's own. */
const ownPrior = 3;
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
  readonly #scores = new Float64Array(purchaseLimit);
  readonly #order = new Int32Array(purchaseLimit);

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
    const item = this.#purchases.itemIntervals(items[i]);
    const own = occasions[i] - 1;
    const usual =
      item.count > 0 ? (item.meanLog * item.count + usualInterval) / (item.count + 1) : usualInterval;
    const ownLog = own > 0 && last[i] > first[i] ? Math.log((last[i] - first[i]) / own) : usual;
    const interval = Math.exp((own * ownLog + intervalPrior * usual) / (own + intervalPrior));
    const everyone = (item.count + repeatPrior * repeatPriorWeight) / (item.occasions + repeatPriorWeight);
    const repeats = (own + ownPrior * everyone) / (own + 1 + ownPrior);
    return repeats * dueness(Math.max(0, at - last[i]) / interval);
  }
}

/** 0..1 by time since the last purchase ÷ interval; 1 a little after 1. */
export function dueness(ratio: number): number {
  const power = ratio ** (shape - 1);
  return (shape * power) / (1 + power * ratio) / peakHazard;
}
