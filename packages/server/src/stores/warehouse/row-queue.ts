import type { JournalBatch } from '../journal/journal.ts';
import { recordedEvents, releaseOwn } from './recorded-events.ts';
import { tableRows } from './rows.ts';
import { type RowTable, rowTables } from './warehouse.ts';

/** A batch of the journal as the warehouse takes it, in bytes outside the JavaScript heap. */
export interface EncodedBatch {
  firstOffset: number;
  /** One past its last offset. */
  end: number;
  /** For `insertEvents`; undefined when no record is an event. */
  events: Uint8Array[] | undefined;
  rows: Partial<Record<RowTable, Buffer>>;
}

export function encodeBatch(batch: JournalBatch, start = 0, end = batch.records.length): EncodedBatch {
  const text = tableRows(batch, start, end);
  const rows: EncodedBatch['rows'] = {};
  for (const table of rowTables) if (text[table] !== '') rows[table] = Buffer.from(text[table]);
  const events = recordedEvents(batch, start, end);
  return { firstOffset: batch.firstOffset + start, end: batch.firstOffset + end, events, rows };
}

/**
 * Live batches in offset order, turned into rows at once: the records themselves can then be forgotten while
 * they are young, which costs the garbage collector least. Up to a number of bytes; when that is not enough it
 * forgets all and starts anew, and the journal is read instead.
 */
export class RowQueue {
  readonly #maxBytes: number;
  #batches: EncodedBatch[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Records waiting. */
  get records(): number {
    const last = this.#batches.at(-1);
    return last === undefined ? 0 : last.end - this.#batches[0].firstOffset;
  }

  get firstOffset(): number | undefined {
    return this.#batches[0]?.firstOffset;
  }

  push(batch: JournalBatch): void {
    const encoded = tryEncode(batch);
    const bytes = encoded === undefined ? Number.POSITIVE_INFINITY : bytesOf(encoded);
    if (this.#bytes + bytes > this.#maxBytes) {
      this.#batches = [];
      this.#bytes = 0;
    }
    if (encoded === undefined || bytes > this.#maxBytes) return;
    this.#batches.push(encoded);
    this.#bytes += bytes;
  }

  /** The batches from `from` on with at most `maxRecords` records, but at least one; none when `from` is not a batch's start. */
  take(from: number, maxRecords: number): readonly EncodedBatch[] {
    if (this.#batches[0]?.firstOffset !== from) return [];
    let count = 1;
    while (count < this.#batches.length && this.#batches[count].end - from <= maxRecords) count++;
    return this.#batches.slice(0, count);
  }

  /** Forgets batches that lie wholly before `offset`, and gives their memory back. */
  dropBefore(offset: number): void {
    let count = 0;
    while (count < this.#batches.length && this.#batches[count].end <= offset) {
      const batch = this.#batches[count];
      this.#bytes -= bytesOf(batch);
      for (const bytes of batch.events ?? []) releaseOwn(bytes);
      count++;
    }
    if (count > 0) this.#batches = this.#batches.slice(count);
  }
}

/** Undefined for a batch that has no rows as it stands: the writer then reads it from the journal, and says what is wrong. */
function tryEncode(batch: JournalBatch): EncodedBatch | undefined {
  try {
    return encodeBatch(batch);
  } catch {
    return undefined;
  }
}

function bytesOf({ events, rows }: EncodedBatch): number {
  let bytes = 0;
  if (events !== undefined) for (const piece of events) bytes += piece.length;
  for (const table of rowTables) bytes += rows[table]?.length ?? 0;
  return bytes;
}
