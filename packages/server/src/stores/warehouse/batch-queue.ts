import type { JournalBatch } from '../journal/journal.ts';

/** Live batches in offset order, up to a number of records; when it overflows it forgets all and starts anew. */
export class BatchQueue {
  readonly #maxRecords: number;
  #batches: JournalBatch[] = [];
  #records = 0;

  constructor(maxRecords: number) {
    this.#maxRecords = maxRecords;
  }

  get records(): number {
    return this.#records;
  }

  get firstOffset(): number | undefined {
    return this.#batches[0]?.firstOffset;
  }

  push(batch: JournalBatch): void {
    if (this.#records + batch.records.length > this.#maxRecords) {
      this.#batches = [];
      this.#records = 0;
      if (batch.records.length > this.#maxRecords) return;
    }
    this.#batches.push(batch);
    this.#records += batch.records.length;
  }

  /** The batch that holds the record at `offset`. */
  at(offset: number): JournalBatch | undefined {
    let low = 0;
    let high = this.#batches.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const batch = this.#batches[middle];
      if (offset < batch.firstOffset) high = middle - 1;
      else if (offset >= batch.firstOffset + batch.records.length) low = middle + 1;
      else return batch;
    }
    return undefined;
  }

  /** Forgets batches that lie wholly before `offset`. */
  dropBefore(offset: number): void {
    let count = 0;
    while (count < this.#batches.length) {
      const batch = this.#batches[count];
      if (batch.firstOffset + batch.records.length > offset) break;
      this.#records -= batch.records.length;
      count++;
    }
    if (count > 0) this.#batches = this.#batches.slice(count);
  }
}
