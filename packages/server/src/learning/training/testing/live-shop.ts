import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@personalize/learn';
import { compileFeatures, type FeatureDefinition } from '../../../features/index.ts';
import { Identity } from '../../../ingestion/identity.ts';
import { createPipeline } from '../../../ingestion/pipeline.ts';
import { createRecommendation, defaultPlacements, type Placement } from '../../../recommendation/index.ts';
import { openJournal } from '../../../stores/index.ts';
import type { Journal } from '../../../stores/journal/journal.ts';
import type { EventRecord, JournalRecord } from '../../../stores/journal/record.ts';
import { openOnlineStore } from '../../../stores/online/index.ts';

export const day = 86_400_000;
export const shopStart = Date.UTC(2026, 0, 5, 12);

const interest = { purchase: 3, click: 1 };

export const shopFeatures: FeatureDefinition[] = [
  { name: 'purchases90d', kind: 'count', scope: 'customer', events: ['purchase'], window: '90d' },
  { name: 'clicks7d', kind: 'count', scope: 'customer', events: ['click'], window: '7d' },
  { name: 'secondsSinceActivity', kind: 'recency', scope: 'customer', events: ['click', 'purchase'] },
  { name: 'behaviorScore', kind: 'behaviorScore', scope: 'customer', weights: interest, halfLife: '7d' },
  { name: 'itemClicks7d', kind: 'count', scope: 'item', events: ['click'], window: '7d' },
  { name: 'itemDemand', kind: 'decayedCount', scope: 'item', events: ['purchase'], halfLife: '7d' },
  {
    ...{ name: 'clickRate', kind: 'rate', scope: 'item', numerator: ['click'], denominator: ['impression'] },
    halfLife: '30d',
  },
  {
    ...{ name: 'categoryAffinity', kind: 'affinity', scope: 'pair', attribute: 'category' },
    ...{ weights: interest, halfLife: '30d' },
  },
  { name: 'repurchase', kind: 'repurchase', scope: 'pair', events: ['purchase'] },
  { name: 'hour', kind: 'context', scope: 'context', part: 'hour' },
];

export const shopPlacement: Placement = {
  ...defaultPlacements[0],
  policy: { kind: 'epsilonGreedy', epsilon: 0.3 },
  diversity: { lambda: 1, caps: [] },
  defaultLimit: 6,
};

export interface LiveShop {
  journal: Journal;
  close(): Promise<void>;
}

export interface ShopPlan {
  days: number;
  /** Customers who visit each day; half of all there are. */
  visitors: number;
  seed?: number;
}

const categories = 4;
const perCategory = 8;

/** What customers of this shop really like: click probability of an item that they look at. */
export function merit(customerId: string, itemId: string): number {
  const [customer, item] = [customerId, itemId].map((id) => Number(id.split(' ')[1]));
  return item % categories === customer % categories ? 0.6 : 0.05;
}

/**
 * A shop that really served: every engine as in service, over a journal on disk. Customers like one of four
 * categories, look at lower ranks less, click what they like, and buy half of what they click.
 */
export async function liveShop({ days, visitors, seed = 1 }: ShopPlan): Promise<LiveShop> {
  const dir = await mkdtemp(join(tmpdir(), 'training-'));
  const journal = await openJournal(dir);
  const store = openOnlineStore(dir);
  const random = new Random(seed);
  const exploration = new Random(seed + 1);
  const clock = { now: shopStart };
  const identity = new Identity(store);
  const engine = compileFeatures(shopFeatures, store, { timeZone: 'UTC' });
  let appliedOffset = () => 0;
  const recommendation = createRecommendation({
    store,
    engine,
    placement: (name) => (name === shopPlacement.name ? shopPlacement : undefined),
    customerRow: (person) => identity.find(person),
    appliedOffset: () => appliedOffset(),
    append: (records) => journal.append(records),
    now: () => clock.now,
    random: () => exploration.uniform(),
  });
  await store.restore();
  const pipeline = createPipeline({ identity, engine, consumers: recommendation.consumers });
  appliedOffset = () => pipeline.appliedOffset;
  const unsubscribe = await pipeline.start(journal, 0);

  await journal.append(catalog());
  let messages = 0;
  for (let today = 0; today < days; today++) {
    const batch = Array.from({ length: visitors }, (_, i) => (today % 2) * visitors + i);
    clock.now = shopStart + today * day + random.int(6 * 3_600_000);
    const answers = await recommendation.recommender.recommendBatch(
      batch.map((customer) => ({ ...who(customer), placement: shopPlacement.name })),
    );
    const events: EventRecord[] = [];
    answers.forEach(({ decisionId, recommendations }, i) => {
      const customer = batch[i];
      const base = { ...who(customer), decisionId, receivedAt: clock.now, origin: 'live' } as const;
      const happen = (type: string, itemId: string, after: number, value?: number): void => {
        const timestamp = clock.now + after * 1000;
        const messageId = `m${messages++}`;
        events.push({
          kind: 'event',
          type,
          itemId,
          timestamp,
          messageId,
          ...base,
          ...(value ? { value } : {}),
        });
      };
      recommendations.forEach(({ itemId }, rank) => {
        happen('impression', itemId, 1);
        if (!random.bernoulli(merit(base.customerId, itemId) / (1 + rank))) return;
        happen('click', itemId, 5 + rank);
        if (random.bernoulli(0.5)) happen('purchase', itemId, 20 + rank, 10);
      });
    });
    clock.now += 60_000;
    for (const event of events) event.receivedAt = clock.now;
    await journal.append(events);
  }
  unsubscribe();
  return {
    journal,
    async close() {
      await journal.close();
      await store.close();
      await rm(dir, { recursive: true });
    },
  };
}

function who(customer: number): { customerId: string } {
  return { customerId: `customer ${customer}` };
}

function catalog(): JournalRecord[] {
  return Array.from({ length: categories * perCategory }, (_, i) => ({
    kind: 'item',
    receivedAt: shopStart,
    item: {
      itemId: `item ${i}`,
      title: `Item ${i}`,
      category: `category ${i % categories}`,
      price: 1 + i,
      currency: 'EUR',
    },
  }));
}
