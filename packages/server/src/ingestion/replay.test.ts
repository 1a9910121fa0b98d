import { rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../stores/index.ts';
import type { JournalRecord } from '../stores/journal/record.ts';
import {
  defaultFeatures,
  type PipelineFixture,
  pipelineFixture,
  temporaryFolder,
  vectorBytes,
} from './testing/pipeline-fixture.ts';
import { seeded, syntheticDay } from './testing/synthetic-day.ts';

interface Decision {
  stateOffset: number;
  at: number;
  person: { customerId?: string; anonymousId?: string };
  itemIds: string[];
  context: { channel?: string; device?: string };
  vectors: Buffer;
}

function decide(fixture: PipelineFixture, decision: Omit<Decision, 'vectors' | 'stateOffset'>): Buffer {
  const itemRows = Int32Array.from(decision.itemIds, (id) => fixture.engine.items.find(id));
  const row = fixture.identity.find(decision.person);
  return vectorBytes(fixture.engine, row, itemRows, decision.at, decision.context);
}

/** Everything the engine says about everyone, as bytes and text. */
function everything(fixture: PipelineFixture, at: number): string {
  const { engine, identity } = fixture;
  const itemRows = Int32Array.from({ length: engine.items.rows }, (_, i) => i);
  const parts: string[] = [];
  for (const key of [...engine.customers.keys()].sort()) {
    const row = engine.customers.find(key);
    parts.push(key, vectorBytes(engine, row, itemRows, at).toString('base64'));
    parts.push(
      JSON.stringify([engine.describe(row, at), engine.attributes(row), engine.recentEvents(row, 600)]),
    );
  }
  for (let i = 0; i < 130; i++) parts.push(`${identity.customerOf(`visitor-${i}`)}`);
  return parts.join('\n');
}

function readingsOf(
  records: JournalRecord[],
  count: number,
): Map<number, Omit<Decision, 'vectors' | 'stateOffset'>[]> {
  const random = seeded('decisions');
  const pick = (n: number) => Math.floor(random() * n);
  const byOffset = new Map<number, Omit<Decision, 'vectors' | 'stateOffset'>[]>();
  for (let i = 0; i < count; i++) {
    const offset = 1 + pick(records.length);
    const who = pick(130);
    const list = byOffset.get(offset) ?? [];
    list.push({
      at: records[offset - 1].receivedAt + pick(5_000),
      person: random() < 0.5 ? { customerId: `customer-${who}` } : { anonymousId: `visitor-${who}` },
      itemIds: Array.from({ length: 12 }, () => `item-${pick(90)}`),
      context: random() < 0.5 ? { channel: 'web', device: 'mobile' } : {},
    });
    byOffset.set(offset, list);
  }
  return byOffset;
}

describe('replay', () => {
  it('of a day from the journal gives bit-equal vectors to those that its decisions saw', async () => {
    const features = await defaultFeatures();
    const records = syntheticDay('a day', 6_000);
    const readings = readingsOf(records, 400);
    const dir = await temporaryFolder();
    const journal = await openJournal(dir);
    const online = await pipelineFixture(features);
    const decisions: Decision[] = [];
    const stop = await online.pipeline.start(journal, online.restored);
    for (let from = 0; from < records.length; ) {
      // Batches of uneven size, cut where a decision reads.
      let to = Math.min(records.length, from + 1 + (from % 37));
      for (let offset = from + 1; offset < to; offset++) if (readings.has(offset)) to = offset;
      await journal.append(records.slice(from, to));
      expect(online.pipeline.appliedOffset).toBe(to);
      for (const reading of readings.get(to) ?? []) {
        decisions.push({ ...reading, stateOffset: to, vectors: decide(online, reading) });
      }
      from = to;
    }
    stop();
    await journal.close();
    expect(decisions).toHaveLength(400);

    const reopened = await openJournal(dir);
    const offline = await pipelineFixture(features);
    for await (const { firstOffset, records: batch } of reopened.read(0)) {
      for (const [i, record] of batch.entries()) {
        offline.pipeline.apply({ firstOffset: firstOffset + i, records: [record] });
        for (const decision of decisions) {
          if (decision.stateOffset !== firstOffset + i + 1) continue;
          expect(
            decide(offline, decision).equals(decision.vectors),
            `at offset ${decision.stateOffset}`,
          ).toBe(true);
        }
      }
    }
    expect(offline.pipeline.appliedOffset).toBe(records.length);
    const known = decisions.filter((d) => new Float64Array(d.vectors.buffer.slice(0)).some((v) => v > 0));
    expect(known.length).toBeGreaterThan(300);
    await reopened.close();
    await online.dispose();
    await offline.dispose();
    await rm(dir, { recursive: true });
  });

  it('of the tail after a checkpoint leads bit for bit to the state of going straight through', async () => {
    const features = await defaultFeatures();
    const records = syntheticDay('another day', 5_000);
    const at = records[records.length - 1].receivedAt;
    const straight = await pipelineFixture(features);
    straight.apply(...records);
    const expected = everything(straight, at);

    for (const middle of [1, 1_777, 4_999]) {
      const before = await pipelineFixture(features);
      for (let i = 0; i < middle; i += 100) before.apply(...records.slice(i, Math.min(middle, i + 100)));
      const saving = before.store.checkpoint(middle);
      // Life goes on while the checkpoint is being written.
      for (let i = middle; i < records.length; i += 250) {
        before.apply(...records.slice(i, i + 250));
        await setImmediate();
      }
      await saving;
      await before.close();
      const after = await pipelineFixture(features, { dir: before.dir });
      expect(after.restored).toBe(middle);
      expect(await replayTail(after, middle, records.slice(middle))).toBe(records.length);
      expect(everything(after, at) === expected, `checkpoint at ${middle}`).toBe(true);
      await after.dispose();
    }
    await straight.dispose();
  });

  it('stays the same when definitions only change order', async () => {
    const features = await defaultFeatures();
    const records = syntheticDay('third day', 1_500);
    const at = records[records.length - 1].receivedAt;
    const straight = await pipelineFixture(features);
    const reversed = await pipelineFixture([...features].reverse());
    straight.apply(...records);
    reversed.apply(...records);
    const row = straight.identity.find({ customerId: 'customer-1' });
    const items = Int32Array.of(0, 1, 2);
    const a = new Float64Array(vectorBytes(straight.engine, row, items, at).buffer);
    const b = new Float64Array(vectorBytes(reversed.engine, row, items, at).buffer);
    const { width } = straight.engine;
    for (let i = 0; i < items.length; i++) {
      const forward = Array.from(a.subarray(i * width, (i + 1) * width));
      const backward = Array.from(b.subarray(i * width, (i + 1) * width)).reverse();
      expect(backward).toEqual(forward);
    }
    expect(reversed.engine.hash).not.toBe(straight.engine.hash);
    await straight.dispose();
    await reversed.dispose();
  });
});

/** Applies the tail as a restarted process does: from the restored offset. */
async function replayTail(
  fixture: PipelineFixture,
  firstOffset: number,
  records: JournalRecord[],
): Promise<number> {
  const journal = {
    head: firstOffset + records.length,
    async *read(from: number) {
      for (let i = from; i < firstOffset + records.length; i += 333) {
        yield { firstOffset: i, records: records.slice(i - firstOffset, i - firstOffset + 333) };
      }
    },
  };
  await fixture.pipeline.replay(journal, firstOffset);
  return fixture.pipeline.appliedOffset;
}
