import type { JournalBatch } from './journal.ts';

/** Milliseconds of listeners' work in one turn of the event loop, after which the rest waits for the next. */
const turnBudget = 5;

interface Delivery {
  batch: JournalBatch;
  delivered: () => void;
}

/**
 * Hands durable batches to the listeners in offset order, a few milliseconds at a time, so that one large
 * group commit does not hold up everything else. `head` moves with delivery, not before: who reads up to
 * `head` and then subscribes, in one turn, sees each record once.
 */
export class DeliveryQueue {
  head: number;
  readonly #listeners = new Set<(batch: JournalBatch) => void>();
  #queue: Delivery[] = [];
  #next = 0;
  #scheduled = false;

  constructor(head: number) {
    this.head = head;
  }

  subscribe(listener: (batch: JournalBatch) => void): () => void {
    // A wrapper of its own makes two subscriptions of one function two.
    const own = (batch: JournalBatch) => listener(batch);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Calls `delivered` after every listener has had the batch. */
  push(batch: JournalBatch, delivered: () => void): void {
    this.#queue.push({ batch, delivered });
    if (!this.#scheduled) this.#run();
  }

  #run(): void {
    this.#scheduled = false;
    const end = performance.now() + turnBudget;
    while (this.#next < this.#queue.length) {
      this.#deliver(this.#queue[this.#next++]);
      if (performance.now() > end && this.#next < this.#queue.length) {
        this.#scheduled = true;
        setImmediate(() => this.#run());
        return;
      }
    }
    this.#queue = [];
    this.#next = 0;
  }

  #deliver({ batch, delivered }: Delivery): void {
    if (batch.records.length > 0) this.#callListeners(batch);
    delivered();
  }

  #callListeners(batch: JournalBatch): void {
    this.head = batch.firstOffset + batch.records.length;
    for (const listener of this.#listeners) {
      try {
        listener(batch);
      } catch (error) {
        // State behind a listener that threw is no longer what the journal says: let the process's own
        // handler of uncaught errors decide, without cutting off the other listeners or the append.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
