import { createHash } from 'node:crypto';
import { AppError, refusal } from '../../errors.ts';
import type { JournalReader } from '../../stores/journal/journal-reader.ts';
import type { DecisionRecord, EventRecord, JournalRecord } from '../../stores/journal/record.ts';
import { type BasketInstant, basketGap, type DecisionInstant } from './instants.ts';
import type { CheckedRequest } from './request.ts';

/** What a first pass over the journal's range finds. */
export interface Scan {
  records: number;
  /** SHA-256 of the records' JSON texts, joined by commas: the same however they were batched. */
  checksum: string;
  /** Arrival time of the last record, epoch ms; 0 for an empty range. */
  lastReceivedAt: number;
  /** Offset of the first erased record; Infinity when none is. */
  firstErased: number;
  erased: number;
  /** In order of `stateOffset`. */
  decisions: DecisionInstant[];
  baskets: BasketInstant[];
  skipped: Skipped;
}

/** Decisions and baskets of the range that become no group, by reason. */
export interface Skipped {
  /** The attribution window had not ended by the last record. */
  windowOpen: number;
  /** Other traffic than was asked for. */
  otherOrigin: number;
  /** Older than what `maxGroups` keeps. */
  beyondLimit: number;
  /** Baskets recorded after later ones: their instant cannot be told apart from its future. */
  outOfOrder: number;
  /** Logged without the sources' evidence, which was asked for. */
  withoutEvidence: number;
}

/** Written by the server or about the customer, not by what they do: no visit begins with them. */
const serverTypes: ReadonlySet<string> = new Set([
  'identify',
  'alias',
  'segment_entered',
  'segment_left',
  'exposure',
]);

/** A record this much older than the newest one before it counts as out of order: late arrivals are normal. */
const orderTolerance = 24 * 3_600_000;

export interface ScanOptions {
  request: CheckedRequest;
  check?(): void;
  onProgress?(progress: { applied: number; to: number }): void;
}

/** Reads `[0, toOffset)` once, hashing it, and gathers the instants at which rows are to be made. */
export async function scan(reader: JournalReader, options: ScanOptions): Promise<Scan> {
  const { request, check, onProgress } = options;
  const to = request.toOffset;
  const hash = createHash('sha256');
  const collector = request.from === 'decisions' ? new Decisions(request) : new Baskets(request);
  let lastReceivedAt = 0;
  let firstErased = Number.POSITIVE_INFINITY;
  let erased = 0;
  let started = false;
  for await (const { firstOffset, count, text } of reader.rows(0, to)) {
    check?.();
    const partial = firstOffset + count > to;
    const last = partial || firstOffset + count === to;
    const suspect = text.startsWith('[null') || text.includes(',null');
    let whole = text;
    if (suspect || last || collector.wants(text)) {
      const all = JSON.parse(text) as (JournalRecord | null)[];
      const records = partial ? all.slice(0, to - firstOffset) : all;
      if (partial) whole = JSON.stringify(records);
      for (let i = 0; i < records.length; i++) {
        const record = records[i];
        if (record === null) {
          firstErased = Math.min(firstErased, firstOffset + i);
          erased++;
          continue;
        }
        collector.add(record, firstOffset + i);
      }
      const ending = records.at(-1);
      if (last && ending) lastReceivedAt = ending.receivedAt;
    }
    if (started) hash.update(',');
    hash.update(whole.slice(1, whole.lastIndexOf(']')));
    started = true;
    onProgress?.({ applied: Math.min(firstOffset + count, to), to });
  }
  const found = { records: to, checksum: hash.digest('hex'), lastReceivedAt, firstErased, erased };
  return { ...found, ...collector.finish(lastReceivedAt) };
}

type Found = Pick<Scan, 'decisions' | 'baskets' | 'skipped'>;

function noneSkipped(): Skipped {
  return { windowOpen: 0, otherOrigin: 0, beyondLimit: 0, outOfOrder: 0, withoutEvidence: 0 };
}

class Decisions {
  readonly #request: CheckedRequest;
  readonly #found: DecisionInstant[] = [];
  readonly #skipped = noneSkipped();

  constructor(request: CheckedRequest) {
    this.#request = request;
  }

  wants(text: string): boolean {
    return text.includes('"kind":"decision"');
  }

  add(record: JournalRecord, offset: number): void {
    if (record.kind !== 'decision' || record.slate.length === 0) return;
    if (!this.#request.origins.includes(record.origin)) this.#skipped.otherOrigin++;
    else if (this.#request.sourceEvidence && record.slate.some((slot) => slot.evidence === undefined)) {
      this.#skipped.withoutEvidence++;
    } else this.#found.push(instantOf(record, offset));
  }

  finish(lastReceivedAt: number): Found {
    const window = this.#request.attributionHours * 3_600_000;
    const closed = this.#found.filter(({ at }) => at + window <= lastReceivedAt);
    this.#skipped.windowOpen = this.#found.length - closed.length;
    const decisions = newest(closed, this.#request.sampling.maxGroups, this.#skipped);
    return { decisions, baskets: [], skipped: this.#skipped };
  }
}

function instantOf(record: DecisionRecord, offset: number): DecisionInstant {
  if (!(record.stateOffset >= 0 && record.stateOffset <= offset)) {
    throw new AppError(
      'unprocessable',
      `decision ${record.decisionId} says it saw the records below ${record.stateOffset}, but stands at ${offset} itself; the journal is damaged`,
    );
  }
  const { channel, device } = record.context;
  return {
    decisionId: record.decisionId,
    offset,
    stateOffset: record.stateOffset,
    at: record.timestamp,
    customerId: record.customerId,
    anonymousId: record.anonymousId,
    origin: record.origin,
    context: {
      ...(typeof channel === 'string' ? { channel } : {}),
      ...(typeof device === 'string' ? { device } : {}),
    },
    slots: record.slate.map(({ itemId, propensity, evidence }) => ({
      itemId,
      propensity,
      ...(evidence === undefined ? {} : { evidence }),
    })),
  };
}

/** A customer's visit, which becomes an instant when something is bought in it. */
interface Visit extends BasketInstant {
  last: number;
  wanted: boolean;
  /** Recorded after later ones. */
  late: boolean;
}

/**
 * Baskets by visit: what a customer bought until half an hour without events, as seen from before the
 * visit's first event. From within the visit its own clicks and cart would give the basket away.
 */
class Baskets {
  readonly #request: CheckedRequest;
  readonly #found: BasketInstant[] = [];
  readonly #open = new Map<string, Visit>();
  readonly #skipped = noneSkipped();
  #newest = 0;

  constructor(request: CheckedRequest) {
    this.#request = request;
  }

  wants(text: string): boolean {
    return text.includes('"kind":"event"');
  }

  add(record: JournalRecord, offset: number): void {
    if (record.kind !== 'event' || serverTypes.has(record.type)) return;
    const visit = this.#visit(record, offset);
    if (record.type !== 'purchase' || record.itemId === undefined || !visit.wanted) return;
    if (visit.items.length === 0) {
      if (visit.late) this.#skipped.outOfOrder++;
      else this.#found.push(visit);
    }
    if (!visit.items.includes(record.itemId)) visit.items.push(record.itemId);
  }

  finish(): Found {
    const { outOfOrder } = this.#skipped;
    if (outOfOrder > this.#found.length) {
      throw refusal(
        'unprocessable',
        'outOfOrder',
        `${outOfOrder} baskets were recorded after later ones and ${this.#found.length} were not, so what was known at their time cannot be rebuilt; import history in order of time`,
        { visits: outOfOrder, baskets: this.#found.length },
      );
    }
    const closed = this.#found.filter((visit) => (visit as Visit).last + basketGap <= this.#newest);
    this.#skipped.windowOpen = this.#found.length - closed.length;
    const baskets = newest(closed, this.#request.sampling.maxGroups, this.#skipped);
    return { decisions: [], baskets, skipped: this.#skipped };
  }

  #visit(record: EventRecord, offset: number): Visit {
    const { timestamp, customerId, anonymousId, channel } = record;
    const key = customerId === undefined ? `a:${anonymousId}` : `c:${customerId}`;
    const open = this.#open.get(key);
    if (open !== undefined && timestamp >= open.at - basketGap && timestamp - open.last <= basketGap) {
      open.last = Math.max(open.last, timestamp);
      return open;
    }
    const late = timestamp < this.#newest - orderTolerance;
    this.#newest = Math.max(this.#newest, timestamp);
    const visit: Visit = {
      stateOffset: offset,
      at: timestamp,
      last: timestamp,
      wanted: this.#request.origins.includes(record.origin),
      late,
      ...(customerId === undefined ? { anonymousId } : { customerId }),
      ...(channel === undefined ? {} : { channel }),
      items: [],
    };
    this.#open.set(key, visit);
    return visit;
  }
}

/** The newest `limit` of them, in order of `stateOffset`. */
function newest<T extends { stateOffset: number }>(all: T[], limit: number, skipped: Skipped): T[] {
  all.sort((a, b) => a.stateOffset - b.stateOffset);
  skipped.beyondLimit = Math.max(0, all.length - limit);
  return all.slice(skipped.beyondLimit);
}
