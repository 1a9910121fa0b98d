import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileFeatures, type FeatureDefinition, type FeatureEngine } from '../../features/index.ts';
import { Identity } from '../../ingestion/identity.ts';
import { createPipeline, type Pipeline } from '../../ingestion/pipeline.ts';
import type { EventRecord, JournalRecord } from '../../stores/journal/record.ts';
import { type OnlineStore, openOnlineStore } from '../../stores/online/index.ts';
import { rfmSegments, tierSegments } from './default-segments.ts';
import type { SegmentDefinition } from './definition.ts';
import { SegmentEvaluator } from './evaluator.ts';
import { SegmentMembership } from './membership.ts';
import { runSegmentLoop } from './segment-loop.ts';

const day = 86_400_000;
const features: FeatureDefinition[] = [
  ...(['recency', 'frequency', 'monetary'] as const).map(
    (part): FeatureDefinition => ({
      name: `rfm${part[0].toUpperCase()}${part.slice(1)}`,
      kind: 'recencyFrequencyMonetary',
      scope: 'customer',
      part,
      events: ['purchase'],
      window: '90d',
    }),
  ),
  { name: 'secondsSincePurchase', kind: 'recency', scope: 'customer', events: ['purchase'] },
];

interface World {
  store: OnlineStore;
  engine: FeatureEngine;
  membership: SegmentMembership;
  evaluator: SegmentEvaluator;
  pipeline: Pipeline;
  identity: Identity;
}
let dir: string;
let now: number;
let records: JournalRecord[];
let world: World;
let hold: Promise<void> | undefined;
let refuse: Error | undefined;

async function open(segments: SegmentDefinition[] = [...tierSegments, ...rfmSegments]): Promise<World> {
  const store = openOnlineStore(dir);
  const identity = new Identity(store);
  const engine = compileFeatures(features, store);
  const membership = new SegmentMembership(store, engine.customers);
  SegmentEvaluator.declare(engine);
  const from = await store.restore();
  const append = async (made: JournalRecord[]) => {
    await hold;
    if (refuse) throw refuse;
    const firstOffset = records.length;
    records.push(...made);
    pipeline.apply({ firstOffset, records: made });
  };
  const evaluator = new SegmentEvaluator({ engine, membership, segments, append, now: () => now });
  const pipeline = createPipeline({ identity, engine, consumers: [membership, evaluator] });
  await pipeline.replay(
    {
      head: records.length,
      read: async function* (start: number) {
        yield { firstOffset: start, records: records.slice(start) };
      },
    } as never,
    from,
  );
  return { store, engine, membership, evaluator, pipeline, identity };
}

function event(change: Partial<EventRecord>): void {
  const made: EventRecord = {
    kind: 'event',
    type: 'purchase',
    messageId: `m${records.length}`,
    timestamp: now,
    receivedAt: now,
    origin: 'live',
    ...(change.anonymousId === undefined ? { customerId: 'ana' } : {}),
    ...change,
  };
  records.push(made);
  world.pipeline.apply({ firstOffset: records.length - 1, records: [made] });
}
const segmentsOf = (key: string) => world.membership.of(world.engine.customers.find(key));
const flushAll = async () => {
  let count = 0;
  do count += await world.evaluator.flush(50);
  while (world.evaluator.waiting > 0 || world.evaluator.sweeping);
  return count;
};

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'segments-'));
  now = Date.UTC(2026, 0, 1);
  records = [];
  hold = undefined;
  refuse = undefined;
  world = await open();
});
afterEach(async () => {
  await world.store.close();
  rmSync(dir, { recursive: true });
});

describe('SegmentEvaluator', () => {
  test('attributes put customers in one tier, and a change moves them by two events', async () => {
    event({ type: 'identify', traits: { age: 49.5, income: 62_000 }, origin: 'import' });
    expect(await flushAll()).toBe(1);
    expect(segmentsOf('c:ana')).toEqual(['Silver']);
    expect(records.at(-1)).toMatchObject({
      type: 'segment_entered',
      customerId: 'ana',
      properties: { segment: 'Silver' },
      origin: 'import',
    });
    event({ type: 'identify', traits: { income: 112_000 } });
    expect(await flushAll()).toBe(2);
    expect(segmentsOf('c:ana')).toEqual(['Premium']);
    expect(world.membership.counts()).toMatchObject({ Premium: 1, Silver: 0, Gold: 0 });
    expect(await flushAll()).toBe(0);
  });

  test('purchases move customers through the RFM set, and time alone does on a sweep', async () => {
    event({ value: 10 });
    await flushAll();
    expect(segmentsOf('c:ana')).toEqual(['New or returning']);
    for (let i = 0; i < 9; i++) {
      now += day;
      event({ value: 10 });
    }
    await flushAll();
    expect(segmentsOf('c:ana')).toEqual(['Champions']);
    const passed: string[][] = [];
    for (const days of [20, 15, 60]) {
      now += days * day;
      expect(await flushAll()).toBe(0);
      world.evaluator.startSweep();
      await flushAll();
      passed.push(segmentsOf('c:ana'));
    }
    expect(passed).toEqual([['Loyal'], ['At risk'], ['Hibernating']]);
  });

  test('membership flips only when the record is applied, and none is appended twice meanwhile', async () => {
    let release = () => {};
    hold = new Promise((resolve) => {
      release = resolve;
    });
    event({ value: 1 });
    const first = world.evaluator.flush(50);
    event({ value: 1, timestamp: now + 1 });
    const second = await world.evaluator.flush(50);
    expect(second).toBe(0);
    expect(segmentsOf('c:ana')).toEqual([]);
    release();
    expect(await first).toBe(1);
    await flushAll();
    expect(
      records.filter((r) => r.kind === 'event' && r.properties?.segment === 'New or returning').length,
    ).toBe(1);
    expect(new Set(records.map((r) => (r.kind === 'event' ? r.messageId : ''))).size).toBe(records.length);
  });

  test('a failed append is tried again and loses nothing', async () => {
    refuse = new Error('disk full');
    event({ value: 1 });
    await expect(world.evaluator.flush(50)).rejects.toThrow('disk full');
    refuse = undefined;
    expect(await flushAll()).toBe(1);
    expect(segmentsOf('c:ana')).toEqual(['New or returning']);
  });

  test('after a restart membership and counts are the same, from checkpoint and from the whole journal', async () => {
    for (let c = 0; c < 30; c++) {
      event({ customerId: `c${c}`, value: 5 });
      event({ type: 'identify', customerId: `c${c}`, traits: { income: c * 7_000, age: 20 + c } });
      if (c === 15) {
        await flushAll();
        await world.store.checkpoint(records.length);
      }
    }
    await flushAll();
    const all = () => Array.from({ length: 30 }, (_, c) => segmentsOf(`c:c${c}`).sort());
    const expected = all();
    const counts = world.membership.counts();
    const length = records.length;
    await world.store.close();
    world = await open();
    expect(all()).toEqual(expected);
    expect(world.membership.counts()).toEqual(counts);
    world.evaluator.startSweep();
    expect(await flushAll()).toBe(0);
    expect(records.length).toBe(length);
  });

  test('a segment that is declared no more is left by everyone, a new one entered', async () => {
    event({ value: 5 });
    event({ type: 'identify', traits: { income: 10_000 } });
    await flushAll();
    await world.store.close();
    world = await open([
      { name: 'Buyers', rule: { feature: 'rfmFrequency', op: 'gte', value: 1 } },
      ...tierSegments,
    ]);
    world.evaluator.startSweep();
    await flushAll();
    expect(segmentsOf('c:ana').sort()).toEqual(['Bronze', 'Buyers']);
    expect(world.membership.count('New or returning')).toBe(0);
  });

  test('a visitor who signs in brings history along and is compared as one person', async () => {
    event({ anonymousId: 'x', value: 9 });
    await flushAll();
    expect(segmentsOf('a:x')).toEqual(['New or returning']);
    expect(records.at(-1)).toMatchObject({ anonymousId: 'x', type: 'segment_entered' });
    event({ type: 'identify', customerId: 'ana', anonymousId: 'x', traits: { income: 200_000 } });
    await flushAll();
    expect(segmentsOf('c:ana').sort()).toEqual(['New or returning', 'Premium']);
    expect(world.membership.counts()).toMatchObject({ 'New or returning': 1, Premium: 1 });
  });

  test.each([
    ['one after the other', 1],
    ['all at once', 140],
  ])('a journal that names more segments than there is room for, %s, is replayed', async (_, together) => {
    for (let from = 0; from < 140; from += together) {
      for (const type of ['segment_entered', 'segment_left']) {
        for (let i = from; i < from + together; i++) event({ type, properties: { segment: `Old ${i}` } });
      }
    }
    event({ type: 'segment_entered', properties: { segment: 'Premium' } });
    await world.store.close();
    world = await open();
    expect(segmentsOf('c:ana')).toEqual(['Premium']);
  });

  test('forgetting a customer takes them out of the counts', async () => {
    event({ value: 9 });
    await flushAll();
    world.pipeline.forget({ customerId: 'ana' });
    expect(world.membership.count('New or returning')).toBe(0);
    event({ customerId: 'next' });
    expect(segmentsOf('c:next')).toEqual([]);
  });

  test('the loop sweeps at once, flushes on its own, survives errors and stops', async () => {
    event({ value: 9 });
    const errors: unknown[] = [];
    refuse = new Error('busy');
    const stop = runSegmentLoop(world.evaluator, { everyMs: 1, onError: (error) => errors.push(error) });
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    refuse = undefined;
    await expect.poll(() => segmentsOf('c:ana')).toEqual(['New or returning']);
    await stop();
    event({ customerId: 'later' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(segmentsOf('c:later')).toEqual([]);
  });
});
