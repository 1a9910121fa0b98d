import { createHash } from 'node:crypto';
import type { EventRecord, JournalRecord } from '../../stores/journal/record.ts';

const minute = 60_000;
export const dayStart = Date.UTC(2026, 0, 5);

/** Numbers of 0..1 that depend on the seed alone. */
export function seeded(seed: string): () => number {
  let i = 0;
  return () => {
    const digest = createHash('sha256').update(`${seed} ${i++}`).digest();
    return digest.readUInt32LE(0) / 2 ** 32;
  };
}

const types = [
  ...new Array<string>(6).fill('impression'),
  ...new Array<string>(5).fill('page_view'),
  ...new Array<string>(3).fill('click'),
  'add_to_cart',
  'add_to_cart',
  'purchase',
  'inquiry',
  'download',
  'custom_type',
];

/**
 * A shop's day: a catalog that changes, customers before and after sign-in, shared devices, orders, late
 * events, a few heavy users. The same for the same seed.
 */
export function syntheticDay(seed: string, length: number): JournalRecord[] {
  const random = seeded(seed);
  const pick = (n: number) => Math.floor(random() * n);
  const records: JournalRecord[] = Array.from({ length: 60 }, (_, i) => catalogItem(i, 1 + pick(900) / 100));
  for (let i = 0; i < length; i++) {
    const receivedAt = dayStart + Math.floor((i / length) * 24 * 60 * minute);
    const kind = random();
    if (kind < 0.01) {
      records.push(catalogItem(pick(60), 1 + pick(900) / 100, receivedAt));
      continue;
    }
    if (kind < 0.012) {
      records.push({ kind: 'item_removed', receivedAt, itemId: `item-${pick(60)}` });
      continue;
    }
    const who = random() < 0.2 ? pick(3) : pick(120);
    const late = random() < 0.1 ? pick(40 * 24 * 60) * minute : random() < 0.05 ? -pick(2) * minute : 0;
    const record: EventRecord = {
      kind: 'event',
      type: types[pick(types.length)],
      messageId: `message-${i}`,
      timestamp: receivedAt - late,
      receivedAt,
      itemId: `item-${pick(80)}`,
      channel: ['web', 'app', 'store'][pick(3)],
      device: ['mobile', 'desktop'][pick(2)],
      origin: 'live',
    };
    // The first customers are known from the start, the others arrive as visitors and sign in sooner or later.
    if (who < 40) record.customerId = `customer-${who}`;
    else record.anonymousId = `visitor-${who}`;
    if (record.type === 'purchase') {
      record.value = 1 + pick(5000) / 100;
      record.currency = 'USD';
      record.quantity = 1 + pick(3);
    }
    if (who >= 40 && random() < 0.08) {
      record.type = random() < 0.5 ? 'identify' : 'alias';
      record.customerId = `customer-${random() < 0.9 ? who : pick(40)}`;
      delete record.itemId;
      if (record.type === 'identify') record.traits = { age: 18 + pick(60), city: `city ${pick(9)}` };
    }
    records.push(record);
  }
  return records;
}

function catalogItem(i: number, price: number, receivedAt = dayStart): JournalRecord {
  return {
    kind: 'item',
    receivedAt,
    item: {
      itemId: `item-${i}`,
      title: `Item ${i}`,
      category: `category ${i % 9}`,
      price,
      tags: [`tag ${i % 4}`, `tag ${i % 7}`],
      attributes: { brand: `brand ${i % 5}`, department: `department ${i % 3}` },
      hidden: i % 17 === 0,
    },
  };
}
