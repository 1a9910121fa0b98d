import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { openJournal } from '../stores/index.ts';
import type { Journal } from '../stores/journal/journal.ts';
import type { JournalRecord } from '../stores/journal/record.ts';
import { ArrivalClock } from './clock.ts';
import { DeduplicationIndex } from './deduplication.ts';
import { EventTypes } from './event-types.ts';
import { Ingestor } from './ingestor.ts';

const event = (id: string) => ({ type: 'click', customerId: 'c', messageId: id });

describe('Ingestor', () => {
  let folder: string;
  let journal: Journal;
  let deduplication: DeduplicationIndex;
  let ingestor: Ingestor;

  function build(using: Pick<Journal, 'append' | 'pending'>, maxPending = 10_000): Ingestor {
    deduplication = new DeduplicationIndex({ limit: 100_000 });
    const made = new Ingestor({
      journal: using,
      deduplication,
      types: new EventTypes(),
      clock: new ArrivalClock(),
      mayAlias: (previousId) => previousId !== 'known-customer',
      maxPending,
    });
    made.goLive();
    return made;
  }

  /** Hands records to the ingestor as the apply pipeline does. */
  function connect(): void {
    journal.subscribe(({ firstOffset, records }) => {
      for (const [i, record] of records.entries()) {
        if (record) ingestor.apply({ record, offset: firstOffset + i, customerRow: -1, itemRow: -1 });
      }
    });
  }

  async function stored(): Promise<JournalRecord[]> {
    const all: JournalRecord[] = [];
    for await (const { records } of journal.read(0))
      for (const record of records) if (record) all.push(record);
    return all;
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ingestor-'));
    journal = await openJournal(folder);
    ingestor = build(journal);
    connect();
  });

  afterEach(async () => {
    await journal.close();
    await rm(folder, { recursive: true });
  });

  it('remembers an id that came again after its day, also when it learns both from the journal', async () => {
    const hour = 3_600_000;
    const seen = (receivedAt: number) =>
      ({ kind: 'event', ...event('again'), timestamp: receivedAt, receivedAt, origin: 'live' }) as const;
    deduplication = new DeduplicationIndex({ limit: 100 });
    const replaying = new Ingestor({
      ...{ journal, deduplication, types: new EventTypes(), clock: new ArrivalClock() },
      ...{ mayAlias: () => true, maxPending: 100 },
    });
    for (const [offset, age] of [30 * hour, hour].entries()) {
      const record = seen(Date.now() - age);
      replaying.apply({ record, offset, customerRow: -1, itemRow: -1 });
    }
    replaying.goLive();
    deduplication.expire(Date.now());
    const result = await replaying.ingest([event('again')], { origin: 'live' });
    expect(result).toMatchObject({ accepted: 0, duplicates: 1 });
  });

  it('judges each event on its own and answers when the good ones are in the journal', async () => {
    const result = await ingestor.ingest([event('a'), { type: 'click' }, event('b'), 7], { origin: 'live' });
    expect(result).toMatchObject({
      accepted: 2,
      duplicates: 0,
      rejected: [
        { index: 1, code: 'missing_customer' },
        { index: 3, code: 'invalid_event' },
      ],
    });
    expect(await stored()).toHaveLength(2);
  });

  it('counts a messageId once: in a batch, in concurrent batches and later', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, () =>
        ingestor.ingest([event('a'), event('b'), event('a')], { origin: 'live' }),
      ),
    );
    results.push(await ingestor.ingest([event('a')], { origin: 'live' }));
    expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(2);
    expect(results.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(59);
    expect(await stored()).toHaveLength(2);
  });

  it('gives an id to an event without one', async () => {
    await ingestor.ingest(
      [
        { type: 'click', customerId: 'c' },
        { type: 'click', customerId: 'c' },
      ],
      { origin: 'live' },
    );
    const ids = (await stored()).map((record) => (record.kind === 'event' ? record.messageId : ''));
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[\da-f-]{36}$/);
  });

  it('marks traffic by its origin', async () => {
    await ingestor.ingest([event('a')], { origin: 'simulated' });
    expect(await stored()).toMatchObject([{ origin: 'simulated' }]);
  });

  it('moves times by the difference of clocks that sentAt shows', async () => {
    const hour = 3_600_000;
    const now = Date.now();
    const late = { ...event('a'), timestamp: now - hour - 60_000 };
    await ingestor.ingest([late], { origin: 'live', sentAt: now - hour });
    const [record] = await stored();
    expect(record.kind === 'event' && Math.abs(record.timestamp - (now - 60_000))).toBeLessThan(5_000);
  });

  it('refuses with overloaded while too much waits, and takes none of it', async () => {
    ingestor = build(journal, 10);
    const batch = Array.from({ length: 8 }, (_, i) => event(`x${i}`));
    const first = ingestor.ingest(batch, { origin: 'live' });
    await expect(
      ingestor.ingest([event('y1'), event('y2'), event('y3')], { origin: 'live' }),
    ).rejects.toMatchObject({
      code: 'overloaded',
      retryAfter: 1,
    });
    await first;
    expect((await ingestor.ingest([event('y1')], { origin: 'live' })).accepted).toBe(1);
  });

  it('forgets the ids of a failed append, and fails the duplicates that waited for it', async () => {
    let fail: (error: Error) => void = () => undefined;
    let broken = true;
    const flaky = {
      pending: 0,
      append: (records: readonly JournalRecord[]) =>
        broken
          ? new Promise<number>((_, reject) => {
              fail = reject;
            })
          : journal.append(records),
    };
    ingestor = build(flaky);
    const original = ingestor.ingest([event('a')], { origin: 'live' });
    const duplicate = ingestor.ingest([event('a'), { type: 'nothing' }], { origin: 'live' });
    const outcomes = Promise.allSettled([original, duplicate]);
    fail(new AppError('storage_full', 'the disk is full'));
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'storage_full' } });
    }
    broken = false;
    expect(await ingestor.ingest([event('a')], { origin: 'live' })).toMatchObject({
      accepted: 1,
      duplicates: 0,
    });
  });

  it('saves with a checkpoint exactly the ids whose records have been applied', async () => {
    await ingestor.ingest([event('a')], { origin: 'live' });
    const flying = ingestor.ingest([event('b')], { origin: 'live' });
    const saved = deduplication.save();
    await flying;
    const restored = new DeduplicationIndex({ limit: 100 });
    restored.restore(saved);
    expect(restored.add('a', Date.now())).toBe(0);
    expect(restored.add('b', Date.now())).toBe(-1);
  });

  it('refuses an alias of two known customers and takes one of a visitor', async () => {
    const alias = (anonymousId: string) => ({ type: 'alias', customerId: 'ada', anonymousId });
    const result = await ingestor.ingest([alias('known-customer'), alias('visitor')], { origin: 'live' });
    expect(result).toEqual({
      accepted: 1,
      duplicates: 0,
      rejected: [expect.objectContaining({ index: 0, code: 'alias_of_customer', path: '/anonymousId' })],
    });
  });

  it('learns in replay the ids that the checkpoint did not hold', async () => {
    await ingestor.ingest([event('a'), event('b')], { origin: 'live' });
    const records = await stored();
    const index = new DeduplicationIndex({ limit: 100_000 });
    const next = new Ingestor({
      journal,
      deduplication: index,
      types: new EventTypes(),
      clock: new ArrivalClock(),
      mayAlias: (previousId) => previousId !== 'known-customer',
      maxPending: 100,
    });
    for (const [offset, record] of records.entries())
      next.apply({ record, offset, customerRow: -1, itemRow: -1 });
    next.goLive();
    expect(await next.ingest([event('a'), event('b'), event('c')], { origin: 'live' })).toMatchObject({
      accepted: 1,
      duplicates: 2,
    });
    const saved = new DeduplicationIndex({ limit: 100 });
    saved.restore(index.save());
    expect(saved.size).toBeGreaterThanOrEqual(2);
  });
});
