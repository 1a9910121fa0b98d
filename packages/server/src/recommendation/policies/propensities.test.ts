import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@personalize/learn';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openShop, type Shop, stock } from '../testing/shop.ts';
import type { PolicyConfig } from './policy-config.ts';

const shown = 3;
const pool = 12;
let dir: string;
let shop: Shop;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'propensities-'));
  shop = await openShop({ dir });
  stock(shop, 2, 10);
  for (let i = 0; i < 20; i++)
    shop.event({ type: 'page_view', itemId: `d${i % 2}i${i % 10}`, customerId: 'c1' });
});
afterEach(async () => {
  await shop.close();
  rmSync(dir, { recursive: true });
});

/**
 * Whatever the policy knows by then, the expectation of 1 ÷ propensity over its own choices is the number of
 * items that it may choose: propensities that are too high or too low by any rule show here, while it learns.
 */
test.each<PolicyConfig>([
  { kind: 'betaThompson' },
  { kind: 'gaussianThompson' },
  { kind: 'linUcb', features: ['clickRate', 'relativePrice'] },
  { kind: 'linearThompson', features: ['clickRate', 'relativePrice'] },
  { kind: 'greedy' },
])('$kind: choices are as likely as they are logged to be, while it learns', async (policy) => {
  shop.placements.set('slot', {
    name: 'slot',
    title: 'Slot',
    sources: [{ name: 'popular', limit: 40 }],
    filters: [],
    ranker: 'heuristic',
    policy: { ...policy, reach: pool - shown, uniformShare: 0.4 } as PolicyConfig,
    diversity: { lambda: 1, caps: [] },
    fallback: ['popular'],
    candidateLimit: 40,
    defaultLimit: shown,
    logFeatures: false,
    enabled: true,
  });
  const random = new Random(9);
  const inverse: number[][] = Array.from({ length: shown }, () => []);
  for (let i = 0; i < 2000; i++) {
    const { decisionId, recommendations } = await shop.recommender.recommend({
      customerId: 'c1',
      placement: 'slot',
    });
    for (const { itemId, rank, propensity } of recommendations) {
      inverse[rank - 1].push(1 / propensity);
      if (random.uniform() < 0.05) shop.event({ type: 'click', customerId: 'c1', itemId, decisionId });
    }
  }
  for (const values of inverse) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    expect(Math.abs(mean - pool)).toBeLessThan(4 * Math.sqrt(variance / values.length));
  }
});
