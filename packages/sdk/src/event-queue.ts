import { ApiError } from './api-error.ts';
import { backoff, wait } from './backoff.ts';
import type { OperationInput, OperationOutput } from './operation.ts';
import type { Transport } from './transport.ts';

type Body = OperationInput<'POST /v1/events'>['body'];
export type Event = Body['events'][number];
export type EventVerdicts = OperationOutput<'POST /v1/events'>;

export interface EventQueueOptions {
  /** Events sent in one request at most. Default 500; the server takes 10,000. */
  batchSize?: number;
  /** Milliseconds an event waits for company before it is sent. Default 1,000. */
  flushMs?: number;
  /** Events kept while the server cannot be reached; the oldest are dropped beyond it. Default 10,000. */
  limit?: number;
  /** An event that will never arrive, and why: refused by the server, or dropped because the queue was full. */
  onLost?: (event: Event, reason: string) => void;
}

/**
 * Collects events and delivers each at least once: every event gets a `messageId` when it is tracked, so a
 * retry counts once. Network failures, 429 and 5xx are retried with backoff (honouring `Retry-After`); events
 * that the server refuses are reported through `onLost` and not sent again.
 */
export class EventQueue {
  readonly #transport: Transport;
  readonly #batchSize: number;
  readonly #flushMs: number;
  readonly #limit: number;
  readonly #onLost: (event: Event, reason: string) => void;
  readonly #ended = new AbortController();
  #queue: Event[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | undefined;

  constructor(transport: Transport, options: EventQueueOptions = {}) {
    this.#transport = transport;
    this.#batchSize = bounded('batchSize', options.batchSize ?? 500, 1, 10_000);
    this.#flushMs = bounded('flushMs', options.flushMs ?? 1_000, 0, 600_000);
    this.#limit = bounded('limit', options.limit ?? 10_000, 1, 1_000_000);
    this.#onLost = options.onLost ?? (() => undefined);
  }

  /** Events waiting or on their way. */
  get size(): number {
    return this.#queue.length;
  }

  /** Queues an event; stamps `messageId` and `timestamp` when absent. Returns the `messageId`. */
  track(event: Event): string {
    if (this.#ended.signal.aborted) throw new Error('the event queue is closed; make a new client');
    const messageId = event.messageId ?? crypto.randomUUID();
    this.#queue.push({ ...event, messageId, timestamp: event.timestamp ?? new Date().toISOString() });
    while (this.#queue.length > this.#limit) {
      const oldest = this.#queue.shift();
      if (oldest) this.#onLost(oldest, `more than ${this.#limit} events were waiting for the server`);
    }
    if (this.#queue.length >= this.#batchSize) this.#send();
    else this.#timer ??= setTimeout(() => this.#send(), this.#flushMs);
    return messageId;
  }

  /** Sends what waits now and resolves when everything tracked so far has been accepted or refused. */
  async flush(): Promise<void> {
    while (this.#queue.length > 0) {
      this.#send();
      await this.#sending;
      if (this.#ended.signal.aborted) return;
    }
  }

  /** Flushes, trying for at most `timeoutMs`, and takes no more events. Returns the events not delivered. */
  async close(timeoutMs = 10_000): Promise<Event[]> {
    await Promise.race([this.flush(), wait(timeoutMs, this.#ended.signal)]);
    this.#ended.abort();
    clearTimeout(this.#timer);
    return this.#queue;
  }

  /** Hands everything waiting to the browser to deliver after the page is gone. For `pagehide` handlers. */
  flushOnLeave(): void {
    for (let start = 0; start < this.#queue.length; start += 50) {
      const events = this.#queue.slice(start, start + 50);
      this.#transport
        .json('POST /v1/events', { body: { events } }, { keepalive: true })
        .catch(() => undefined);
    }
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending ??= this.#drain().finally(() => {
      this.#sending = undefined;
    });
  }

  async #drain(): Promise<void> {
    let attempt = 0;
    let size = this.#batchSize;
    while (this.#queue.length > 0 && !this.#ended.signal.aborted) {
      const batch = this.#queue.slice(0, size);
      try {
        const verdicts = (await this.#transport.json(
          'POST /v1/events',
          { body: { events: batch } },
          { signal: this.#ended.signal },
        )) as EventVerdicts;
        this.#forget(batch);
        for (const { index, detail } of verdicts.rejected) this.#onLost(batch[index], detail);
        attempt = 0;
      } catch (error) {
        if (this.#ended.signal.aborted) return;
        if (error instanceof ApiError && error.status === 413 && size > 1) {
          size = Math.max(1, size >> 1);
        } else if (error instanceof ApiError && !error.temporary && error.status < 500) {
          this.#forget(batch);
          for (const event of batch) this.#onLost(event, error.message);
        } else {
          const asked = error instanceof ApiError ? (error.problem.retryAfter ?? 0) * 1_000 : 0;
          await wait(Math.max(asked, backoff(attempt, { baseMs: 500, maxMs: 30_000 })), this.#ended.signal);
          attempt += 1;
        }
      }
    }
  }

  #forget(batch: readonly Event[]): void {
    const done = new Set(batch.map((event) => event.messageId));
    this.#queue = this.#queue.filter((event) => !done.has(event.messageId));
  }
}

function bounded(name: string, value: number, min: number, max: number): number {
  if (!(value >= min && value <= max)) throw new RangeError(`${name} must be ${min} to ${max}, got ${value}`);
  return value;
}
