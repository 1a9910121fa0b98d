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

  /** To be made before `restore()`. */
  constructor(store: OnlineStore, customers: StateTable) {
    this.types = new Vocabulary(store, 'type', maxTypes);
    this.#history = customers.list('history', { floats: floatWidth, ints: customerIntWidth });
  }

  /** The customer's latest. */
  read(row: number, view: RecentView): RecentView {
    return this.#read(row, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, view);
  }

  /** Those at most `within` ms from `time`. */
  near(row: number, time: number, within: number, view: RecentView): RecentView {
    return this.#read(row, time - within, time + within, view);
  }

  #read(row: number, from: number, to: number, view: RecentView): RecentView {
    view.count = 0;
    if (row < 0) return view;
    const { floats, ints } = this.#history;
    const impression = this.types.code('impression');
    const start = this.#history.start(row);
    const end = start + this.#history.length(row);
    const stop = Math.max(start, end - lookBack);
    for (let i = end - 1; i >= stop && view.count < recentLimit; i--) {
      const time = floats[i * floatWidth + floatField.time];
      if (time < from) break;
      if (time > to) continue;
      const k = i * customerIntWidth;
      const type = typeOf(ints[k + intField.kind]);
      if (ints[k + intField.count] > 1 || (type === impression && impression !== 0)) continue;
      const at = view.count++;
      view.times[at] = time;
      view.values[at] =
        ints[k + intField.valued] === 0 ? Number.NaN : floats[i * floatWidth + floatField.value];
      view.types[at] = type;
      view.items[at] = ints[k + intField.item];
    }
    return view;
  }
}
