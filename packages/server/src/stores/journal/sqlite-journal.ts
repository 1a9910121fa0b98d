import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { sqliteFailureError } from '../sqlite-error.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import type { ConsumerPosition, Journal, JournalBatch } from './journal.ts';
import type { JournalReadHandle } from './journal-reader.ts';
import { JournalWorker } from './journal-worker.ts';
import type { JournalRecord } from './record.ts';
import { type Rows, RowWriter } from './row-writer.ts';
import type { AppendOutcome, JournalReply } from './sqlite-journal-protocol.ts';
import { eraseRecords, readRows } from './sqlite-journal-read.ts';

export interface JournalOptions {
  /** The database file's size at most, in bytes (the write-ahead log comes on top); appends beyond reject with `storage_full`. Default: the disk. */
  maxBytes?: number;
  /** Default true: Zstandard level 1. */
  compression?: boolean;
}

interface Waiting {
  payload: Rows;
  records: readonly JournalRecord[];
  resolve: (firstOffset: number) => void;
  reject: (error: AppError) => void;
}

/**
 * Opens the embedded journal `journal.sqlite` in `dir` (made when absent). Rejects with `conflict` when
 * another process has it open, `storage_failed` when it is damaged or written by a newer version.
 *
 * Cost on the calling thread: writing each record as JSON; the bytes are given to the worker and come back.
 */
export async function openJournal(dir: string, options: JournalOptions = {}): Promise<Journal> {
  await mkdir(dir, { recursive: true });
  const { worker, head } = await JournalWorker.start({
    file: join(dir, 'journal.sqlite'),
    maxBytes: options.maxBytes ?? null,
    compression: options.compression ?? true,
  });
  return new SqliteJournal(worker, head);
}

class SqliteJournal implements Journal {
  readonly #worker: JournalWorker;
  readonly #deliveries: DeliveryQueue;
  readonly #rows = new RowWriter();
  #pending = 0;
  #unsettled = 0;
  #unsent: Waiting[] = [];
  #flush: NodeJS.Immediate | undefined;
  #idle: (() => void)[] = [];
  #closing: Promise<void> | undefined;

  constructor(worker: JournalWorker, head: number) {
    this.#worker = worker;
    this.#deliveries = new DeliveryQueue(head);
  }

  get head(): number {
    return this.#deliveries.head;
  }

  get pending(): number {
    return this.#pending;
  }

  async append(records: readonly JournalRecord[]): Promise<number> {
    this.#refuseWhenClosing();
    const payload = this.#rows.write(records);
    return new Promise((resolve, reject) => {
      this.#pending += records.length;
      this.#unsettled++;
      this.#unsent.push({ payload, records, resolve, reject });
      // Appends of the same turn of the event loop travel in one message.
      this.#flush ??= setImmediate(() => this.#send());
    });
  }

  subscribe(listener: (batch: JournalBatch) => void): () => void {
    return this.#deliveries.subscribe(listener);
  }

  read(from: number, to: number = this.head): AsyncIterable<JournalBatch> {
    this.#refuseWhenClosing();
    requireOffset('from', from);
    requireOffset('to', to);
    return readRows(this.#worker, from, Math.min(to, this.head));
  }

  readHandle(): JournalReadHandle {
    this.#refuseWhenClosing();
    return { kind: 'sqlite', head: this.head, port: this.#worker.readerPort() };
  }

  async position(consumer: string): Promise<ConsumerPosition> {
    this.#refuseWhenClosing();
    const reply = await this.#worker.call({ kind: 'position', consumer });
    return (reply as Extract<JournalReply, { kind: 'position' }>).position;
  }

  async savePosition(consumer: string, position: ConsumerPosition): Promise<void> {
    this.#refuseWhenClosing();
    requireOffset('offset', position.offset);
    if (position.pendingEnd !== undefined) requireOffset('pendingEnd', position.pendingEnd);
    await this.#worker.call({ kind: 'savePosition', consumer, position });
  }

  async erase(erase: (record: JournalRecord) => boolean, mentions?: readonly string[]): Promise<number> {
    this.#refuseWhenClosing();
    // An empty append passes through after all that were made before it.
    await this.append([]);
    return eraseRecords(this.#worker, this.head, erase, mentions, () => this.#refuseWhenClosing());
  }

  close(): Promise<void> {
    this.#closing ??= this.#settled().then(() => this.#worker.close());
    return this.#closing;
  }

  #refuseWhenClosing(): void {
    if (this.#closing !== undefined) throw new AppError('shutting_down', 'the journal is closed');
  }

  /** Resolves when every append made before is durable and delivered, or failed. */
  #settled(): Promise<void> {
    return this.#unsettled === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  #send(): void {
    this.#flush = undefined;
    const sent = this.#unsent;
    this.#unsent = [];
    const appends = sent.map((one) => one.payload);
    this.#worker.post(
      { kind: 'append', appends },
      (reply) => {
        for (let i = 0; i < sent.length; i++) this.#settle(sent[i], outcomeOf(reply, i));
      },
      appends.flatMap(({ rows }) => rows.map(({ buffer }) => buffer)),
    );
  }

  #settle(one: Waiting, outcome: AppendOutcome): void {
    if ('failure' in outcome) {
      this.#forget(one);
      one.reject(sqliteFailureError(outcome.failure));
      return;
    }
    const { firstOffset, stored } = outcome;
    this.#deliveries.push({ firstOffset, records: one.records, stored }, () => {
      this.#forget(one);
      one.resolve(firstOffset);
    });
  }

  #forget(one: Waiting): void {
    this.#pending -= one.records.length;
    if (--this.#unsettled > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}

function outcomeOf(reply: JournalReply, i: number): AppendOutcome {
  if (reply.kind === 'appended') return reply.outcomes[i];
  if (reply.kind === 'failed') return { failure: reply.failure };
  throw new Error(`the journal's worker answered an append with ${reply.kind}`);
}

function requireOffset(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new AppError('invalid_request', `${name} must be a whole number from 0, got ${value}`);
  }
}
