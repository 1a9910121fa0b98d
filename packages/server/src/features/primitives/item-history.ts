import type { ListColumn, StateTable } from '../../stores/online/state-table.ts';
import { type Level, shorten } from './coarsen.ts';
import { floatWidth, intField, itemIntWidth, typeOf } from './history.ts';
import { insertSorted, readRecords, warmEnds, writeRecords } from './history-list.ts';
import type { Occurrence, Primitive } from './primitive.ts';

/** Records per item above which old ones are joined. */
export const itemHistoryLimit = 384;
const target = (itemHistoryLimit * 3) / 4;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Events of one type within a slot are one record, at the slot's start. */
export const itemSlot = 5 * minute;

const levels: Level[] = [
  {
    steps: [
      { age: 2 * hour, slot: hour },
      { age: 2 * day, slot: day },
    ],
    join: 'type',
  },
  {
    steps: [
      { age: hour, slot: hour },
      { age: day, slot: day },
      { age: 30 * day, slot: 7 * day },
    ],
    join: 'type',
  },
  {
    steps: [
      { age: hour / 2, slot: hour },
      { age: day, slot: day },
      { age: 14 * day, slot: 7 * day },
    ],
    join: 'type',
  },
];

/** Counts and sums per event type in slots of time, per item: what items' windows read. */
export class ItemHistory implements Primitive {
  readonly events: ReadonlySet<string>;
  readonly list: ListColumn;

  readonly #horizon: number;

  /** `horizon`: the longest window that anything reads, ms. */
  constructor(table: StateTable, events: ReadonlySet<string>, horizon: number) {
    this.events = events;
    this.#horizon = horizon;
    this.list = table.list(`history:${[...events].sort().join(',')}:${horizon / hour}h`, {
      floats: floatWidth,
      ints: itemIntWidth,
    });
  }

  update(o: Occurrence): void {
    const row = o.itemRow;
    if (row < 0) return;
    const { list } = this;
    const time = Math.floor(o.time / itemSlot) * itemSlot;
    let i = this.#find(row, time, o.type);
    if (i < 0) {
      if (list.length(row) >= itemHistoryLimit) {
        writeRecords(list, row, shorten(readRecords(list, row), levels, target, this.#horizon));
      }
      i = insertSorted(list, row, time);
      const f = i * floatWidth;
      list.floats[f] = time;
      list.floats[f + 1] = 0;
      list.floats[f + 2] = 0;
      const k = i * itemIntWidth;
      list.ints[k + intField.kind] = o.type;
      list.ints[k + intField.count] = 0;
      list.ints[k + intField.valued] = 0;
    }
    const k = i * itemIntWidth;
    list.ints[k + intField.count]++;
    list.floats[i * floatWidth + 2] += o.quantity;
    if (Number.isNaN(o.value)) return;
    list.ints[k + intField.valued]++;
    list.floats[i * floatWidth + 1] += o.value;
  }

  warm(_customerRows: Int32Array, itemRows: Int32Array, count: number): number {
    return warmEnds(this.list, itemRows, count);
  }

  /** The record of this type in this slot, or −1. */
  #find(row: number, time: number, type: number): number {
    const { floats, ints } = this.list;
    const start = this.list.start(row);
    for (let i = start + this.list.length(row) - 1; i >= start; i--) {
      const slot = floats[i * floatWidth];
      if (slot < time) return -1;
      if (slot === time && typeOf(ints[i * itemIntWidth]) === type) return i;
    }
    return -1;
  }
}
