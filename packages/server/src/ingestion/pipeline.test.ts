import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureDefinition } from '../features/definition.ts';
import type { Applied, RecordConsumer } from '../features/feature-engine.ts';
import { openJournal } from '../stores/index.ts';
import type { EventRecord, JournalRecord } from '../stores/journal/record.ts';
import type { PipelineFailure } from './pipeline.ts';
import {
  defaultFeatures,
  event,
  pipelineFixture,
  temporaryFolder,
  vectorBytes,
} from './testing/pipeline-fixture.ts';

const features: FeatureDefinition[] = [
  { name: 'views', kind: 'count', scope: 'customer', events: ['view'], window: '90d' },
];

const view = (customerId: string) => event('view', { customerId });

/** A consumer that writes down what it sees. */
function recorder(name = 'recorder'): RecordConsumer & { seen: number[]; calls: string[] } {
  const seen: number[] = [];
  const calls: string[] = [];
  return {
    name,
    seen,
    calls,
    apply: ({ offset }: Applied) => seen.push(offset),
    merge: (from, to) => calls.push(`merge ${from} into ${to}`),
    forget: (row) => calls.push(`forget ${row}`),
  };
}

describe('the pipeline', () => {
  it('applies each record once, in order, whatever is sent again', async () => {
    const consumer = recorder();
    const fixture = await pipelineFixture(features, { consumers: [consumer] });
    const records = Array.from({ length: 6 }, () => view('ana'));
    fixture.pipeline.apply({ firstOffset: 0, records: records.slice(0, 3) });
    fixture.pipeline.apply({ firstOffset: 1, records: records.slice(1, 5) });
    fixture.pipeline.apply({ firstOffset: 0, records: records.slice(0, 2) });
    fixture.pipeline.apply({ firstOffset: 5, records: records.slice(5) });
    expect(consumer.seen).toEqual([0, 1, 2, 3, 4, 5]);
    expect(fixture.pipeline.appliedOffset).toBe(6);
    expect(() => fixture.pipeline.apply({ firstOffset: 8, records })).toThrow(
      /records from 6 to 7 are missing/,
    );
    await fixture.dispose();
  });

  it('passes over erased records but counts their offsets', async () => {
    const consumer = recorder();
    const fixture = await pipelineFixture(features, { consumers: [consumer] });
    fixture.apply(view('ana'), null, view('ana'));
    expect(consumer.seen).toEqual([0, 2]);
    expect(fixture.pipeline.appliedOffset).toBe(3);
    await fixture.dispose();
  });

  it('shows consumers features that already hold the record, and tells them of merges and forgetting', async () => {
    const values: number[] = [];
    const consumer = recorder();
    const reader: RecordConsumer = {
      name: 'reader',
      apply: ({ record, customerRow }) => {
        values.push(fixture.engine.readCustomer(customerRow, 0, (record as EventRecord).timestamp));
      },
    };
    const fixture = await pipelineFixture(features, { consumers: [consumer, reader] });
    fixture.apply(view('ana'), event('view', { anonymousId: 'visitor' }), view('ana'));
    expect(values).toEqual([1, 1, 2]);
    fixture.apply(event('identify', { customerId: 'ana', anonymousId: 'visitor' }));
    expect(values.at(-1)).toBe(3);
    const row = fixture.identity.find({ customerId: 'ana' });
    fixture.pipeline.forget({ customerId: 'ana' });
    expect(consumer.calls).toEqual(['merge 1 into 0', `forget ${row}`]);
    await fixture.dispose();
  });

  it('calls afterBatch when the whole batch is applied', async () => {
    const offsets: number[] = [];
    const fixture = await pipelineFixture(features, {
      hooks: { afterBatch: () => offsets.push(fixture.pipeline.appliedOffset) },
    });
    fixture.apply(view('ana'), view('bo'));
    fixture.apply(view('ana'));
    expect(offsets).toEqual([2, 3]);
    await fixture.dispose();
  });

  it('gives the rows that it gives record by record, whoever is linked within a batch', async () => {
    const person = fc.oneof(
      fc.constantFrom('a', 'b', 'c').map((anonymousId) => event('view', { anonymousId })),
      fc
        .constantFrom('ana', 'bo', 'cy', 'di')
        .map((customerId) => event('view', { customerId, itemId: customerId })),
      fc
        .tuple(
          fc.constantFrom('identify', 'alias'),
          fc.constantFrom('a', 'b', 'c'),
          fc.constantFrom('ana', 'bo', 'cy'),
        )
        .map(([type, anonymousId, customerId]) => event(type, { anonymousId, customerId })),
    );
    const rowsOf = async (batches: EventRecord[][]) => {
      const rows: [number, number][] = [];
      const consumer: RecordConsumer = {
        name: 'rows',
        apply: ({ customerRow, itemRow }) => rows.push([customerRow, itemRow]),
      };
      const fixture = await pipelineFixture(features, { consumers: [consumer] });
      for (const batch of batches) fixture.apply(...batch);
      await fixture.dispose();
      return rows;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(person, { maxLength: 150 }), async (records) => {
        // Known before the batch is looked at: half of them.
        const known = [event('view', { anonymousId: 'a' }), view('ana'), event('view', { anonymousId: 'b' })];
        const one = await rowsOf([known, records]);
        expect(one).toEqual(await rowsOf([...known, ...records].map((record) => [record])));
      }),
      { numRuns: 40 },
    );
  });

  it('stops for good when a consumer throws', async () => {
    const failures: PipelineFailure[] = [];
    const broken: RecordConsumer = {
      name: 'broken',
      apply: ({ offset }) => {
        if (offset === 1) throw new Error('a bug');
      },
    };
    const after = recorder();
    const fixture = await pipelineFixture(features, {
      consumers: [broken, after],
      onFailure: (failure) => failures.push(failure),
    });
    expect(() => fixture.apply(view('ana'), view('ana'), view('ana'))).toThrow(
      'consumer broken failed at offset 1: a bug',
    );
    expect(fixture.pipeline.appliedOffset).toBe(1);
    expect(failures).toHaveLength(1);
    expect(() => fixture.apply(view('ana'))).toThrow(/consumer broken failed/);
    expect(() => fixture.pipeline.forget({ customerId: 'ana' })).toThrow(/consumer broken failed/);
    expect(failures).toHaveLength(1);
    expect(after.seen).toEqual([0]);
    await fixture.dispose();
  });

  it('catches up with the journal and goes live without a gap, although records keep coming', async () => {
    const dir = await temporaryFolder();
    const journal = await openJournal(dir);
    for (let i = 0; i < 40; i++) await journal.append(Array.from({ length: 500 }, () => view(`c${i}`)));
    const consumer = recorder();
    const fixture = await pipelineFixture(features, { consumers: [consumer] });
    let sent = 20_000;
    let writing = true;
    const writer = (async () => {
      while (writing) {
        await journal.append([view('late')]);
        sent++;
      }
    })();
    const progress: number[] = [];
    const stop = await fixture.pipeline.start(journal, 0, {
      onProgress: ({ applied }) => progress.push(applied),
    });
    await journal.append([view('live')]);
    sent++;
    writing = false;
    await writer;
    expect(fixture.pipeline.appliedOffset).toBe(sent);
    expect(consumer.seen).toEqual(Array.from({ length: sent }, (_, i) => i));
    expect(progress.length).toBeGreaterThan(0);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    stop();
    await journal.append([view('unheard')]);
    expect(fixture.pipeline.appliedOffset).toBe(sent);
    await journal.close();
    await fixture.dispose();
    await rm(dir, { recursive: true });
  });

  it('can be interrupted in replay', async () => {
    const fixture = await pipelineFixture(features);
    const abort = new AbortController();
    const journal = {
      head: 10,
      async *read() {
        yield { firstOffset: 0, records: [view('ana')] };
        abort.abort();
        yield { firstOffset: 1, records: [view('ana')] };
      },
    };
    await expect(fixture.pipeline.replay(journal, 0, { signal: abort.signal })).rejects.toThrow(/aborted/);
    expect(fixture.pipeline.appliedOffset).toBe(1);
    await fixture.dispose();
  });

  it('survives whatever a sender may put into accepted records, and never computes an infinite feature', async () => {
    const definitions = await defaultFeatures();
    const text = fc.oneof(
      fc.constantFrom(
        'ana',
        'bo',
        '',
        '__proto__',
        'constructor',
        '\ud800',
        'x\u0000y',
        "'; DROP TABLE x; --",
      ),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    const number = fc.oneof(
      fc.double(),
      fc.constantFrom(0, -0, 1e308, -1e308, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53),
    );
    const time = fc.oneof(
      fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2026, 0) }),
      fc.constantFrom(0, 1, -1, 8.64e15, -8.64e15, Number.NaN, Number.POSITIVE_INFINITY, 1e308),
    );
    const serverTime = fc.oneof(
      fc.constantFrom(0, Date.UTC(2025, 6), Date.UTC(2026, 0)),
      fc.integer({ min: 0, max: Date.UTC(2200, 0) }),
    );
    const json = fc.dictionary(text, fc.jsonValue() as fc.Arbitrary<null>, { maxKeys: 4 });
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const type = fc.oneof(
      fc.constantFrom(
        'page_view',
        'click',
        'impression',
        'add_to_cart',
        'purchase',
        'identify',
        'alias',
        'segment_entered',
      ),
      text,
    );
    const record: fc.Arbitrary<JournalRecord | null> = fc.oneof(
      {
        weight: 12,
        arbitrary: fc.record({
          kind: fc.constant('event' as const),
          type,
          messageId: text,
          customerId: maybe(text),
          anonymousId: maybe(text),
          itemId: maybe(text),
          timestamp: time,
          receivedAt: time,
          value: maybe(number),
          quantity: maybe(number),
          channel: maybe(text),
          device: maybe(text),
          properties: maybe(json),
          traits: maybe(json),
          origin: fc.constant('live' as const),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('item' as const),
          receivedAt: time,
          item: fc.record({
            itemId: text,
            title: text,
            category: text,
            categories: maybe(fc.array(text, { maxLength: 4 })),
            tags: maybe(fc.array(text, { maxLength: 4 })),
            price: maybe(number),
            attributes: maybe(fc.dictionary(text, fc.oneof(text, number, fc.boolean()), { maxKeys: 3 })),
            availableFrom: maybe(time),
            availableUntil: maybe(time),
            hidden: maybe(fc.boolean()),
          }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('item_removed' as const), receivedAt: time, itemId: text }),
      },
      { weight: 1, arbitrary: fc.constant(null) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 60 }), serverTime, async (records, at) => {
        const fixture = await pipelineFixture(definitions);
        try {
          fixture.apply(...records);
          expect(fixture.pipeline.failure).toBeUndefined();
          const { engine } = fixture;
          const items = Int32Array.from({ length: engine.items.rows + 1 }, (_, i) => i - 1);
          for (let row = -1; row < engine.customers.rows; row++) {
            const vectors = new Float64Array(vectorBytes(engine, row, items, at).buffer);
            expect(
              vectors.findIndex((v) => v === Number.POSITIVE_INFINITY || v === Number.NEGATIVE_INFINITY),
            ).toBe(-1);
            if (row >= 0 && engine.customers.key(row) !== undefined)
              JSON.stringify(engine.describe(row, 1e12));
          }
          for (const key of [...engine.customers.keys()]) {
            const id = key.slice(2);
            fixture.pipeline.forget(key.startsWith('c:') ? { customerId: id } : { anonymousId: id });
          }
          expect(engine.customers.size).toBe(0);
        } finally {
          await fixture.dispose();
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps its memory of types and channels bounded when a sender invents them without end', async () => {
    const fixture = await pipelineFixture(await defaultFeatures());
    for (let i = 0; i < 12_000; i++) {
      fixture.apply(
        event(`type ${i}`, { customerId: `c${i % 5}`, channel: `channel ${i}`, device: `device ${i}` }),
      );
    }
    fixture.apply(event('purchase', { customerId: 'c0', value: 3 }));
    const row = fixture.identity.find({ customerId: 'c0' });
    const { features: read } = fixture.engine.describe(row, Date.UTC(2026, 0, 5, 13));
    expect(read.purchases7d).toBe(1);
    expect(fixture.engine.recentEvents(row, 2).map((e) => e.type)).toEqual(['purchase', '(other)']);
    await fixture.dispose();
  });
});
