import type { JournalReadHandle } from './journal-reader.ts';
import type { JournalRecord } from './record.ts';

/** Records with consecutive offsets. `null` stands where a record was erased. */
export interface JournalBatch {
  firstOffset: number;
  records: readonly (JournalRecord | null)[];
  /**
   * The same records as JSON arrays in UTF-8, one after the other, where the adapter has them at hand. Whoever
   * keeps them beyond the call owns them: the warehouse's writer, which gives their memory back when they are in.
   */
  stored?: readonly Uint8Array[];
}

/**
 * Port: the durable, ordered, replayable log of accepted records. Offsets start at 0 and have no gaps.
 *
 * Embedded adapter: SQLite in a worker thread (WAL, synchronous=FULL, group commit).
 */
export interface Journal {
  /**
   * Offset after the last record that subscribers were given; durable, and where `read` ends by default.
   * A caller that has read up to `head` and subscribes in the same turn of the event loop misses nothing.
   */
  readonly head: number;
  /** Records appended but not yet durable; ingestion refuses new work above its bound. */
  readonly pending: number;

  /**
   * Appends in one atomic step. Resolves with the first record's offset once all are durable.
   * Rejects with `storage_full`, `storage_failed` or `shutting_down`; then none of them is in the journal,
   * their offsets go to the records behind them, and later appends are tried afresh.
   * Records are serialised before this returns; they must be plain JSON data.
   */
  append(records: readonly JournalRecord[]): Promise<number>;

  /**
   * Calls `listener` synchronously for each batch as it becomes durable, in offset order, before the
   * batch's `append` resolves. The records are the very objects that were appended: do not change them.
   * Returns a function that ends the subscription. A listener that throws does not stop the others; its
   * error is thrown again as an uncaught one.
   */
  subscribe(listener: (batch: JournalBatch) => void): () => void;

  /** Reads what is durable now, from `from` (inclusive) up to `to` (exclusive, default `head`). */
  read(from: number, to?: number): AsyncIterable<JournalBatch>;

  /**
   * Lets another thread read what is durable now: post the handle to it with its port in the transfer list,
   * and open it there with `openJournalReader`. It costs the calling thread nothing more.
   */
  readHandle(): JournalReadHandle;

  /** A named consumer's saved position: the offset it will read next; 0 when never saved. */
  position(consumer: string): Promise<ConsumerPosition>;
  savePosition(consumer: string, position: ConsumerPosition): Promise<void>;

  /**
   * Replaces records for which `erase` says true by `null`, leaving no copy of their bytes in any file.
   * Covers every append made before the call. Returns how many. Appends go on meanwhile. May be repeated:
   * after a crash half-way, the same call finishes the work.
   * `mentions`: strings of which every record to erase holds at least one (as a whole value or part of one);
   * lets the adapter pass over the rest without parsing it.
   */
  erase(erase: (record: JournalRecord) => boolean, mentions?: readonly string[]): Promise<number>;

  close(): Promise<void>;
}

export interface ConsumerPosition {
  offset: number;
  /** End of a range `[offset, pendingEnd)` whose effect may or may not have happened; repeat exactly that range. */
  pendingEnd?: number;
}
