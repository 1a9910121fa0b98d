import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPlacements } from '../../recommendation/index.ts';
import { openJournal } from '../../stores/index.ts';
import type { Journal } from '../../stores/journal/journal.ts';
import { openJournalReader } from '../../stores/journal/journal-reader.ts';
import type { EventRecord, JournalRecord } from '../../stores/journal/record.ts';
import { checkRequest, type TrainRequest } from './request.ts';
import { scan } from './scan.ts';

const hour = 3_600_000;
const noon = Date.UTC(2026, 2, 1, 12);
let dir: string;
let journal: Journal;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'scan-'));
  journal = await openJournal(dir);
});
afterEach(async () => {
  await journal.close();
  await rm(dir, { recursive: true });
});

let messages = 0;
function event(hours: number, type: string, itemId?: string, more: Partial<EventRecord> = {}): EventRecord {
  const timestamp = noon + hours * hour;
  return {
    ...{ kind: 'event', type, messageId: `m${messages++}`, customerId: 'ana', origin: 'live' },
    ...{ timestamp, receivedAt: timestamp },
    ...(itemId === undefined ? {} : { itemId }),
    ...more,
  };
}

async function scanned(records: JournalRecord[], change: Partial<TrainRequest> = {}, batch = 1000) {
  for (let i = 0; i < records.length; i += batch) await journal.append(records.slice(i, i + batch));
  const request = checkRequest(
    { features: [], timeZone: 'UTC', from: 'purchases', placement: defaultPlacements[0], ...change },
    journal.head,
  );
  return scan(openJournalReader(journal.readHandle()), { request });
}

describe('baskets', () => {
  it('are what one visit bought, seen from before its first event', async () => {
    const { baskets } = await scanned([
      event(0, 'page_view', 'tea'),
      event(0.2, 'purchase', 'tea'),
      event(0.3, 'purchase', 'milk'),
      event(0.3, 'purchase', 'tea'),
      event(0.3, 'purchase', 'rice', { customerId: 'bo' }),
      event(5, 'page_view', 'tea'),
      event(9, 'purchase', 'salt'),
      event(20, 'page_view'),
    ]);
    const seen = baskets.map(({ customerId, stateOffset, at, items }) => [
      customerId,
      stateOffset,
      (at - noon) / hour,
      items.join(),
    ]);
    expect(seen).toEqual([
      ['ana', 0, 0, 'tea,milk'],
      ['bo', 4, 0.3, 'rice'],
      ['ana', 6, 9, 'salt'],
    ]);
  });

  it('do not begin with what the server writes or a customer’s attributes', async () => {
    const { baskets } = await scanned([
      event(0, 'identify'),
      event(0.1, 'segment_entered'),
      event(0.2, 'purchase', 'tea'),
      event(2, 'page_view'),
    ]);
    expect(baskets.map(({ stateOffset }) => stateOffset)).toEqual([2]);
  });

  it('that were recorded after later ones are left out, and refused when they are the majority', async () => {
    const orderly = Array.from({ length: 20 }, (_, i) => event(i * 10, 'purchase', 'tea'));
    const late = event(0, 'purchase', 'old', { customerId: 'bo' });
    const { baskets, skipped } = await scanned([...orderly, late, event(400, 'page_view')]);
    expect(skipped.outOfOrder).toBe(1);
    expect(baskets.flatMap(({ items }) => items)).not.toContain('old');
    const backwards = orderly.map((record, i) => ({ ...record, timestamp: noon - i * 48 * hour }));
    await expect(scanned(backwards)).rejects.toThrow(/import history in order of time/);
  });

  it('are not held up by late visits that bought nothing, or whose origin was not asked for', async () => {
    const orderly = [0, 50, 100].map((hours) => event(hours, 'purchase', 'tea'));
    const late = (type: string, origin: EventRecord['origin']) =>
      Array.from({ length: 9 }, (_, i) => event(i, type, 'old', { customerId: `${origin}${i}`, origin }));
    const records = [...orderly, ...late('page_view', 'live'), ...late('purchase', 'import')];
    const { baskets, skipped } = await scanned([...records, event(400, 'page_view')], { origins: ['live'] });
    expect(baskets.map(({ items }) => items)).toEqual([['tea'], ['tea'], ['tea']]);
    expect(skipped.outOfOrder).toBe(0);
  });

  it('of other origins, and beyond the limit, are counted and left out', async () => {
    const records = [
      event(0, 'purchase', 'a', { origin: 'simulated' }),
      ...Array.from({ length: 5 }, (_, i) => event(10 + 10 * i, 'purchase', `b${i}`)),
      event(100, 'page_view'),
    ];
    const { baskets, skipped } = await scanned(records, { origins: ['live'], sampling: { maxGroups: 3 } });
    expect(baskets.flatMap(({ items }) => items)).toEqual(['b2', 'b3', 'b4']);
    expect(skipped.beyondLimit).toBe(2);
  });
});

describe('the checksum of a range', () => {
  const records = Array.from({ length: 50 }, (_, i) => event(i, 'purchase', `item "${i}" ]`));

  it('does not depend on how records were batched, but on each of them', async () => {
    const a = await scanned(records, {}, 50);
    await journal.close();
    await rm(dir, { recursive: true });
    journal = await openJournal(dir);
    const b = await scanned(records, {}, 7);
    expect(b.checksum).toBe(a.checksum);
    const shorter = await scanned([], { toOffset: 49 });
    expect(shorter.checksum).not.toBe(a.checksum);
    expect(shorter.records).toBe(49);
  });

  it('changes when a record is erased, which is counted', async () => {
    const before = await scanned(records);
    await journal.erase((record) => record.kind === 'event' && record.messageId === records[20].messageId);
    const after = await scanned([]);
    expect(after.checksum).not.toBe(before.checksum);
    expect([before.erased, after.erased, after.firstErased]).toEqual([0, 1, 20]);
  });
});
