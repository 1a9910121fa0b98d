import { setImmediate } from 'node:timers/promises';
import type { Applied, FeatureEngine, RecordConsumer } from '../features/feature-engine.ts';
import type { Journal, JournalBatch } from '../stores/journal/journal.ts';
import type { JournalRecord } from '../stores/journal/record.ts';
import type { Identity, Person } from './identity.ts';
import { RowsAhead, recordsAhead } from './rows-ahead.ts';

export interface PipelineOptions {
  identity: Identity;
  /** Applied first, so that the others see features that hold the record. */
  engine: FeatureEngine;
  /** In the order in which they see each record. */
  consumers?: readonly RecordConsumer[];
  hooks?: {
    /** After a batch was applied as a whole, in replay and live. */
    afterBatch?(batch: JournalBatch): void;
  };
  /**
   * A consumer threw: state is half changed and must not be served. Called once; the process should log it
   * and end, since restart rebuilds the state from checkpoint and journal.
   */
  onFailure?: (failure: PipelineFailure) => void;
}

export interface ReplayOptions {
  /** Called every few ten milliseconds and at the end. */
  onProgress?: (progress: { applied: number; head: number }) => void;
  signal?: AbortSignal;
}

/** A consumer threw. `offset` is the record's; the record itself is not shown, as it may hold personal data. */
export class PipelineFailure extends Error {
  override readonly name = 'PipelineFailure';
  readonly consumer: string;
  readonly offset: number;

  constructor(consumer: string, offset: number, cause: unknown) {
    super(`consumer ${consumer} failed at offset ${offset}: ${(cause as Error)?.message ?? String(cause)}`, {
      cause,
    });
    this.consumer = consumer;
    this.offset = offset;
  }
}

/** Applies journal records to all online state, in journal order, each exactly once. */
export interface Pipeline {
  /** Every record below was applied, and none at or above. */
  readonly appliedOffset: number;
  readonly failure: PipelineFailure | undefined;
  /** Applies a batch. Records already applied are skipped; a gap before it throws, as does any call after a failure. */
  apply(batch: JournalBatch): void;
  /**
   * Applies everything durable from `from` on, giving way to the event loop between slices, until nothing
   * is left at the instant of return; then, in the same turn, subscribes to what becomes durable from there.
   * Returns the function that ends the subscription.
   */
  start(journal: Journal, from: number, options?: ReplayOptions): Promise<() => void>;
  /** Applies what is durable from `from` up to the head of that moment, without going live. */
  replay(journal: Pick<Journal, 'head' | 'read'>, from: number, options?: ReplayOptions): Promise<void>;
  /** Makes all consumers and the identity table forget a person. False when nothing was known. */
  forget(person: Person): boolean;
}

/** Milliseconds of replay between two turns of the event loop. */
const sliceMilliseconds = 20;

/**
 * Items above which an event no longer makes a new one: a browser's key may send any item id. The catalog
 * still may.
 */
const maxItemsFromEvents = 1_000_000;

export function createPipeline(options: PipelineOptions): Pipeline {
  return new ApplyPipeline(options);
}

class ApplyPipeline implements Pipeline {
  appliedOffset = 0;
  failure: PipelineFailure | undefined;
  readonly #identity: Identity;
  readonly #engine: FeatureEngine;
  readonly #ahead: RowsAhead;
  readonly #consumers: readonly RecordConsumer[];
  readonly #hooks: NonNullable<PipelineOptions['hooks']>;
  readonly #onFailure: PipelineOptions['onFailure'];
  readonly #applied: Applied;
  /** Each consumer's `apply`, bound: a loop over methods of a dozen classes looks each up anew, for every event. */
  readonly #steps: readonly { name: string; apply(applied: Applied): void }[];
  /** Name of the consumer at work, for the failure. */
  #current = 'identity';

  constructor({ identity, engine, consumers = [], hooks = {}, onFailure }: PipelineOptions) {
    this.#identity = identity;
    this.#engine = engine;
    this.#ahead = new RowsAhead(identity, engine);
    this.#consumers = [engine, ...consumers];
    this.#steps = this.#consumers.map((one) => ({ name: one.name, apply: one.apply.bind(one) }));
    this.#hooks = hooks;
    this.#onFailure = onFailure;
    const record: JournalRecord = { kind: 'item_removed', receivedAt: 0, itemId: '' };
    this.#applied = { record, offset: -1, customerRow: -1, itemRow: -1 };
  }

  apply(batch: JournalBatch): void {
    if (this.failure !== undefined) throw this.failure;
    const { firstOffset, records } = batch;
    if (firstOffset > this.appliedOffset) {
      throw new Error(
        `records from ${this.appliedOffset} to ${firstOffset - 1} are missing before this batch`,
      );
    }
    this.#guard(() => {
      const first = this.appliedOffset - firstOffset;
      for (let i = first; i < records.length; i++) {
        const place = (i - first) % recordsAhead;
        if (place === 0) {
          this.#current = 'identity';
          this.#ahead.look(records, i);
        }
        const record = records[i];
        if (record !== null) this.#applyRecord(record, firstOffset + i, place);
        this.appliedOffset = firstOffset + i + 1;
      }
      this.#current = 'afterBatch';
      this.#hooks.afterBatch?.(batch);
    });
  }

  async start(journal: Journal, from: number, options: ReplayOptions = {}): Promise<() => void> {
    await this.replay(journal, from, options);
    while (this.appliedOffset < journal.head) await this.replay(journal, this.appliedOffset, options);
    return journal.subscribe((batch) => this.apply(batch));
  }

  async replay(
    journal: Pick<Journal, 'head' | 'read'>,
    from: number,
    options: ReplayOptions = {},
  ): Promise<void> {
    this.appliedOffset = from;
    const head = journal.head;
    let since = performance.now();
    for await (const batch of journal.read(from, head)) {
      options.signal?.throwIfAborted();
      this.apply(batch);
      if (performance.now() - since < sliceMilliseconds) continue;
      options.onProgress?.({ applied: this.appliedOffset, head });
      await setImmediate();
      since = performance.now();
    }
    options.onProgress?.({ applied: this.appliedOffset, head });
  }

  forget(person: Person): boolean {
    if (this.failure !== undefined) throw this.failure;
    // A customer's row is found by its own key: an anonymous id that is linked has no row of its own.
    const row =
      'customerId' in person
        ? this.#identity.find(person)
        : this.#engine.customers.find(`a:${person.anonymousId}`);
    if (row >= 0) {
      this.#guard(() => {
        for (const consumer of this.#consumers) {
          this.#current = consumer.name;
          consumer.forget?.(row);
        }
      });
    }
    return this.#identity.forget(person);
  }

  /** `place`: the record's among those looked up ahead. */
  #applyRecord(record: JournalRecord, offset: number, place: number): void {
    const applied = this.#applied;
    this.#current = 'identity';
    applied.record = record;
    applied.offset = offset;
    applied.customerRow = -1;
    applied.itemRow = -1;
    if (record.kind === 'event') {
      const { type, customerId, anonymousId } = record;
      if (
        customerId !== undefined &&
        anonymousId !== undefined &&
        (type === 'identify' || type === 'alias')
      ) {
        const allowed = type === 'identify' || this.#identity.mayAlias(anonymousId, customerId);
        if (allowed) this.#link(anonymousId, customerId, record.receivedAt);
      }
      applied.customerRow = this.#ahead.customer(place);
      if (applied.customerRow < 0) applied.customerRow = this.#identity.ensure(record);
      if (record.itemId !== undefined) {
        applied.itemRow = this.#ahead.item(place);
        if (applied.itemRow < 0) applied.itemRow = this.#itemOf(record.itemId);
      }
    } else if (record.kind === 'item') applied.itemRow = this.#engine.items.ensure(record.item.itemId);
    else if (record.kind === 'item_removed') applied.itemRow = this.#engine.items.find(record.itemId);
    else if (record.kind === 'decision') applied.customerRow = this.#identity.find(record);

    for (let i = 0; i < this.#steps.length; i++) {
      const step = this.#steps[i];
      this.#current = step.name;
      step.apply(applied);
    }
  }

  #itemOf(itemId: string): number {
    const { items } = this.#engine;
    return items.rows < maxItemsFromEvents ? items.ensure(itemId) : items.find(itemId);
  }

  #link(anonymousId: string, customerId: string, receivedAt: number): void {
    // As most clients say at every visit: nothing changes, and what was looked up stays.
    if (this.#identity.customerOf(anonymousId) === customerId) return;
    const key = this.#identity.link(anonymousId, customerId, receivedAt);
    // Even without a history to move, whoever the id stood for may be another from here on.
    this.#ahead.forget();
    if (key === undefined) return;
    const { customers } = this.#engine;
    const from = customers.find(key);
    const to = customers.ensure(`c:${customerId}`);
    for (const consumer of this.#consumers) {
      this.#current = consumer.name;
      consumer.merge?.(from, to);
    }
    customers.remove(key);
  }

  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.failure = new PipelineFailure(this.#current, this.appliedOffset, error);
      this.#onFailure?.(this.failure);
      throw this.failure;
    }
  }
}
