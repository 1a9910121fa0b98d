import type { ListColumn } from '../../stores/online/state-table.ts';
import { floatWidth, intField } from './history.ts';

/** A history record outside its list, for the rare operations that rewrite a whole list. */
export interface HistoryRecord {
  time: number;
  value: number;
  quantity: number;
  kind: number;
  count: number;
  valued: number;
  /** −1 for none, and in items' own histories. */
  item: number;
}

export function readRecords(list: ListColumn, row: number): HistoryRecord[] {
  const { floats, ints, shape } = list;
  const records: HistoryRecord[] = [];
  const end = list.start(row) + list.length(row);
  for (let i = list.start(row); i < end; i++) {
    const f = i * floatWidth;
    const k = i * shape.ints;
    records.push({
      time: floats[f],
      value: floats[f + 1],
      quantity: floats[f + 2],
      kind: ints[k + intField.kind],
      count: ints[k + intField.count],
      valued: ints[k + intField.valued],
      item: shape.ints > intField.item ? ints[k + intField.item] : -1,
    });
  }
  return records;
}

export function writeRecords(list: ListColumn, row: number, records: readonly HistoryRecord[]): void {
  list.truncate(row, records.length);
  while (list.length(row) < records.length) list.push(row);
  const start = list.start(row);
  for (let i = 0; i < records.length; i++) writeRecord(list, start + i, records[i]);
}

/** Reads the newest record of each row's list (−1: none); see Primitive.warm. */
export function warmEnds(list: ListColumn, rows: Int32Array, count: number): number {
  const { floats, ints, shape } = list;
  let sum = 0;
  for (let k = 0; k < count; k++) {
    const length = rows[k] < 0 ? 0 : list.length(rows[k]);
    if (length === 0) continue;
    const last = list.start(rows[k]) + length - 1;
    sum += floats[last * floatWidth] + ints[last * shape.ints];
  }
  return sum;
}

function writeRecord(list: ListColumn, index: number, record: HistoryRecord): void {
  const f = index * floatWidth;
  list.floats[f] = record.time;
  list.floats[f + 1] = record.value;
  list.floats[f + 2] = record.quantity;
  const k = index * list.shape.ints;
  list.ints[k + intField.kind] = record.kind;
  list.ints[k + intField.count] = record.count;
  list.ints[k + intField.valued] = record.valued;
  if (list.shape.ints > intField.item) list.ints[k + intField.item] = record.item;
}

/**
 * Makes room for one record at `time`, after those with the same or an earlier time, and returns its
 * absolute index. Its fields are whatever stood there: the caller writes all of them.
 */
export function insertSorted(list: ListColumn, row: number, time: number): number {
  const last = list.push(row);
  const start = list.start(row);
  const { floats, ints, shape } = list;
  let at = last;
  while (at > start && floats[(at - 1) * floatWidth] > time) at--;
  if (at < last) {
    floats.copyWithin((at + 1) * floatWidth, at * floatWidth, last * floatWidth);
    ints.copyWithin((at + 1) * shape.ints, at * shape.ints, last * shape.ints);
  }
  return at;
}
