import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeatureEngine } from '../../features/index.ts';
import { type JournalReader, openJournalReader } from '../../stores/journal/journal-reader.ts';
import type { DecisionRecord, EventRecord, JournalRecord } from '../../stores/journal/record.ts';
import { checkRequest, type TrainRequest } from './request.ts';
import type { Part } from './split.ts';
import { day, type LiveShop, liveShop, shopFeatures, shopPlacement } from './testing/live-shop.ts';
import { buildTrainingSet } from './training-set.ts';
import { type OpenWorld, openWorld } from './world.ts';

let shop: LiveShop;
let records: JournalRecord[];

const fromDecisions: TrainRequest = {
  ...{ features: shopFeatures, timeZone: 'UTC', from: 'decisions', placement: shopPlacement },
  split: { testDays: 6, validationDays: 6 },
};
const fromPurchases: TrainRequest = { ...fromDecisions, from: 'purchases' };

beforeAll(async () => {
  shop = await liveShop({ days: 30, visitors: 20 });
  records = [];
  for await (const batch of shop.journal.read(0)) for (const record of batch.records) records.push(record!);
});
afterAll(() => shop.close());

function reader(): JournalReader {
  return openJournalReader(shop.journal.readHandle());
}

function build(request: TrainRequest, world?: OpenWorld) {
  const { journal } = shop;
  return buildTrainingSet(reader(), checkRequest(request, journal.head), {
    ...(world === undefined ? {} : { openWorld: world }),
  });
}

/** The serving world with one column of its vectors made by someone who did not think. */
function spoilt(
  column: string,
  make: (engine: FeatureEngine, reader: JournalReader) => Promise<Spoiler>,
): OpenWorld {
  return async (options, journal) => {
    const world = await openWorld(options, journal);
    const at = world.engine.names.indexOf(column);
    const spoil = await make(world.engine, journal);
    const read = world.engine.read.bind(world.engine);
    world.engine.read = (request, out) => {
      read(request, out);
      for (let i = 0; i < request.count; i++) out[i * world.engine.width + at] = spoil(request, i);
    };
    return world;
  };
}
type Spoiler = (request: Parameters<FeatureEngine['read']>[0], position: number) => number;

describe('a training set from decisions', () => {
  it('holds, bit by bit, the vectors that were logged in service', async () => {
    const set = await build(fromDecisions);
    const last = records.at(-1)!.receivedAt;
    const closed = records.filter((r) => r.kind === 'decision' && r.timestamp + day <= last).length;
    expect(closed).toBeGreaterThan(500);
    expect(set.checks.loggedVectors).toEqual({ compared: closed, notComparable: 0, changedByErasure: 0 });
    const logged = new Map(
      records.flatMap((r) => (r.kind === 'decision' ? [[r.decisionId, r] as [string, DecisionRecord]] : [])),
    );
    let compared = 0;
    for (const part of Object.values(set.parts)) {
      for (const { id, start } of part.groups) {
        const { slate } = logged.get(id)!;
        const first = Array.from(part.features.subarray(start * part.width, (start + 1) * part.width));
        const { features, evidence } = slate[part.ranks[start] - 1];
        const online = [...features!.map((value) => value ?? Number.NaN), ...evidence!].map(Math.fround);
        expect(first).toEqual(online);
        compared++;
      }
    }
    expect(compared).toBe(set.groups);
    expect(compared).toBeGreaterThan(300);
  });

  it('labels a slot by what happened to it within the window, and keeps its propensity and rank', async () => {
    const set = await build(fromDecisions);
    const clicked = new Set(
      records.flatMap((r) =>
        r.kind === 'event' && r.type === 'click' ? [`${r.decisionId} ${r.itemId}`] : [],
      ),
    );
    const byId = new Map(records.flatMap((r) => (r.kind === 'decision' ? [[r.decisionId, r] as const] : [])));
    let positives = 0;
    for (const { groups, labels, ranks, propensities } of Object.values(set.parts)) {
      for (const { id, start, size, relevant } of groups) {
        let inGroup = 0;
        for (let row = start; row < start + size; row++) {
          const slot = byId.get(id)!.slate[ranks[row] - 1];
          expect(labels[row]).toBe(clicked.has(`${id} ${slot.itemId}`) ? 1 : 0);
          expect(propensities[row]).toBe(Math.fround(slot.propensity));
          inGroup += labels[row];
        }
        expect(relevant).toBe(inGroup);
        positives += inGroup;
      }
    }
    expect(positives).toBe(set.dataRange.positives);
    expect(positives).toBeGreaterThan(100);
  });

  it('joins conversions and their money, also without a decision id', async () => {
    const set = await build({ ...fromDecisions, label: 'value' });
    let value = 0;
    let rows = 0;
    for (const { rows: count, values, labels } of Object.values(set.parts)) {
      for (let row = 0; row < count; row++) {
        value += values[row];
        rows += labels[row];
      }
    }
    expect(rows).toBeGreaterThan(50);
    expect(value).toBe(10 * rows);
  });

  it('leaves out decisions whose window had not ended, and keeps whole groups apart in time', async () => {
    const set = await build({ ...fromDecisions, attributionHours: 48 });
    const last = records.at(-1)!.receivedAt;
    const open = records.filter((r) => r.kind === 'decision' && r.timestamp + 2 * day > last).length;
    expect(open).toBeGreaterThan(0);
    expect(set.skipped.windowOpen).toBe(open);
    const times = (part: Part) => set.parts[part].groups.map(({ at }) => at);
    expect(Math.min(...times('validation'))).toBeGreaterThanOrEqual(Math.max(...times('train')) + 2 * day);
    expect(Math.min(...times('test'))).toBeGreaterThanOrEqual(Math.max(...times('validation')) + 2 * day);
  });

  it('refuses a feature whose read looks past its instant, naming feature and decision', async () => {
    const later = spoilt('clicks7d', async (engine) => {
      const column = engine.names.indexOf('secondsSinceActivity');
      return ({ customerRow, at }) =>
        customerRow < 0 ? 0 : engine.readCustomer(customerRow, column, at + 3_600_000);
    });
    await expect(build(fromDecisions, later)).rejects.toThrow(
      /refused: feature clicks7d of decision [0-9a-f-]{36}, item item \d+, was .* in service and is .* in the replay/,
    );
  });

  it('still builds after a customer was erased, and says what that changed', async () => {
    const other = await liveShop({ days: 24, visitors: 12, seed: 5 });
    try {
      const gone = 'customer 3';
      const erased = await other.journal.erase((r) => 'customerId' in r && r.customerId === gone, [gone]);
      expect(erased).toBeGreaterThan(10);
      const request = checkRequest(
        { ...fromDecisions, split: { testDays: 4, validationDays: 4 } },
        other.journal.head,
      );
      const set = await buildTrainingSet(openJournalReader(other.journal.readHandle()), request);
      const { compared, changedByErasure } = set.checks.loggedVectors;
      expect(compared).toBe(set.groups + set.outsideParts);
      expect(changedByErasure).toBeGreaterThan(0);
      expect(changedByErasure).toBeLessThan(compared);
    } finally {
      await other.close();
    }
  });
});

describe('a training set from purchases', () => {
  it('has one group per visit with a purchase, its candidates as of before the visit', async () => {
    const set = await build(fromPurchases);
    const { train, test } = set.parts;
    expect(train.groups.length).toBeGreaterThan(50);
    for (const { start, size, relevant } of test.groups) {
      const items = new Set(test.items.subarray(start, start + size));
      expect(items.size).toBe(size);
      let inPool = 0;
      for (let row = start; row < start + size; row++) inPool += test.labels[row];
      expect(inPool).toBeLessThanOrEqual(relevant);
    }
    // What a customer bought an hour ago would make secondsSinceActivity small; before the visit it is days.
    const column = set.columns.names.indexOf('secondsSinceActivity');
    for (const { start } of train.groups) {
      const seconds = train.features[start * train.width + column];
      expect(Number.isNaN(seconds) || seconds > 3600).toBe(true);
    }
  });

  it('refuses a feature computed from later records, naming it', async () => {
    const everything = spoilt('itemDemand', async (engine, journal) => {
      const bought = new Map<string, number>();
      for await (const { text } of journal.rows(0)) {
        for (const record of JSON.parse(text) as JournalRecord[]) {
          if (record.kind !== 'event' || record.type !== 'purchase') continue;
          bought.set(record.itemId!, (bought.get(record.itemId!) ?? 0) + 1);
        }
      }
      return ({ itemRows }, position) => bought.get(engine.items.key(itemRows[position]) ?? '') ?? 0;
    });
    await expect(build(fromPurchases, everything)).rejects.toThrow(
      /refused: feature itemDemand of the basket at offset \d+ is \d+, but \d+ when later records are withheld/,
    );
  });

  it('samples negatives for training only', async () => {
    const sampling = { retrieved: 3, popular: 2 };
    const { parts } = await build({ ...fromPurchases, sampling, objective: 'logistic' });
    for (const { start, size } of parts.train.groups) {
      let negatives = 0;
      let weight = 0;
      for (let row = start; row < start + size; row++) {
        if (parts.train.labels[row] > 0) continue;
        negatives++;
        weight += parts.train.weights[row];
      }
      expect(negatives).toBeLessThanOrEqual(5);
      // The three stand for all that were retrieved.
      expect(weight).toBeGreaterThan(negatives);
    }
    expect(Math.max(...parts.test.groups.map(({ size }) => size))).toBeGreaterThan(15);
  });
});

describe('every training set', () => {
  it('is the same for the same range, request and seed, and says what range that was', async () => {
    const [a, b] = [await build(fromPurchases), await build(fromPurchases)];
    expect(a.dataRange).toEqual(b.dataRange);
    expect(a.dataRange).toMatchObject({ fromOffset: 0, toOffset: shop.journal.head });
    expect(a.dataRange.checksum).toMatch(/^[0-9a-f]{64}$/);
    for (const part of ['train', 'validation', 'test'] as const) {
      const [x, y] = [a.parts[part], b.parts[part]];
      expect(x.rows).toBe(y.rows);
      expect(Buffer.from(x.features.buffer)).toEqual(Buffer.from(y.features.buffer));
      expect(x.items.subarray(0, x.rows)).toEqual(y.items.subarray(0, y.rows));
    }
    const few = { ...fromPurchases, sampling: { retrieved: 3 } };
    const [c, d] = [await build({ ...few, seed: 8 }), await build({ ...few, seed: 9 })];
    expect(c.dataRange.checksum).toBe(a.dataRange.checksum);
    expect(Buffer.from(c.parts.train.items.buffer)).not.toEqual(Buffer.from(d.parts.train.items.buffer));
  });

  it('ends where it is told, whatever came after', async () => {
    const cut = records.findIndex((r) => r.receivedAt > records[0].receivedAt + 24 * day);
    const set = await build({ ...fromPurchases, toOffset: cut });
    const truncated = records.slice(0, cut) as EventRecord[];
    expect(set.dataRange.toOffset).toBe(cut);
    expect(set.dataRange.to).toBeLessThanOrEqual(truncated.at(-1)!.receivedAt);
    const whole = await build(fromPurchases);
    expect(whole.dataRange.checksum).not.toBe(set.dataRange.checksum);
  });

  it('says what is missing when there is too little', async () => {
    await expect(build({ ...fromPurchases, toOffset: 20 })).rejects.toThrow(/hold no baskets to learn from/);
    await expect(build({ ...fromDecisions, toOffset: 20 })).rejects.toThrow(
      /train from purchases until there are some/,
    );
    await expect(build({ ...fromDecisions, split: { testDays: 20, validationDays: 20 } })).rejects.toThrow(
      /the train part has 0 of \d+ groups .* shorter parts/,
    );
    await expect(build({ ...fromPurchases, sampling: { maxRows: 50 } })).rejects.toThrow(
      /exceeds sampling.maxRows = 50/,
    );
  });

  it('stops when asked', async () => {
    const request = checkRequest(fromPurchases, shop.journal.head);
    let asked = 0;
    const stop = () => {
      if (++asked > 3) throw new Error('enough');
    };
    await expect(buildTrainingSet(reader(), request, { check: stop })).rejects.toThrow('enough');
  });
});
