import { Buffer } from 'node:buffer';
import type { EventRecord, JournalRecord } from './record.ts';

/** Records in one stored row at most, and bytes after which it takes no more. */
const maxRowRecords = 1000;
const maxRowBytes = 1_000_000;

/** Bytes that one character of a text may take in JSON: a control character becomes `\u` and four digits. */
const bytesPerUnit = 6;
/** More than all names, numbers and punctuation of an event. */
const frameBytes = 768;

const comma = 0x2c;
const quote = 0x22;
const zero = 0x30;

/** Ends the text before it; begins the one after it. */
const names = {
  type: ascii('{"kind":"event","type":"'),
  messageId: ascii('","messageId":"'),
  customerId: ascii(',"customerId":"'),
  anonymousId: ascii(',"anonymousId":"'),
  itemId: ascii(',"itemId":"'),
  timestamp: ascii(',"timestamp":'),
  receivedAt: ascii(',"receivedAt":'),
  value: ascii(',"value":'),
  currency: ascii(',"currency":"'),
  quantity: ascii(',"quantity":'),
  channel: ascii(',"channel":"'),
  device: ascii(',"device":"'),
  placement: ascii(',"placement":"'),
  decisionId: ascii(',"decisionId":"'),
  properties: ascii(',"properties":'),
  traits: ascii(',"traits":'),
  origin: ascii(',"origin":"'),
} satisfies Record<Exclude<keyof EventRecord, 'kind'>, Uint8Array>;

/** Stored rows: JSON arrays in UTF-8, each in a buffer of its own, and how many records each holds. */
export interface Rows {
  rows: Uint8Array<ArrayBuffer>[];
  counts: number[];
}

/**
 * Writes records as the rows that the journal stores: what `JSON.stringify` would write, in UTF-8, cut so that
 * reading them back takes bounded steps. Events are written field by field into one lasting buffer; a text of
 * a whole batch would live until it is durable and be copied by the garbage collector meanwhile.
 */
export class RowWriter {
  #out = Buffer.allocUnsafeSlow(1 << 18);
  #at = 0;

  write(records: readonly JournalRecord[]): Rows {
    const into: Rows = { rows: [], counts: [] };
    let count = 0;
    this.#at = 0;
    for (const record of records) {
      // The bracket's place for the first of a row, a comma's for the others.
      this.#reserve(2);
      this.#out[this.#at++] = comma;
      if (record.kind === 'event') this.#event(record);
      else this.#value(record);
      if (++count < maxRowRecords && this.#at < maxRowBytes) continue;
      this.#end(into, count);
      count = 0;
    }
    if (count > 0) this.#end(into, count);
    return into;
  }

  #end(into: Rows, count: number): void {
    this.#reserve(1);
    this.#out[0] = 0x5b;
    this.#out[this.#at++] = 0x5d;
    into.rows.push(new Uint8Array(this.#out.buffer.slice(0, this.#at)));
    into.counts.push(count);
    this.#at = 0;
  }

  #event(event: EventRecord): void {
    const { customerId, anonymousId, itemId, value, currency, quantity } = event;
    const { channel, device, placement, decisionId, properties, traits } = event;
    const units =
      event.type.length +
      event.messageId.length +
      (customerId?.length ?? 0) +
      (anonymousId?.length ?? 0) +
      (itemId?.length ?? 0) +
      (currency?.length ?? 0) +
      (channel?.length ?? 0) +
      (device?.length ?? 0) +
      (placement?.length ?? 0) +
      (decisionId?.length ?? 0);
    this.#reserve(frameBytes + units * bytesPerUnit);
    const out = this.#out;
    let at = putName(out, this.#at, names.type);
    at = putText(out, at, event.type);
    at = putName(out, at, names.messageId);
    at = putText(out, at, event.messageId);
    out[at++] = quote;
    if (customerId !== undefined) at = putField(out, at, names.customerId, customerId);
    if (anonymousId !== undefined) at = putField(out, at, names.anonymousId, anonymousId);
    if (itemId !== undefined) at = putField(out, at, names.itemId, itemId);
    at = putNumber(out, putName(out, at, names.timestamp), event.timestamp);
    at = putNumber(out, putName(out, at, names.receivedAt), event.receivedAt);
    if (value !== undefined) at = putNumber(out, putName(out, at, names.value), value);
    if (currency !== undefined) at = putField(out, at, names.currency, currency);
    if (quantity !== undefined) at = putNumber(out, putName(out, at, names.quantity), quantity);
    if (channel !== undefined) at = putField(out, at, names.channel, channel);
    if (device !== undefined) at = putField(out, at, names.device, device);
    if (placement !== undefined) at = putField(out, at, names.placement, placement);
    if (decisionId !== undefined) at = putField(out, at, names.decisionId, decisionId);
    this.#at = at;
    if (properties !== undefined) this.#member(names.properties, properties);
    if (traits !== undefined) this.#member(names.traits, traits);
    this.#reserve(frameBytes);
    this.#at = putField(this.#out, this.#at, names.origin, event.origin);
    this.#out[this.#at++] = 0x7d;
  }

  #member(name: Uint8Array, value: object): void {
    this.#reserve(name.length);
    this.#at = putName(this.#out, this.#at, name);
    this.#value(value);
  }

  #value(value: object): void {
    const text = JSON.stringify(value);
    this.#reserve(text.length * 3);
    this.#at = putAscii(this.#out, this.#at, text);
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#out.length) return;
    const wider = Buffer.allocUnsafeSlow(Math.max(needed, this.#out.length * 2));
    this.#out.copy(wider, 0, 0, this.#at);
    this.#out = wider;
  }
}

// Each puts its bytes at `at` and returns the place behind them. Their caller has made room.

function putName(out: Buffer, at: number, name: Uint8Array): number {
  for (let i = 0; i < name.length; i++) out[at + i] = name[i];
  return at + name.length;
}

function putField(out: Buffer, at: number, name: Uint8Array, text: string): number {
  const end = putText(out, putName(out, at, name), text);
  out[end] = quote;
  return end + 1;
}

/** A text without its quotes. */
function putText(out: Buffer, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit > 0x7e || unit === quote || unit === 0x5c) {
      return at + out.write(JSON.stringify(text).slice(1, -1), at);
    }
    out[at + i] = unit;
  }
  return at + text.length;
}

/** JSON as it stands, mostly ASCII. */
function putAscii(out: Buffer, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7e) return at + out.write(text, at);
    out[at + i] = unit;
  }
  return at + text.length;
}

function putNumber(out: Buffer, at: number, value: number): number {
  if (!(value >= 1 && value < 1e15 && Math.floor(value) === value)) {
    return putAscii(out, at, JSON.stringify(value));
  }
  // Two halves that fit 32 bits: divisions of those are fast.
  const high = Math.floor(value / 1e6);
  if (high === 0) return putDigits(out, at, value, digitsOf(value));
  return putDigits(out, putDigits(out, at, high, digitsOf(high)), value - high * 1e6, 6);
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let bound = 10; value >= bound; bound *= 10) digits++;
  return digits;
}

/** Whole numbers below 2³¹, with leading zeros. */
function putDigits(out: Buffer, at: number, value: number, digits: number): number {
  let rest = value | 0;
  for (let i = at + digits - 1; i >= at; i--) {
    const tenth = (rest / 10) | 0;
    out[i] = zero + rest - tenth * 10;
    rest = tenth;
  }
  return at + digits;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}
