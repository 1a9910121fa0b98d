import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { Applied, RecordConsumer } from '../features/feature-engine.ts';
import type { Journal } from '../stores/journal/journal.ts';
import type { EventRecord, Origin } from '../stores/journal/record.ts';
import { checkEvent, isVerdict, type Verdict } from './check-event.ts';
import type { ArrivalClock } from './clock.ts';
import type { DeduplicationIndex } from './deduplication.ts';
import type { EventTypes } from './event-types.ts';
import { limits } from './limits.ts';

export interface IngestorOptions {
  journal: Pick<Journal, 'append' | 'pending'>;
  deduplication: DeduplicationIndex;
  types: EventTypes;
  clock: ArrivalClock;
  /** Whether an `alias` may link the two ids; see Identity. */
  mayAlias(previousId: string, customerId: string): boolean;
  /** Records appended but not durable above which new events are refused with `overloaded`. */
  maxPending: number;
  /** Told of each batch that ended well. */
  onBatch?: (batch: BatchCounts) => void;
}

export interface BatchCounts {
  accepted: number;
  duplicates: number;
  rejected: number;
  /** Milliseconds until the accepted ones were durable and applied; 0 when there were none. */
  appendMs: number;
}

export interface IngestContext {
  /** The client's clock when it sent the batch, epoch ms; undefined when it did not say. */
  sentAt?: number;
  origin: Origin;
}

/** What became of a batch, once everything accepted in it is durable. */
export interface IngestResult {
  accepted: number;
  duplicates: number;
  rejected: (Verdict & { index: number })[];
}

/** Events of one call on their way into the journal. Their ids have consecutive sequence numbers. */
interface InFlight {
  from: number;
  to: number;
  last: EventRecord;
  done: Promise<unknown>;
}

/**
 * Takes batches of parsed events: checks each, corrects its time, drops what was seen in the last 24 hours,
 * appends the rest to the journal and answers when they are durable.
 *
 * It is also a consumer of the journal: in replay it learns the ids that the checkpoint did not hold; live it
 * learns at the very record how far ids are durable, so that a checkpoint holds exactly the ids of its records.
 */
export class Ingestor implements RecordConsumer {
  readonly name = 'ingestion';
  readonly #options: IngestorOptions;
  readonly #inFlight: InFlight[] = [];
  #live = false;

  constructor(options: IngestorOptions) {
    this.#options = options;
  }

  /** Replay is over; from here on, applied records are those that {@link ingest} appended. */
  goLive(): void {
    this.#live = true;
  }

  /**
   * Rejects with `overloaded`, or with the journal's error: then none of the batch was accepted. Empties
   * `events`: whoever still holds the parsed body keeps nothing of it while its records become durable.
   */
  async ingest(events: unknown[], context: IngestContext): Promise<IngestResult> {
    const { journal, deduplication, types, clock, maxPending, onBatch } = this.#options;
    if (journal.pending + events.length > maxPending) {
      throw new AppError(
        'overloaded',
        `${journal.pending} records wait to become durable; retry in a second`,
        {
          retryAfter: 1,
        },
      );
    }
    const receivedAt = clock.now();
    const check = { receivedAt, skew: clockSkew(context.sentAt, receivedAt), origin: context.origin, types };
    const checked: EventRecord[] = [];
    const records: EventRecord[] = [];
    const rejected: IngestResult['rejected'] = [];
    let waitFor: Set<Promise<unknown>> | undefined;
    const from = deduplication.next;
    for (let index = 0; index < events.length; index++) {
      const record = checkEvent(events[index], check);
      if (isVerdict(record)) {
        rejected.push({ index, ...record });
        continue;
      }
      if (record.type === 'alias' && !this.#options.mayAlias(record.anonymousId!, record.customerId!)) {
        rejected.push({ index, ...aliasOfCustomer });
        continue;
      }
      checked.push(record);
    }
    for (let looked = 0; looked < checked.length; ) {
      const count = deduplication.look(checked, looked);
      for (let k = 0; k < count; k++) {
        const record = checked[looked + k];
        if (record.messageId === '') {
          // Nobody knows this id, so nobody can send it again: it needs no place in the index.
          record.messageId = randomUUID();
        } else {
          const original = deduplication.addLooked(k, receivedAt);
          if (original >= 0) {
            const flight = original < from ? this.#flightOf(original) : undefined;
            if (flight !== undefined) waitFor = (waitFor ?? new Set()).add(flight.done);
            continue;
          }
        }
        records.push(record);
      }
      looked += count;
    }
    const to = deduplication.next;
    const duplicates = events.length - records.length - rejected.length;
    events.length = 0;
    let appendMs = 0;
    if (records.length > 0) {
      const started = performance.now();
      const done = journal.append(records);
      const flight = { from, to, last: records[records.length - 1], done };
      this.#inFlight.push(flight);
      try {
        await done;
      } catch (error) {
        deduplication.takeBack(from, to);
        throw error;
      } finally {
        this.#land(flight);
      }
      appendMs = performance.now() - started;
    }
    if (waitFor !== undefined) await Promise.all(waitFor);
    onBatch?.({ accepted: records.length, duplicates, rejected: rejected.length, appendMs });
    return { accepted: records.length, duplicates, rejected };
  }

  apply({ record }: Applied): void {
    if (this.#live) {
      const flight = this.#inFlight[0];
      if (flight !== undefined && record === flight.last) this.#land(flight);
      return;
    }
    this.#options.clock.observe(record.receivedAt);
    if (record.kind !== 'event') return;
    const { types, deduplication } = this.#options;
    types.admit(record.type);
    // As of then: an id that came again after its 24 hours is remembered for as long anew.
    deduplication.expire(record.receivedAt);
    deduplication.add(record.messageId, record.receivedAt);
    deduplication.markDurable(deduplication.next);
  }

  /** The batch is durable or has failed. All before it have ended too, since the journal keeps the order. */
  #land(flight: InFlight): void {
    const at = this.#inFlight.indexOf(flight);
    if (at === -1) return;
    this.#inFlight.splice(at, 1);
    const { deduplication } = this.#options;
    deduplication.markDurable(this.#inFlight[0]?.from ?? deduplication.next);
  }

  #flightOf(seq: number): InFlight | undefined {
    return this.#inFlight.find((flight) => seq >= flight.from && seq < flight.to);
  }
}

/** Two known customers are two people: their histories are not joined on one sender's word. */
const aliasOfCustomer: Verdict = {
  code: 'alias_of_customer',
  path: '/anonymousId',
  detail: 'is the id of a known customer; alias joins a visitor to a customer, never two customers',
};

/** How far the client's clock is behind ours. Source: Segment's spec, `timestamp = receivedAt − (sentAt − originalTimestamp)`. */
export function clockSkew(sentAt: number | undefined, receivedAt: number): number {
  if (sentAt === undefined) return 0;
  const skew = receivedAt - sentAt;
  return Math.abs(skew) <= limits.skewMs ? 0 : skew;
}
