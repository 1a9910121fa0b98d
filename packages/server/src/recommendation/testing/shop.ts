import type { Applied, RecordConsumer } from '../../features/feature-engine.ts';
import { compileFeatures, type FeatureDefinition, type FeatureEngine } from '../../features/index.ts';
import type { EventRecord, Item, JournalRecord } from '../../stores/journal/record.ts';
import { type OnlineStore, openOnlineStore } from '../../stores/online/index.ts';
import { defaultPlacements } from '../default-placements.ts';
import type { Placement } from '../placement.ts';
import { createRecommendation, type RecommendationOptions, type RecommendationService } from '../service.ts';

const interest = { purchase: 3, add_to_cart: 2, click: 1, page_view: 0.5 };

export const shopFeatures: FeatureDefinition[] = [
  { name: 'purchases90d', kind: 'count', scope: 'customer', events: ['purchase'], window: '90d' },
  { name: 'spend90d', kind: 'sum', of: 'value', scope: 'customer', events: ['purchase'], window: '90d' },
  {
    name: 'clickRate',
    kind: 'rate',
    scope: 'item',
    numerator: ['click'],
    denominator: ['impression'],
    halfLife: '30d',
  },
  {
    name: 'departmentAffinity',
    kind: 'affinity',
    scope: 'pair',
    attribute: 'department',
    weights: interest,
    halfLife: '60d',
  },
  {
    name: 'categoryAffinity',
    kind: 'affinity',
    scope: 'pair',
    attribute: 'category',
    weights: interest,
    halfLife: '60d',
  },
  { name: 'repurchaseRatio', kind: 'repurchase', scope: 'pair', events: ['purchase'] },
  { name: 'relativePrice', kind: 'relativePrice', scope: 'pair', events: ['purchase'], halfLife: '180d' },
  { name: 'hour', kind: 'context', scope: 'context', part: 'hour' },
];

export interface ShopOptions {
  dir: string;
  features?: FeatureDefinition[];
  random?(): number;
  decisionLimit?: number;
  contextLimit?: number;
  seed?: number;
  inSegment?(customerRow: number, segment: string): boolean;
  scorer?: RecommendationOptions['scorer'];
  variantPolicies?: RecommendationOptions['variantPolicies'];
  /** Consumers that come between the features and recommendation. */
  more?(store: OnlineStore, engine: FeatureEngine): RecordConsumer[];
}

/** The real engines over a plain list for a journal: what app.ts composes, small enough for tests and benchmarks. */
export interface Shop extends RecommendationService {
  store: OnlineStore;
  engine: FeatureEngine;
  records: JournalRecord[];
  /** Set to make the next appends fail. */
  journal: { refuses?: Error };
  /** Offset of the checkpoint that the shop was opened from. */
  restoredFrom: number;
  /** Epoch ms, set by the test. */
  clock: { now: number };
  placements: Map<string, Placement>;
  /** Appends and applies. */
  append(records: JournalRecord[]): Promise<number>;
  item(item: Partial<Item> & { itemId: string }): void;
  event(event: Partial<EventRecord> & { type: string }): void;
  alias(anonymousId: string, customerId: string): void;
  close(): Promise<void>;
}

/** Opens a shop over `records`: restored from its checkpoint, if any, and replayed from there. */
export async function openShop(options: ShopOptions, records: JournalRecord[] = []): Promise<Shop> {
  const store = openOnlineStore(options.dir);
  const engine = compileFeatures(options.features ?? shopFeatures, store);
  const clock = { now: Date.UTC(2026, 5, 1, 12) };
  const placements = new Map(defaultPlacements.map((placement) => [placement.name, placement]));
  const journal: Shop['journal'] = {};
  let applied = 0;
  let messages = 0;
  const row = ({ customerId, anonymousId }: { customerId?: string; anonymousId?: string }): number =>
    engine.customers.find(customerId === undefined ? `a:${anonymousId}` : `c:${customerId}`);
  const service = createRecommendation({
    store,
    engine,
    placement: (name) => placements.get(name),
    scorer: options.scorer,
    customerRow: row,
    appliedOffset: () => applied,
    append: (made) => append(made),
    now: () => clock.now,
    random: options.random,
    seed: options.seed ?? 1,
    inSegment: options.inSegment,
    variantPolicies: options.variantPolicies,
    decisionLimit: options.decisionLimit,
    contextLimit: options.contextLimit,
  });
  const consumers: RecordConsumer[] = [
    engine,
    ...(options.more?.(store, engine) ?? []),
    ...service.consumers,
  ];
  const at: Applied = {
    record: { kind: 'item_removed', receivedAt: 0, itemId: '' },
    offset: 0,
    customerRow: -1,
    itemRow: -1,
  };

  function apply(record: JournalRecord): void {
    at.record = record;
    at.offset = applied++;
    at.customerRow = -1;
    at.itemRow = -1;
    if (record.kind === 'event') {
      const key = record.customerId === undefined ? `a:${record.anonymousId}` : `c:${record.customerId}`;
      at.customerRow = engine.customers.ensure(key);
    } else if (record.kind === 'decision') at.customerRow = row(record);
    if (record.kind === 'event' && record.itemId !== undefined)
      at.itemRow = engine.items.ensure(record.itemId);
    if (record.kind === 'item') at.itemRow = engine.items.ensure(record.item.itemId);
    if (record.kind === 'item_removed') at.itemRow = engine.items.find(record.itemId);
    for (const consumer of consumers) consumer.apply(at);
  }
  async function append(made: JournalRecord[]): Promise<number> {
    if (journal.refuses) throw journal.refuses;
    const first = records.length;
    for (const record of made) {
      records.push(record);
      apply(record);
    }
    return first;
  }

  const from = await store.restore();
  for (const record of records.slice(0, from)) if (record.kind === 'item') service.catalog.put(record.item);
  applied = from;
  for (const record of records.slice(from)) apply(record);
  service.rebuild();

  return {
    ...service,
    store,
    engine,
    records,
    journal,
    restoredFrom: from,
    clock,
    placements,
    append,
    item(item) {
      const whole: Item = { title: `Item ${item.itemId}`, category: 'General', ...item };
      void append([{ kind: 'item', receivedAt: clock.now, item: whole }]);
    },
    event(event) {
      void append([
        {
          kind: 'event',
          messageId: `m${messages++}`,
          customerId: event.anonymousId === undefined ? 'ana' : undefined,
          timestamp: clock.now,
          receivedAt: clock.now,
          origin: 'live',
          ...event,
        },
      ]);
    },
    alias(anonymousId, customerId) {
      const fromRow = engine.customers.find(`a:${anonymousId}`);
      const toRow = engine.customers.ensure(`c:${customerId}`);
      for (const consumer of consumers) consumer.merge?.(fromRow, toRow);
      engine.customers.remove(`a:${anonymousId}`);
    },
    close: () => store.close(),
  };
}

/** A shop of `departments × perDepartment` items, `d0i0`…, two categories a department. */
export function stock(shop: Shop, departments = 5, perDepartment = 20): void {
  for (let d = 0; d < departments; d++) {
    for (let i = 0; i < perDepartment; i++) {
      shop.item({
        itemId: `d${d}i${i}`,
        title: `Product ${i} of department ${d}`,
        category: `category ${d}-${i % 2}`,
        price: 1 + ((i * 7) % 13),
        currency: 'USD',
        attributes: { department: `department ${d}`, brand: i % 3 === 0 ? 'own' : 'other' },
      });
    }
  }
}
