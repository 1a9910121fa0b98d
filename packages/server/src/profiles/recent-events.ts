import {
  customerIntWidth,
  floatField,
  floatWidth,
  intField,
  maxTypes,
  typeOf,
} from '../features/primitives/history.ts';
import { Vocabulary } from '../features/vocabulary.ts';
import type { OnlineStore } from '../stores/online/online-store.ts';
import type { ListColumn, StateTable } from '../stores/online/state-table.ts';

/** Events read of each customer. */
export const recentLimit = 24;
/** Records looked at for them: impressions are passed over. */
const lookBack = 200;

/** A customer's latest events, newest first; the first `count` of each array are filled. */
export interface RecentView {
  count: number;
  times: Float64Array;
  /** NaN when the event had no value. */
  values: Float64Array;
  /** Codes of the features' vocabulary of types. */
  types: Int32Array;
  /** −1 when the event named no item. */
  items: Int32Array;
}

export function recentView(): RecentView {
  return {
    count: 0,
    times: new Float64Array(recentLimit),
    values: new Float64Array(recentLimit),
    types: new Int32Array(recentLimit),
    items: new Int32Array(recentLimit),
  };
}

/**
 * What each customer did last, read from the features' history of events: what profiles show, and where
 * recommendation sources find what the customer looked at a moment ago. Being shown something is not doing
 * something: impressions are left out, and so are records that stand for several old events.
 */
export class RecentEvents {
  readonly types: Vocabulary;
  readonly #history: ListColumn;
  readonly #walk: RecentWalk;

  /** To be made before `restore()`. */
  constructor(store: OnlineStore, customers: StateTable) {
    this.types = new Vocabulary(store, 'type', maxTypes);
    this.#history = customers.list('history', { floats: floatWidth, ints: customerIntWidth });
    this.#walk = this.walk();
  }

  /** The customer's latest. */
  read(row: number, view: RecentView): RecentView {
    view.count = 0;
    const walk = this.#walk;
    walk.begin(row, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    while (walk.next()) {
      const at = view.count++;
      view.times[at] = walk.time;
      view.values[at] = walk.value;
      view.types[at] = walk.type;
      view.items[at] = walk.item;
    }
    return view;
  }

  /** A walk of the caller's own, to be begun anew for each customer. */
  walk(): RecentWalk {
    return new RecentWalk(this.#history, this.types);
  }
}

/** Steps through a customer's latest events, newest first, at most {@link recentLimit}, without copying them. */
export class RecentWalk {
  time = Number.NaN;
  /** NaN when the event had no value. */
  value = Number.NaN;
  /** Code of the features' vocabulary of types. */
  type = 0;
  /** −1 when the event named no item. */
  item = -1;
  readonly #history: ListColumn;
  readonly #types: Vocabulary;
  #impression = 0;
  #at = -1;
  #stop = 0;
  #left = 0;
  #from = 0;
  #to = 0;

  constructor(history: ListColumn, types: Vocabulary) {
    this.#history = history;
    this.#types = types;
  }

  /** Events with `from` ≤ time ≤ `to`; none for row −1. */
  begin(row: number, from: number, to: number): void {
    this.#left = row < 0 ? 0 : recentLimit;
    if (row < 0) return;
    // Codes never change, but a type has none before its first event.
    if (this.#impression === 0) this.#impression = this.#types.code('impression');
    const start = this.#history.start(row);
    this.#at = start + this.#history.length(row);
    this.#stop = Math.max(start, this.#at - lookBack);
    this.#from = from;
    this.#to = to;
  }

  /** False at the end. The history must not change between `begin` and the last `next`. */
  next(): boolean {
    const { floats, ints } = this.#history;
    if (this.#left === 0) return false;
    while (--this.#at >= this.#stop) {
      const time = floats[this.#at * floatWidth + floatField.time];
      if (time < this.#from) break;
      if (time > this.#to) continue;
      const k = this.#at * customerIntWidth;
      const type = typeOf(ints[k + intField.kind]);
      if (ints[k + intField.count] > 1 || (type === this.#impression && type !== 0)) continue;
      this.#left--;
      this.time = time;
      this.value =
        ints[k + intField.valued] === 0 ? Number.NaN : floats[this.#at * floatWidth + floatField.value];
      this.type = type;
      this.item = ints[k + intField.item];
      return true;
    }
    this.#left = 0;
    return false;
  }
}
