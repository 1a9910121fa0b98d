import { describe, expect, it } from 'vitest';
import type { EventRecord, JournalRecord } from './record.ts';
import { RowWriter } from './row-writer.ts';

/** Each field of an event: a new one that is missing here does not compile, and one not written fails below. */
const whole: Required<EventRecord> = {
  kind: 'event',
  type: 'purchase',
  messageId: 'message-1',
  customerId: 'customer-1',
  anonymousId: 'visitor-1',
  itemId: 'item-1',
  timestamp: 1_767_225_600_123,
  receivedAt: 1_767_225_600_456,
  value: 12.5,
  currency: 'USD',
  quantity: 3,
  channel: 'web',
  device: 'mobile',
  placement: 'home_hero',
  decisionId: 'decision-1',
  properties: { page: 'product', nested: { list: [1, 'two', null, true] } },
  traits: { age: 41 },
  origin: 'live',
};

const bare: EventRecord = {
  kind: 'event',
  type: 'page_view',
  messageId: 'm',
  timestamp: 0,
  receivedAt: 0,
  origin: 'simulated',
};

const texts = (writer: RowWriter, records: readonly JournalRecord[]) =>
  writer.write(records).rows.map((bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes));

/** As every reader gets them. */
const readBack = (records: readonly JournalRecord[]) =>
  texts(new RowWriter(), records).flatMap((text) => JSON.parse(text));

describe('rows of the journal', () => {
  it('hold what JSON.stringify would write, byte by byte', () => {
    const { customerId, ...visitor } = whole;
    const events = [whole, visitor, bare, { ...bare, itemId: undefined, customerId }];
    for (const record of events) {
      const fields = Object.entries({ ...whole, ...record }).map(([name]) => [
        name,
        (record as Record<string, unknown>)[name],
      ]);
      expect(texts(new RowWriter(), [record])).toEqual([JSON.stringify([Object.fromEntries(fields)])]);
    }
  });

  it('keep texts of every kind', () => {
    const hostile = [
      '',
      '"',
      '\\',
      '"},{"kind":"event"',
      'plain then \n\t\u0000\u001f\u007f\u0080',
      'é',
      '日本語 text',
      '😀 a pair, \ud800 half of one, \udc00 the other',
      '\u2028\u2029\ufeff',
      '\u0001'.repeat(10_000),
      '漢'.repeat(10_000),
    ];
    for (const text of hostile) {
      const record = { ...whole, type: text, messageId: text, customerId: text, itemId: text, channel: text };
      const nested = { ...record, properties: { [text]: [text, { [text]: text }] }, traits: { text } };
      expect(readBack([nested, bare])).toEqual([nested, bare]);
    }
  });

  it('keep numbers to the last digit', () => {
    const numbers = [
      0,
      1,
      9,
      10,
      999_999,
      1_000_000,
      1_000_001,
      9_999_999,
      2 ** 31,
      2 ** 32 + 1,
      999_999_999_999_999,
      1e15,
      1e21,
      Number.MAX_SAFE_INTEGER,
      0.1,
      12.34,
      -1,
      -0.5,
      -1_767_225_600_123,
      5e-324,
      Number.MAX_VALUE,
    ];
    for (let power = 1; power < 2 ** 50; power *= 2) numbers.push(power - 1, power + 1, power + 0.5);
    const records = numbers.map((value) => ({ ...whole, value, timestamp: value, quantity: value }));
    expect(readBack(records)).toEqual(records);
  });

  it('put other kinds between events', () => {
    const item = { kind: 'item' as const, receivedAt: 1, item: { itemId: 'i', title: '<é>', category: 'c' } };
    const removed = { kind: 'item_removed' as const, receivedAt: 2, itemId: 'i' };
    expect(readBack([item, whole, removed, bare])).toEqual([item, whole, removed, bare]);
    expect(new RowWriter().write([])).toEqual({ rows: [], counts: [] });
  });

  it('are cut after a thousand records or a million bytes, and own their bytes', () => {
    const writer = new RowWriter();
    const many = Array.from({ length: 2500 }, (_, i) => ({ ...bare, messageId: `m-${i}` }));
    const { rows, counts } = writer.write(many);
    expect(counts).toEqual([1000, 1000, 500]);
    expect(rows.every((row) => row.buffer.byteLength === row.byteLength)).toBe(true);
    const large = Array.from({ length: 10 }, () => ({ ...bare, properties: { text: 'x'.repeat(300_000) } }));
    expect(writer.write(large).counts).toEqual([4, 4, 2]);
    const first = texts(writer, [whole]);
    writer.write(many);
    expect(first).toEqual(texts(new RowWriter(), [whole]));
  });
});
