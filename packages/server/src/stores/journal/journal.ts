import type { JournalRecord } from './record.ts';

/** Records with consecutive offsets. `null` stands where a record was erased. */
export interface JournalBatch {
  firstOffset: number;
  records: readonly (JournalRecord | null)[];
}

/**
 * Port: the durable, ordered, replayable log of accepted records. Offsets start at 0 and have no gaps.
 *
 * Embedded adapter: SQLite in a worker thread (WAL, synchronous=FULL, group commit).
 */
export interface Journal {
  /** Offset that the next durable record will get. */
  readonly head: number;
  /** Records appended but not yet durable; ingestion refuses new work above its bound. */
  readonly pending: number;

  /**
   * Appends in one atomic step. Resolves with the first record's offset once all are durable.
   * Rejects with `storage_full`, `storage_failed` or `shutting_down`; then none of them is in the journal.
   */
  append(records: readonly JournalRecord[]): Promise<number>;

  /**
   * Calls `listener` synchronously for each batch as it becomes durable, in offset order, before the
   * batch's `append` resolves. The records are the very objects that were appended: do not change them.
   * Returns a function that ends the subscription.
   */
  subscribe(listener: (batch: JournalBatch) => void): () => void;

  /** Reads what is durable now, from `from` (inclusive) up to `to` (exclusive, default `head`). */
  read(from: number, to?: number): AsyncIterable<JournalBatch>;

  /** A named consumer's saved position: the offset it will read next; 0 when never saved. */
  position(consumer: string): Promise<ConsumerPosition>;
  savePosition(consumer: string, position: ConsumerPosition): Promise<void>;

  /** Replaces records for which `erase` says true by `null`, leaving no copy of their bytes in any file. Returns how many. */
  erase(erase: (record: JournalRecord) => boolean): Promise<number>;

  close(): Promise<void>;
}

export interface ConsumerPosition {
  offset: number;
  /** End of a range `[offset, pendingEnd)` whose effect may or may not have happened; repeat exactly that range. */
  pendingEnd?: number;
}
