import type { Applied, RecordConsumer } from '../../features/feature-engine.ts';
import { type RecentEvents, type RecentWalk, recentLimit } from '../../profiles/recent-events.ts';
import type { StateTable } from '../../stores/online/state-table.ts';
import type { CandidateSet } from '../candidates.ts';
import { addDecayed, decayedValue } from './forward-decay.ts';
import type { CandidateSource, RetrievalContext } from './source.ts';

const minute = 60_000;
/** Two events of a customer this close belong together: one basket, one session. */
export const togetherWithin = 30 * minute;
const halfLife = 60 * 24 * 60 * minute;
/** Neighbours kept of each item. */
export const neighbourLimit = 32;
/** Different earlier items that one event is paired with: more for an event that says more. */
const pairLimit = 8;
const weakPairLimit = 1;
const weakBelow = 0.5;
/** How often a pair must be seen together to be believed half. */
const shrinkage = 3;
/** Baskets added to each item's own, so that two rarities that met once are not each other's best match. */
const basketPrior = 10;
/** Evidence that is as good as certain: about what 10 of 40 common baskets give. */
export const strongEvidence = 0.15;

export const coOccurrenceWeights: Readonly<Record<string, number>> = {
  purchase: 1,
  add_to_cart: 0.7,
  download: 0.5,
  click: 0.3,
  page_view: 0.3,
};
/** Senders name their own types: in an object, `constructor` would have a weight. */
const weights: ReadonlyMap<string, number> = new Map(Object.entries(coOccurrenceWeights));

/**
 * Items bought or looked at together, counted pair by pair as events arrive. A pair's evidence is the cosine
 * of the two items' baskets, shrunk towards 0 when seldom seen: c/√((nᵢ + 10)(nⱼ + 10)) · c/(c + 3), all decayed
 * (item-to-item collaborative filtering: Linden, Smith, York, IEEE Internet Computing 2003; shrinkage: Bell,
 * Koren, ICDM 2007). Each item keeps its {@link neighbourLimit} strongest neighbours; a newcomer takes the
 * weakest one's place when it weighs at least as much.
 *
 * As a consumer it must come after the features, whose history tells what else is in the basket.
 */
export class CoOccurrenceSource implements CandidateSource, RecordConsumer {
  readonly name = 'coOccurrence';
  readonly #items: StateTable;
  readonly #recent: RecentEvents;
  /** log2 decayed number of baskets that hold the item. */
  readonly #total;
  readonly #neighbours;
  readonly #basket: RecentWalk;
  readonly #paired = new Int32Array(recentLimit);
  readonly #weightOfType: number[] = [];
  #sums = new Float64Array(1024);
  #best = new Float64Array(1024);
  #bestSeed = new Int32Array(1024);
  #touched = new Int32Array(4096);

  constructor(items: StateTable, recent: RecentEvents) {
    this.#items = items;
    this.#recent = recent;
    this.#basket = recent.walk();
    this.#total = items.float64('coOccurrenceTotal');
    this.#neighbours = items.list('neighbours', { floats: 1, ints: 1 });
  }

  apply({ record, customerRow, itemRow }: Applied): void {
    if (record.kind !== 'event' || itemRow < 0 || customerRow < 0) return;
    const weight = weights.get(record.type);
    if (weight === undefined) return;
    const logWeight = Math.log2(weight);
    const time = record.timestamp;
    const basket = this.#basket;
    basket.begin(customerRow, time - togetherWithin, time + togetherWithin);
    const type = this.#recent.types.code(record.type);
    const limit = weight < weakBelow ? weakPairLimit : pairLimit;
    let pairs = 0;
    let self = false;
    while (pairs < limit && basket.next()) {
      const other = basket.item;
      if (!self && other === itemRow && basket.time === time && basket.type === type) {
        self = true;
        continue;
      }
      const otherWeight = this.#typeWeight(basket.type);
      if (other < 0 || otherWeight === 0) continue;
      if (other === itemRow) {
        // Already counted in this basket with at least this weight.
        if (otherWeight >= weight) return;
        continue;
      }
      let known = 0;
      while (known < pairs && this.#paired[known] !== other) known++;
      if (known === pairs) this.#paired[pairs++] = other;
    }
    this.#items.touch(itemRow);
    this.#total.data[itemRow] = addDecayed(this.#total.data[itemRow], time, logWeight, halfLife);
    for (let p = 0; p < pairs; p++) {
      const other = this.#paired[p];
      this.#items.touch(other);
      this.#count(itemRow, other, time, logWeight);
      this.#count(other, itemRow, time, logWeight);
    }
  }

  retrieve(context: RetrievalContext, candidates: CandidateSet): void {
    const count = this.#collect(context.seeds, context.seedWeights, context.seedCount, context.at);
    for (let i = 0; i < count; i++) {
      const row = this.#touched[i];
      if (!candidates.offer(row, this.#sums[row], this.#bestSeed[row])) break;
    }
    this.#release(count);
  }

  /** The strongest neighbours of one item, best first, into `rows` and `scores`; returns how many. */
  neighbours(item: number, at: number, rows: Int32Array, scores: Float64Array): number {
    const count = this.#collect(Int32Array.of(item), Float64Array.of(1), 1, at);
    const kept = Math.min(count, rows.length);
    for (let i = 0; i < kept; i++) {
      rows[i] = this.#touched[i];
      scores[i] = this.#sums[rows[i]];
    }
    this.#release(count);
    return kept;
  }

  /** Sums evidence over the seeds into `#sums`, rows in `#touched` best first; the caller must `#release` them. */
  #collect(seeds: Int32Array, weights: Float64Array, seedCount: number, at: number): number {
    const { ints, floats } = this.#neighbours;
    if (this.#sums.length < this.#items.rows) {
      this.#sums = new Float64Array(this.#items.rows * 2);
      this.#best = new Float64Array(this.#items.rows * 2);
      this.#bestSeed = new Int32Array(this.#items.rows * 2);
    }
    let count = 0;
    for (let s = 0; s < seedCount; s++) {
      const seed = seeds[s];
      const start = this.#neighbours.start(seed);
      const end = start + this.#neighbours.length(seed);
      if (count + end - start > this.#touched.length) break;
      const own = decayedValue(this.#total.data[seed], at, halfLife) + basketPrior;
      for (let i = start; i < end; i++) {
        const row = ints[i];
        const seen = decayedValue(floats[i], at, halfLife);
        const other = decayedValue(this.#total.data[row], at, halfLife) + basketPrior;
        const cosine = Math.min(1, seen / Math.sqrt(own * other));
        const evidence = weights[s] * cosine * (seen / (seen + shrinkage));
        if (this.#sums[row] === 0) this.#touched[count++] = row;
        this.#sums[row] += evidence;
        if (evidence > this.#best[row]) {
          this.#best[row] = evidence;
          this.#bestSeed[row] = seed;
        }
      }
    }
    const sums = this.#sums;
    this.#touched.subarray(0, count).sort((a, b) => sums[b] - sums[a] || a - b);
    return count;
  }

  #release(count: number): void {
    for (let i = 0; i < count; i++) {
      this.#sums[this.#touched[i]] = 0;
      this.#best[this.#touched[i]] = 0;
    }
  }

  #typeWeight(code: number): number {
    if (code === 0) return 0;
    let weight = this.#weightOfType[code];
    if (weight === undefined) {
      weight = weights.get(this.#recent.types.value(code) ?? '') ?? 0;
      this.#weightOfType[code] = weight;
    }
    return weight;
  }

  #count(of: number, with_: number, time: number, logWeight: number): void {
    const list = this.#neighbours;
    const { ints, floats } = list;
    const start = list.start(of);
    const end = start + list.length(of);
    for (let i = start; i < end; i++) {
      if (ints[i] !== with_) continue;
      floats[i] = addDecayed(floats[i], time, logWeight, halfLife);
      return;
    }
    const added = time / halfLife + logWeight;
    let place: number;
    if (end - start < neighbourLimit) {
      place = list.push(of);
    } else {
      place = start;
      for (let i = start + 1; i < end; i++) if (floats[i] < floats[place]) place = i;
      if (added < floats[place]) return;
    }
    list.ints[place] = with_;
    list.floats[place] = added;
  }
}
