import { typeOf } from './history.ts';
import type { HistoryRecord } from './history-list.ts';

/** Records older than the newest by `age` move to the start of their `slot` (both ms). An age of minus one slot takes all, the newest too. */
export interface Step {
  age: number;
  slot: number;
}

export interface Level {
  /** Each slot a multiple of the one before. */
  steps: readonly Step[];
  /** What joins records within a slot: the same kind and item, or the same type alone. */
  join: 'kind and item' | 'type';
  /** Only these types; default all. */
  only?: (type: number) => boolean;
}

/**
 * Shortens a history, sorted by time, by joining old records: counts, values and quantities add up, times
 * become the start of the slot. Pure: the result depends on the records alone, so replay repeats it.
 */
export function coarsen(records: readonly HistoryRecord[], level: Level): HistoryRecord[] {
  if (records.length === 0) return [];
  const newest = records[records.length - 1].time;
  // A border at a slot's start never splits the slot, so what was joined once is joined the same way again.
  const borders = level.steps.map(({ age, slot }) => Math.floor((newest - age) / slot) * slot);
  const result: HistoryRecord[] = [];
  const joined = new Map<string, HistoryRecord>();
  for (const record of records) {
    let slot = 0;
    level.steps.forEach((step, i) => {
      if (record.time < borders[i] && step.slot > slot) slot = step.slot;
    });
    if (slot === 0 || (level.only !== undefined && !level.only(typeOf(record.kind)))) {
      result.push(record);
      continue;
    }
    const time = Math.floor(record.time / slot) * slot;
    const byType = level.join === 'type';
    const kind = byType ? typeOf(record.kind) : record.kind;
    const key = byType ? `${time} ${kind}` : `${time} ${kind} ${record.item}`;
    const into = joined.get(key);
    if (into === undefined) {
      const copy = { ...record, time, kind, item: byType ? -1 : record.item };
      joined.set(key, copy);
      result.push(copy);
    } else {
      into.count += record.count;
      into.valued += record.valued;
      into.value += record.value;
      into.quantity += record.quantity;
    }
  }
  // Array.prototype.sort is stable: equal times keep their order.
  return result.sort((a, b) => a.time - b.time);
}

/**
 * Applies levels in order until at most `target` records are left; after the last, drops the oldest.
 * Records older than `horizon` before the newest go first.
 */
export function shorten(
  records: readonly HistoryRecord[],
  levels: readonly Level[],
  target: number,
  horizon: number,
): HistoryRecord[] {
  if (records.length === 0) return [];
  const oldest = records[records.length - 1].time - horizon;
  let result = records.filter((record) => record.time > oldest);
  for (const level of levels) {
    if (result.length <= target) return result;
    result = coarsen(result, level);
  }
  return result.length <= target ? result : result.slice(result.length - target);
}
