/**
 * Journal records → what `insertEvents` takes: the very bytes that the journal stored where there are any, so
 * that serving turns each event into text once, not twice.
 */
import type { JournalBatch } from '../journal/journal.ts';
import type { JournalRecord, JsonObject } from '../journal/record.ts';
import { release } from '../memory.ts';
import { document } from './json-text.ts';

/** One between two records: an empty line would end the statement. */
const newline = Buffer.from('\n');
const placeholder = '{}';
/** How half a surrogate pair begins in JSON; the engine refuses it. */
const halfPair = '\\ud';

/** The records `[start, end)` of a batch, each other than an event as `{}`; undefined when none is an event. */
export function recordedEvents(batch: JournalBatch, start: number, end: number): Uint8Array[] | undefined {
  const { records, stored } = batch;
  let events = 0;
  for (let i = start; i < end; i++) if (records[i]?.kind === 'event') events++;
  if (events === 0) return undefined;
  const whole = events === records.length;
  if (
    whole &&
    stored !== undefined &&
    !stored.some((bytes) => Buffer.from(bytes.buffer).includes(halfPair))
  ) {
    return stored.map((bytes) => bytes.subarray(1, -1));
  }
  return [Buffer.from(records.slice(start, end).map(recordedEvent).join('\n'))];
}

function recordedEvent(record: JournalRecord | null): string {
  return record?.kind === 'event' ? document(record as object as JsonObject) : placeholder;
}

/** Puts records together that follow one another; undefined stands for `count` records without an event. */
export function joinRecorded(
  pieces: readonly { events: Uint8Array[] | undefined; count: number }[],
): Uint8Array {
  return Buffer.concat(
    pieces.flatMap(({ events, count }) =>
      events === undefined
        ? [Buffer.from(`${placeholder}\n`.repeat(count))]
        : events.flatMap((bytes) => [bytes, newline]),
    ),
  );
}

/** Gives bytes back at once that are in the warehouse, unless they lie in a pool that Node shares among many. */
export function releaseOwn(bytes: Uint8Array): void {
  const brackets = 2;
  if (bytes.buffer.byteLength <= bytes.byteLength + brackets) release(bytes.buffer as ArrayBuffer);
}
