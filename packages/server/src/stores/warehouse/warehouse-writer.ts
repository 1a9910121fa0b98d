import type { Journal } from '../journal/journal.ts';
import { joinRecorded, releaseOwn } from './recorded-events.ts';
import { type EncodedBatch, encodeBatch, RowQueue } from './row-queue.ts';
import { rowTables, type Warehouse, warehouseTables } from './warehouse.ts';

export interface WarehouseWriterOptions {
  /** Name under which the journal keeps the position. Default `warehouse`. */
  consumer?: string;
  /** Records in one block at most. Default 50,000. */
  maxRecords?: number;
  /** Milliseconds that a record waits for others at most. Default 1000. */
  maxWaitMs?: number;
  /** Bytes of live rows kept in memory at most; beyond, the journal is read again. Default 96 MiB. */
  maxQueuedBytes?: number;
  /** Milliseconds before the first retry; doubles up to 60 times that. Default 500. */
  retryMs?: number;
}

/** Records of a block while the writer stops: it must not take long. */
const lastRecords = 10_000;
/** Records turned into rows before the loop gets a turn; about 2 ms. */
const sliceRecords = 2000;

/** One block: consecutive records, inserted under one token. */
interface Block {
  from: number;
  to: number;
  /** Its rows, as far as they are in memory; undefined when the journal must be read. */
  batches: readonly EncodedBatch[] | undefined;
}

/**
 * Copies the journal into the warehouse, each record once. Before a block is inserted, its range is saved with
 * the journal as perhaps done; after a crash that very range is repeated under the same token, which the
 * warehouse then counts once. Failures are retried without end, and are to be seen in `lastError`.
 */
export class WarehouseWriter {
  /** Offset of the first record that is not in the warehouse. */
  position = 0;
  /** The latest failure; undefined when the latest attempt succeeded. */
  lastError: Error | undefined;
  readonly #journal: Journal;
  readonly #warehouse: Warehouse;
  readonly #options: Required<WarehouseWriterOptions>;
  readonly #queue: RowQueue;
  #unsubscribe: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #stopping = false;
  #stopAt = 0;
  #patience: AbortSignal | undefined;
  #ended = false;
  #drainTo = 0;
  #drained: { to: number; resolve: () => void; reject: (error: Error) => void }[] = [];
  #wake: () => void = () => {};

  constructor(journal: Journal, warehouse: Warehouse, options: WarehouseWriterOptions = {}) {
    this.#journal = journal;
    this.#warehouse = warehouse;
    this.#options = {
      consumer: 'warehouse',
      maxRecords: 50_000,
      maxWaitMs: 1000,
      maxQueuedBytes: 96 * 2 ** 20,
      retryMs: 500,
      ...options,
    };
    this.#queue = new RowQueue(this.#options.maxQueuedBytes);
  }

  /** Records that are in the journal and not in the warehouse. */
  get lag(): number {
    return Math.max(0, this.#journal.head - this.position);
  }

  /** Finds where the last run ended and begins; resolves before the warehouse has caught up. */
  async start(): Promise<void> {
    if (this.#running !== undefined) return;
    const saved = await this.#journal.position(this.#options.consumer);
    // A warehouse without a row was made anew: fill it from the beginning.
    const { offset, pendingEnd } = (await this.#isEmpty()) ? { offset: 0, pendingEnd: undefined } : saved;
    this.position = offset;
    this.#unsubscribe = this.#journal.subscribe((batch) => {
      this.#queue.push(batch);
      if (this.#queue.records >= this.#options.maxRecords) this.#wake();
    });
    this.#running = this.#run(pendingEnd);
  }

  /**
   * Resolves when all that is in the journal now is in the warehouse; an erasure calls it first, so that no
   * erased record can arrive after it. Rejects when the writer stops before.
   */
  drain(): Promise<void> {
    const to = this.#journal.head;
    if (this.position >= to) return Promise.resolve();
    if (this.#running === undefined || this.#ended)
      return Promise.reject(new Error('the warehouse writer is not running'));
    return new Promise((resolve, reject) => {
      this.#drained.push({ to, resolve, reject });
      this.#drainTo = Math.max(this.#drainTo, to);
      this.#wake();
    });
  }

  /**
   * Writes what is in the journal now (one attempt a block), then ends. Begins no block once `patience` aborts: the
   * rest is read from the journal at the next start. Safe to call twice.
   */
  async stop(patience?: AbortSignal): Promise<void> {
    if (!this.#stopping) this.#stopAt = this.#journal.head;
    this.#stopping = true;
    this.#patience ??= patience;
    this.#wake();
    await this.#running;
  }

  async #isEmpty(): Promise<boolean> {
    const { rows } = await this.#warehouse.query<{ count: number }>(
      `SELECT ${warehouseTables.map((table) => `(SELECT count() FROM ${table})`).join(' + ')} AS count`,
    );
    return rows[0].count === 0;
  }

  async #run(pendingEnd: number | undefined): Promise<void> {
    try {
      let block: Block | undefined;
      if (pendingEnd !== undefined) block = { from: this.position, to: pendingEnd, batches: undefined };
      for (;;) {
        block ??= await this.#nextBlock();
        if (block === undefined) break;
        if (!(await this.#writeWithRetry(block))) break;
        block = undefined;
      }
      await this.#journal.savePosition(this.#options.consumer, { offset: this.position }).catch(() => {});
    } finally {
      this.#ended = true;
      this.#unsubscribe?.();
      for (const one of this.#drained.splice(0)) one.reject(new Error('the warehouse writer was stopped'));
    }
  }

  /** Waits until a block is worth writing; undefined when the writer stops and nothing is left. */
  async #nextBlock(): Promise<Block | undefined> {
    const { maxRecords, maxWaitMs } = this.#options;
    const size = () => this.#journal.head - this.position;
    if (size() < maxRecords && !this.#stopping && this.#drainTo <= this.position) {
      await this.#sleep(maxWaitMs);
    }
    while (size() === 0 && !this.#stopping) await this.#sleep(maxWaitMs);
    if (this.#stopping && (this.position >= this.#stopAt || this.#patience?.aborted)) return undefined;
    const from = this.position;
    const most = this.#stopping ? Math.min(maxRecords, lastRecords) : maxRecords;
    const batches = this.#queue.take(from, most);
    const last = batches.at(-1);
    if (last !== undefined) return { from, to: last.end, batches };
    const inMemory = this.#queue.firstOffset ?? Number.POSITIVE_INFINITY;
    const to = Math.min(from + Math.min(size(), most), inMemory > from ? inMemory : Number.POSITIVE_INFINITY);
    return { from, to, batches: undefined };
  }

  /** False when the writer is stopping and the attempt failed. */
  async #writeWithRetry(block: Block): Promise<boolean> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#write(block);
        this.lastError = undefined;
        this.#advance(block.to);
        return true;
      } catch (error) {
        this.lastError = error instanceof Error ? error : new Error(String(error));
        if (this.#stopping) return false;
        await this.#sleep(this.#options.retryMs * Math.min(2 ** attempt, 60), true);
      }
    }
  }

  async #write({ from, to, batches }: Block): Promise<void> {
    await this.#journal.savePosition(this.#options.consumer, { offset: from, pendingEnd: to });
    const encoded = batches ?? (await this.#read(from, to));
    const token = `${from}-${to}`;
    if (encoded.some(({ events }) => events !== undefined)) {
      const pieces = encoded.map(({ events, firstOffset, end }) => ({ events, count: end - firstOffset }));
      const joined = joinRecorded(pieces);
      await this.#warehouse.insertEvents(joined, from, token);
      releaseOwn(joined);
    }
    for (const table of rowTables) {
      const chunks = encoded.flatMap(({ rows }) => rows[table] ?? []);
      if (chunks.length > 0) await this.#warehouse.insert(table, joinChunks(chunks), token);
    }
  }

  /** The rows of records `[from, to)` out of the journal. */
  async #read(from: number, to: number): Promise<EncodedBatch[]> {
    const encoded: EncodedBatch[] = [];
    for await (const batch of this.#journal.read(from, to)) {
      const start = Math.max(0, from - batch.firstOffset);
      const end = Math.min(batch.records.length, to - batch.firstOffset);
      for (let i = start; i < end; i += sliceRecords) {
        encoded.push(encodeBatch(batch, i, Math.min(i + sliceRecords, end)));
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return encoded;
  }

  #advance(to: number): void {
    this.position = to;
    this.#queue.dropBefore(to);
    const waiting = this.#drained;
    this.#drained = waiting.filter((one) => one.to > to);
    for (const one of waiting) if (one.to <= to) one.resolve();
  }

  /** Ends early when woken: by enough records, `drain` or `stop`; after a failure only by `stop`. */
  #sleep(milliseconds: number, afterFailure = false): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#wake = () => {};
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.#wake = () => {
        if (!afterFailure || this.#stopping) end();
      };
      if (this.#stopping) end();
    });
  }
}

function joinChunks(chunks: Buffer[]): Buffer {
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}
