import { expect, it } from 'vitest';
import { learnFrom } from './learn-from.ts';
import { enoughOutcomes } from './train-input.ts';

const hour = 3_600_000;
const now = 1_795_000_000_000;

/** A shop whose oldest decision is so many hours old; null: it has none. */
function shop(outcomes: number, oldestHours: number | null) {
  const row = {
    decisions: oldestHours === null ? '0' : '9',
    oldest: String(now - (oldestHours ?? 0) * hour),
  };
  return {
    rewards: () => ({ clicks: outcomes, conversions: outcomes / 10 }),
    warehouse: { query: async () => ({ rows: [row] as never[], totalRows: 1 }) as never },
    models: { registry: { now: () => now } },
  };
}

it('takes decisions once they earned enough and can be split by time', async () => {
  expect(await learnFrom(shop(enoughOutcomes, 5 * 24), {})).toBe('decisions');
  expect(await learnFrom(shop(enoughOutcomes - 1, 5 * 24), {})).toBe('purchases');
  expect(await learnFrom(shop(enoughOutcomes, 5 * 24), { label: 'conversion' })).toBe('purchases');
});

it('takes purchases while the windows of decisions are open, though outcomes are many', async () => {
  expect(await learnFrom(shop(9_000, 3), {})).toBe('purchases');
  expect(await learnFrom(shop(9_000, null), {})).toBe('purchases');
  expect(await learnFrom(shop(9_000, 3), { attributionHours: 0.5 })).toBe('decisions');
});

it('takes what was asked for', async () => {
  expect(await learnFrom(shop(0, null), { from: 'decisions' })).toBe('decisions');
  expect(await learnFrom(shop(9_000, 500), { from: 'purchases' })).toBe('purchases');
});
