import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileFeatures, type FeatureEngine } from '../features/index.ts';
import { Identity } from '../ingestion/identity.ts';
import { createPipeline, type Pipeline } from '../ingestion/pipeline.ts';
import { createRecommendation, type RecommendationService } from '../recommendation/index.ts';
import { shopFeatures } from '../recommendation/testing/shop.ts';
import type { ControlStore } from '../stores/control/control-store.ts';
import { openControlStore, openJournal } from '../stores/index.ts';
import type { Journal } from '../stores/journal/journal.ts';
import type { EventRecord } from '../stores/journal/record.ts';
import { type OnlineStore, openOnlineStore } from '../stores/online/index.ts';
import { createErasure, type ErasurePorts, erasureInput } from './erasure.ts';
import { exportCustomer } from './export-customer.ts';
import { SegmentMembership } from './segments/membership.ts';

const secret = 'customer-with-a-secret';
const visitor = 'visitor-with-a-secret';
const now = Date.UTC(2026, 3, 1);
let dir: string;
let world: Awaited<ReturnType<typeof open>>;

async function open() {
  const control: ControlStore = await openControlStore(join(dir, 'control'));
  const journal: Journal = await openJournal(join(dir, 'journal'));
  const store: OnlineStore = openOnlineStore(join(dir, 'online'));
  const identity = new Identity(store);
  const engine: FeatureEngine = compileFeatures(shopFeatures, store);
  const membership = new SegmentMembership(store, engine.customers);
  const recommendation: RecommendationService = createRecommendation({
    store,
    engine,
    placement: () => undefined,
    customerRow: (who) => identity.find(who),
    appliedOffset: () => pipeline.appliedOffset,
    append: (records) => journal.append(records),
    now: () => now,
  });
  const from = await store.restore();
  const pipeline: Pipeline = createPipeline({
    identity,
    engine,
    consumers: [membership, ...recommendation.consumers],
  });
  const end = await pipeline.start(journal, from);
  const warehouse: unknown[] = [];
  const ports: ErasurePorts = {
    identity,
    journal,
    warehouse: {
      erase: async (subject) => {
        warehouse.push(subject);
      },
    },
    settleWarehouse: async () => {},
    forget: (person) => pipeline.forget(person),
    checkpoint: () => store.checkpoint(pipeline.appliedOffset),
    settings: control.settings,
    audit: control.audit,
    now: () => now,
  };
  const close = async () => {
    end();
    await journal.close();
    await store.close();
    await control.close();
  };
  return {
    control,
    journal,
    store,
    identity,
    engine,
    membership,
    recommendation,
    pipeline,
    warehouse,
    ports,
    close,
  };
}

let message = 0;
const event = (change: Partial<EventRecord>): EventRecord => ({
  kind: 'event',
  type: 'page_view',
  messageId: `m${message++}`,
  timestamp: now,
  receivedAt: now,
  origin: 'live',
  ...change,
});

async function fill(): Promise<void> {
  const { journal, store, pipeline } = world;
  await journal.append([
    event({ anonymousId: visitor, itemId: 'a' }),
    event({ customerId: 'bob', type: 'purchase', itemId: 'a', value: 3 }),
    event({
      customerId: secret,
      anonymousId: visitor,
      type: 'identify',
      traits: { email: `${secret}@x.org` },
    }),
    event({ customerId: secret, type: 'purchase', itemId: 'a', value: 5 }),
    event({ customerId: secret, type: 'segment_entered', properties: { segment: 'Gold' } }),
    {
      kind: 'decision',
      decisionId: 'a-decision',
      timestamp: now,
      receivedAt: now,
      customerId: secret,
      placement: 'home',
      model: 'heuristic@1',
      policy: 'greedy',
      context: {},
      stateOffset: 5,
      slate: [{ itemId: 'a', source: 'popular', score: 1, propensity: 1 }],
      candidates: { retrieved: 1, eligible: 1 },
      origin: 'live',
    },
    event({ anonymousId: visitor, type: 'click', itemId: 'a' }),
  ]);
  await store.checkpoint(pipeline.appliedOffset);
}

function filesWith(text: string): string[] {
  const bytes = Buffer.from(text);
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(bytes));
}
const context = (signal = new AbortController().signal) => ({ id: 'job-1', signal, progress: () => {} });

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'erasure-'));
  world = await open();
  await fill();
});
afterEach(async () => {
  await world.close();
  rmSync(dir, { recursive: true });
});

describe('erasure', () => {
  test('leaves neither id in any file, forgets all state, and keeps other customers', async () => {
    expect(filesWith(secret).length).toBeGreaterThan(0);
    const job = await createErasure(world.ports);
    const input = erasureInput({ customerId: secret }, 'key-1');
    const result = await job.run(input, context());
    expect(result).toMatchObject({ records: 6 });
    await world.close();
    expect(filesWith(secret)).toEqual([]);
    expect(filesWith(visitor)).toEqual([]);
    world = await open();
    const { identity, membership, engine, recommendation } = world;
    expect(identity.find({ customerId: secret })).toBe(-1);
    expect(identity.find({ anonymousId: visitor })).toBe(-1);
    expect(membership.count('Gold')).toBe(0);
    expect(recommendation.decisions.table.find('a-decision')).toBe(-1);
    expect(engine.describe(identity.find({ customerId: 'bob' }), now).features.spend90d).toBe(3);
    const { data } = await world.control.audit.list({ limit: 10 });
    expect(data).toMatchObject([{ action: 'customer.erased', actor: 'key-1', target: result.subject }]);
    expect(job.keep(input)).toEqual({ subject: result.subject });
  });

  test('tells the warehouse every id of the person, linked visitor and decisions included', async () => {
    const job = await createErasure(world.ports);
    await job.run(erasureInput({ customerId: secret }, 'k'), context());
    expect(world.warehouse).toEqual([
      { customerIds: [secret], anonymousIds: [visitor], decisionIds: ['a-decision'], messageIds: [] },
    ]);
  });

  test('leaves others what they did on a device that went from hand to hand', async () => {
    const anonymousId = 'tablet';
    let receivedAt = now;
    const on = (type: string, more: Partial<EventRecord> = {}) =>
      event({ type, anonymousId, itemId: 'a', receivedAt: receivedAt++, ...more });
    const [first, , , others, , , last] = [
      ...[on('click'), on('identify', { customerId: secret }), on('identify', { customerId: 'bob' })],
      ...[on('click'), on('purchase', { customerId: 'bob' })],
      ...[on('identify', { customerId: secret }), on('click')],
    ].map((record) => {
      void world.journal.append([record]);
      return record.messageId;
    });
    const job = await createErasure(world.ports);
    await job.run(erasureInput({ customerId: secret }, 'k'), context());
    expect(world.warehouse).toEqual([
      {
        customerIds: [secret],
        anonymousIds: [visitor],
        decisionIds: ['a-decision'],
        messageIds: [first, last],
      },
    ]);
    const left: string[] = [];
    for await (const { records } of world.journal.read(0)) {
      for (const record of records) if (record?.kind === 'event') left.push(record.messageId);
    }
    expect(left).toContain(others);
    expect(left).toHaveLength(4);
  });

  test.each(['journal', 'warehouse', 'forget', 'checkpoint'] as const)(
    'a crash after the step "%s" is made good by running the job again',
    async (step) => {
      const { ports } = world;
      const crash = new Error('crash');
      const broken: ErasurePorts = { ...ports };
      if (step === 'journal') {
        broken.settleWarehouse = () => Promise.reject(crash);
      } else if (step === 'warehouse') {
        broken.forget = () => {
          throw crash;
        };
      } else if (step === 'forget') broken.checkpoint = () => Promise.reject(crash);
      else broken.audit = { ...ports.audit, append: () => Promise.reject(crash) };
      const input = erasureInput({ customerId: secret }, 'k');
      await expect((await createErasure(broken)).run(input, context())).rejects.toThrow('crash');
      await world.close();
      world = await open();
      await (await createErasure(world.ports)).run(input, context());
      await world.close();
      expect(filesWith(secret)).toEqual([]);
      expect(filesWith(visitor)).toEqual([]);
      world = await open();
      expect(world.identity.find({ customerId: secret })).toBe(-1);
    },
  );

  test('events that arrive while it runs are erased with the rest', async () => {
    let late = 2;
    const ports: ErasurePorts = {
      ...world.ports,
      settleWarehouse: async () => {
        if (late-- > 0)
          await world.journal.append([event({ customerId: secret, type: 'click', itemId: 'a' })]);
      },
    };
    const result = await (await createErasure(ports)).run(
      erasureInput({ customerId: secret }, 'k'),
      context(),
    );
    expect(result.records).toBe(8);
    expect(world.identity.find({ customerId: secret })).toBe(-1);
    await world.close();
    expect(filesWith(secret)).toEqual([]);
    world = await open();
  });

  test('a cancelled job stops before it erases anything', async () => {
    const job = await createErasure(world.ports);
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(job.run(erasureInput({ customerId: secret }, 'k'), context(signal))).rejects.toThrow(
      'cancelled',
    );
    expect(world.identity.find({ customerId: secret })).toBeGreaterThanOrEqual(0);
  });
});

describe('export', () => {
  test('holds every event and decision of the person, the visitor’s time included, and nobody else’s', async () => {
    const { journal, identity } = world;
    const found = await exportCustomer(
      { journal, identity, profile: () => null, now: () => now },
      { customerId: secret },
    );
    expect(found.anonymousIds).toEqual([visitor]);
    expect(found.events.map(({ type }) => type)).toEqual([
      'page_view',
      'identify',
      'purchase',
      'segment_entered',
      'click',
    ]);
    expect(found.decisions.map(({ decisionId }) => decisionId)).toEqual(['a-decision']);
    expect(JSON.stringify(found)).not.toContain('bob');
  });
});
