import type { ListColumn, StateTable } from '../../stores/online/state-table.ts';
import { horizon } from '../duration.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { type Level, shorten } from './coarsen.ts';
import { customerIntWidth, floatWidth, intField, packKind } from './history.ts';
import { insertSorted, readRecords, warmEnds, writeRecords } from './history-list.ts';
import type { Occurrence, Primitive } from './primitive.ts';

/** Records per customer above which old ones are joined. */
export const customerHistoryLimit = 512;
const target = (customerHistoryLimit * 3) / 4;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;

/**
 * Every event of a customer, sorted by event time: what windows, distinct counts, sessions and timelines
 * read. Exact for the newest events; a customer with more than the limit has older ones joined by hour or
 * day, impressions first, different items last; one who does hundreds of things within minutes, by minutes too.
 */
export class CustomerHistory implements Primitive {
  readonly events = 'all';
  readonly list: ListColumn;
  readonly #levels: Level[];

  constructor(table: StateTable, types: Vocabulary) {
    this.list = table.list('history', { floats: floatWidth, ints: customerIntWidth });
    this.#levels = [
      {
        steps: [
          { age: hour, slot: hour },
          { age: day, slot: day },
        ],
        join: 'type',
        only: (type) => types.value(type) === 'impression',
      },
      { steps: [{ age: week, slot: day }], join: 'kind and item' },
      {
        steps: [
          { age: day, slot: hour },
          { age: week, slot: day },
        ],
        join: 'type',
      },
      {
        steps: [
          { age: hour, slot: hour },
          { age: day, slot: day },
        ],
        join: 'type',
      },
      // From here on so much happened within the last hour, or in so many types, that time must give way.
      {
        steps: [
          { age: 5 * minute, slot: minute },
          { age: hour, slot: hour },
          { age: day, slot: day },
        ],
        join: 'type',
      },
      {
        steps: [
          { age: -minute, slot: minute },
          { age: minute, slot: 5 * minute },
          { age: hour, slot: hour },
          { age: day, slot: day },
          { age: 30 * day, slot: week },
        ],
        join: 'type',
      },
      {
        steps: [
          { age: -minute, slot: minute },
          { age: minute, slot: hour },
          { age: 6 * hour, slot: day },
          { age: week, slot: week },
        ],
        join: 'type',
      },
    ];
  }

  update(o: Occurrence): void {
    const { list } = this;
    if (list.length(o.customerRow) >= customerHistoryLimit) {
      writeRecords(list, o.customerRow, this.#shorten(readRecords(list, o.customerRow)));
    }
    const i = insertSorted(list, o.customerRow, o.time);
    const valued = Number.isNaN(o.value) ? 0 : 1;
    const f = i * floatWidth;
    list.floats[f] = o.time;
    list.floats[f + 1] = valued === 1 ? o.value : 0;
    list.floats[f + 2] = o.quantity;
    const k = i * customerIntWidth;
    list.ints[k + intField.kind] = packKind(o.type, o.channel, o.device);
    list.ints[k + intField.count] = 1;
    list.ints[k + intField.valued] = valued;
    list.ints[k + intField.item] = o.itemRow;
  }

  warm(customerRows: Int32Array, _itemRows: Int32Array, count: number): number {
    return warmEnds(this.list, customerRows, count);
  }

  merge(from: number, to: number): void {
    const { list } = this;
    const records = [...readRecords(list, to), ...readRecords(list, from)].sort((a, b) => a.time - b.time);
    writeRecords(list, to, records.length > customerHistoryLimit ? this.#shorten(records) : records);
  }

  #shorten(records: ReturnType<typeof readRecords>): ReturnType<typeof readRecords> {
    return shorten(records, this.#levels, target, horizon);
  }
}
