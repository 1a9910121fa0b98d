import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Journal, JournalBatch } from './journal.ts';
import type { JournalRecord } from './record.ts';
import { eventAt, eventsFrom } from './testing/events.ts';

/** What an adapter's test provides: journals over one storage that survives `close`. */
export interface JournalFixture {
  /** Opens (again) the same journal; at the first call it is empty. */
  open(): Promise<Journal>;
  /** Removes the storage. */
  dispose(): Promise<void>;
}

export async function collect(batches: AsyncIterable<JournalBatch>): Promise<(JournalRecord | null)[]> {
  const all: (JournalRecord | null)[] = [];
  let next: number | undefined;
  for await (const batch of batches) {
    expect(batch.records.length).toBeGreaterThan(0);
    if (next !== undefined) expect(batch.firstOffset).toBe(next);
    next = batch.firstOffset + batch.records.length;
    all.push(...batch.records);
  }
  return all;
}

/** The promises of {@link Journal}, for any adapter: call it inside the adapter's test file. */
export function journalConformance(name: string, fixture: () => Promise<JournalFixture>): void {
  describe(`${name} keeps the promises of a journal`, () => {
    let storage: JournalFixture;
    let journal: Journal;
    beforeEach(async () => {
      storage = await fixture();
      journal = await storage.open();
    });
    afterEach(async () => {
      await journal.close();
      await storage.dispose();
    });
    const reopen = async () => {
      await journal.close();
      journal = await storage.open();
    };

    it('starts empty at offset 0', async () => {
      expect(journal.head).toBe(0);
      expect(journal.pending).toBe(0);
      expect(await collect(journal.read(0))).toEqual([]);
    });

    it('gives offsets without gaps, in the order of the calls, also to appends made at once', async () => {
      const sizes = [1, 500, 3, 2500, 1, 40];
      const offsets = await Promise.all(sizes.map((size, i) => journal.append(eventsFrom(i * 10_000, size))));
      expect(offsets).toEqual([0, 1, 501, 504, 3004, 3005]);
      expect(journal.head).toBe(3045);
      const records = await collect(journal.read(0));
      expect(records).toEqual(sizes.flatMap((size, i) => eventsFrom(i * 10_000, size)));
    });

    it('counts what is not yet durable as pending', async () => {
      const appended = journal.append(eventsFrom(0, 12));
      expect(journal.pending).toBe(12);
      expect(journal.head).toBe(0);
      await appended;
      expect(journal.pending).toBe(0);
    });

    it('serialises records before append returns', async () => {
      const record = eventAt(1);
      const appended = journal.append([record]);
      record.type = 'changed';
      await appended;
      expect(await collect(journal.read(0))).toEqual([eventAt(1)]);
    });

    it('calls subscribers in offset order with the very objects, before append resolves', async () => {
      const seen: string[] = [];
      const batches: JournalBatch[] = [];
      journal.subscribe((batch) => {
        seen.push(`batch ${batch.firstOffset}`);
        batches.push(batch);
        expect(journal.head).toBe(batch.firstOffset + batch.records.length);
      });
      const first = eventsFrom(0, 2);
      await Promise.all([
        journal.append(first).then((offset) => seen.push(`resolved ${offset}`)),
        journal.append(eventsFrom(2, 3)).then((offset) => seen.push(`resolved ${offset}`)),
      ]);
      expect(seen.indexOf('batch 0')).toBeLessThan(seen.indexOf('resolved 0'));
      expect(seen.indexOf('batch 2')).toBeLessThan(seen.indexOf('resolved 2'));
      expect(seen.filter((s) => s.startsWith('batch'))).toEqual(['batch 0', 'batch 2']);
      expect(batches[0].records[0]).toBe(first[0]);
    });

    it('ends a subscription', async () => {
      let calls = 0;
      const end = journal.subscribe(() => {
        calls++;
      });
      await journal.append(eventsFrom(0, 1));
      end();
      await journal.append(eventsFrom(1, 1));
      expect(calls).toBe(1);
    });

    it('shows each record once to a reader that subscribes when it has reached head', async () => {
      await journal.append(eventsFrom(0, 3000));
      const more = [journal.append(eventsFrom(3000, 500)), journal.append(eventsFrom(3500, 500))];
      const seen: (JournalRecord | null)[] = [];
      for (let next = 0; next < journal.head; next = seen.length) {
        for await (const batch of journal.read(next)) seen.push(...batch.records);
      }
      const end = journal.subscribe((batch) => {
        seen.push(...batch.records);
      });
      await Promise.all([...more, journal.append(eventsFrom(4000, 10))]);
      end();
      expect(seen).toEqual(eventsFrom(0, 4010));
    });

    it('reads any range, cutting batches where it must', async () => {
      await journal.append(eventsFrom(0, 1200));
      await journal.append(eventsFrom(1200, 5));
      for (const [from, to] of [
        [0, 1],
        [999, 1001],
        [1100, 1203],
        [1204, 1205],
        [1205, 1205],
        [700, 600],
      ]) {
        expect(await collect(journal.read(from, to))).toEqual(eventsFrom(from, Math.max(0, to - from)));
      }
      expect(await collect(journal.read(1203, 9_999_999))).toEqual(eventsFrom(1203, 2));
      expect(await collect(journal.read(5000))).toEqual([]);
    });

    it('lets a reader stop early and goes on', async () => {
      for (let i = 0; i < 20; i++) await journal.append(eventsFrom(i * 500, 500));
      for await (const batch of journal.read(0)) {
        expect(batch.firstOffset).toBe(0);
        break;
      }
      expect(await journal.append(eventsFrom(10_000, 1))).toBe(10_000);
    });

    it('keeps every kind of text exactly', async () => {
      const hostile = [
        '\u0000',
        '"\\\n\r\t',
        '\ud800',
        'x\udc00y',
        '😀',
        '\u2028\u2029',
        '</script>',
        'ação',
      ];
      const records = hostile.map((text, i) =>
        eventAt(i, { messageId: text, properties: { [text]: [text] } }),
      );
      await journal.append(records);
      await reopen();
      expect(await collect(journal.read(0))).toEqual(records);
    });

    it('holds all it acknowledged after it was closed and opened again', async () => {
      await journal.append(eventsFrom(0, 700));
      await reopen();
      expect(journal.head).toBe(700);
      expect(await journal.append(eventsFrom(700, 1))).toBe(700);
      expect(await collect(journal.read(0))).toEqual(eventsFrom(0, 701));
    });

    it('finishes what was appended before close and refuses what comes after', async () => {
      const before = journal.append(eventsFrom(0, 300));
      const closed = journal.close();
      await expect(journal.append(eventsFrom(300, 1))).rejects.toMatchObject({ code: 'shutting_down' });
      expect(await before).toBe(0);
      await closed;
      await journal.close();
      journal = await storage.open();
      expect(journal.head).toBe(300);
    });

    it('remembers positions by consumer', async () => {
      expect(await journal.position('warehouse')).toEqual({ offset: 0 });
      await journal.savePosition('warehouse', { offset: 10, pendingEnd: 20 });
      await journal.savePosition('catalog', { offset: 3 });
      await reopen();
      expect(await journal.position('warehouse')).toEqual({ offset: 10, pendingEnd: 20 });
      await journal.savePosition('warehouse', { offset: 20 });
      expect(await journal.position('warehouse')).toEqual({ offset: 20 });
      expect(await journal.position('catalog')).toEqual({ offset: 3 });
    });

    it('refuses positions and offsets that are no offsets', async () => {
      for (const offset of [-1, 0.5, Number.NaN]) {
        await expect(journal.savePosition('x', { offset })).rejects.toMatchObject({
          code: 'invalid_request',
        });
        expect(() => journal.read(offset)).toThrow(/from must be a whole number from 0/);
      }
    });

    it.each([
      ['without a hint', undefined],
      ['with a hint', ['customer-3']],
    ])('erases records %s, keeps offsets, and may be repeated', async (_, mentions) => {
      for (let i = 0; i < 5; i++) await journal.append(eventsFrom(i * 1000, 1000));
      const isThree = (record: JournalRecord) =>
        record.kind === 'event' && record.customerId === 'customer-3';
      const expected = eventsFrom(0, 5000).map((record) => (isThree(record) ? null : record));
      const count = expected.filter((record) => record === null).length;
      expect(await journal.erase(isThree, mentions)).toBe(count);
      expect(await journal.erase(isThree, mentions)).toBe(0);
      expect(await collect(journal.read(0))).toEqual(expected);
      await reopen();
      expect(journal.head).toBe(5000);
      expect(await collect(journal.read(0))).toEqual(expected);
    });

    it('erases what was appended before the call, and appends go on meanwhile', async () => {
      const appends = [journal.append(eventsFrom(0, 2000))];
      const erased = journal.erase(
        (record) => record.kind === 'event' && record.messageId === 'message-1999',
      );
      for (let i = 0; i < 10; i++) appends.push(journal.append(eventsFrom(2000 + i * 10, 10)));
      expect(await erased).toBe(1);
      await Promise.all(appends);
      const records = await collect(journal.read(0));
      expect(records).toHaveLength(2100);
      expect(records.flatMap((record, i) => (record === null ? [i] : []))).toEqual([1999]);
    });
  });
}
