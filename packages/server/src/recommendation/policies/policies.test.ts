import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@personalize/learn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DecisionRecord } from '../../stores/journal/record.ts';
import type { Placement } from '../placement.ts';
import { openShop, type Shop, stock } from '../testing/shop.ts';
import type { PolicyConfig } from './policy-config.ts';

const minute = 60_000;
let dir: string;
let shop: Shop;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'policies-'));
  shop = await openShop({ dir });
  stock(shop, 4, 10);
  for (let i = 0; i < 40; i++)
    shop.event({ type: 'page_view', itemId: `d${i % 4}i${i % 10}`, customerId: `c${i}` });
});
afterEach(async () => {
  await shop.close();
  rmSync(dir, { recursive: true, force: true });
});

const slot = (policy: PolicyConfig, more: Partial<Placement> = {}): Placement => ({
  name: 'slot',
  title: 'Slot',
  sources: [{ name: 'popular', limit: 40 }],
  filters: [],
  ranker: 'heuristic',
  policy,
  diversity: { lambda: 1, caps: [] },
  fallback: ['popular'],
  candidateLimit: 40,
  defaultLimit: 3,
  logFeatures: false,
  enabled: true,
  ...more,
});

const learners: PolicyConfig[] = [
  { kind: 'betaThompson', reach: 12 },
  { kind: 'gaussianThompson', reach: 12 },
  { kind: 'linUcb', reach: 12, alpha: 2, features: ['clickRate', 'relativePrice'] },
  { kind: 'linearThompson', reach: 12, features: ['clickRate', 'relativePrice'] },
];

/** Answers `rounds` requests; customers click what they look at with the item's own chance. */
async function live(
  rounds: number,
  chance: (itemId: string) => number,
  seed = 5,
): Promise<Map<string, number>> {
  const random = new Random(seed);
  const top = new Map<string, number>();
  for (let i = 0; i < rounds; i++) {
    shop.clock.now += minute;
    const customerId = `c${i % 40}`;
    const { decisionId, recommendations } = await shop.recommender.recommend({
      customerId,
      placement: 'slot',
    });
    for (const { itemId, rank } of recommendations) {
      if (random.uniform() >= 1 / Math.log2(rank + 1)) continue;
      shop.event({ type: 'impression', itemId, decisionId, customerId });
      if (random.uniform() < chance(itemId)) shop.event({ type: 'click', itemId, decisionId, customerId });
    }
    if (i >= rounds / 2) top.set(recommendations[0].itemId, (top.get(recommendations[0].itemId) ?? 0) + 1);
  }
  return top;
}

const reports = () => shop.policies.reports.describe(shop.placements.get('slot')!, 50);
const decisions = () => shop.records.filter((r): r is DecisionRecord => r.kind === 'decision');

describe('policies that learn', () => {
  test.each(learners.slice(0, 2))('$kind: an item that earns more comes to stand on top', async (policy) => {
    shop.placements.set('slot', slot(policy));
    const [, , , planted] = (
      await shop.recommender.recommend({ customerId: 'c1', placement: 'slot', limit: 10 })
    ).recommendations.slice(5);
    const top = await live(600, (itemId) => (itemId === planted.itemId ? 0.6 : 0.05));
    expect(top.get(planted.itemId) ?? 0).toBeGreaterThan(150);
    const [{ arms, rewards }] = reports();
    const best = arms.find(({ itemId }) => itemId === planted.itemId)!;
    expect(best.probabilityBest).toBeGreaterThan(0.7);
    expect(best.interval![0]).toBeGreaterThan(0.2);
    expect(best.interval![0]).toBeLessThan(best.mean!);
    expect(best.interval![1]).toBeGreaterThan(best.mean!);
    expect(rewards).toBeGreaterThan(50);
  });

  test.each(learners.slice(2))('$kind: items that share what earns come to stand on top', async (policy) => {
    shop.placements.set('slot', slot(policy));
    const cheap = (itemId: string) => (Number(itemId.slice(3)) * 7) % 13 < 4;
    for (let i = 0; i < 40; i++)
      shop.event({ type: 'purchase', itemId: 'd0i1', value: 8, customerId: `c${i}` });
    const top = await live(700, (itemId) => (cheap(itemId) ? 0.5 : 0.03));
    const share = [...top].reduce((sum, [itemId, count]) => sum + (cheap(itemId) ? count : 0), 0) / 350;
    expect(share).toBeGreaterThan(0.8);
    const price = reports()[0].coefficients.find(({ name }) => name === 'relativePrice')!;
    expect(price.coefficient).toBeLessThan(-price.standardError);
  });

  test.each(learners)(
    '$kind: what was learnt is the same to the bit after a restart and a replay',
    async (policy) => {
      shop.placements.set('slot', slot({ ...policy, halfLife: '7d' } as PolicyConfig));
      await live(30, () => 0.3);
      await shop.store.checkpoint(shop.records.length);
      await live(30, () => 0.3, 6);
      const before = reports();
      expect(before[0].pulls).toBeGreaterThan(60);
      expect(before[0].rewards).toBeGreaterThan(10);
      const { now } = shop.clock;
      const placements = shop.placements.get('slot')!;
      const { records } = shop;
      await shop.close();
      for (const folder of [dir, join(dir, 'from-nothing')]) {
        shop = await openShop({ dir: folder }, records);
        expect(shop.restoredFrom > 0).toBe(folder === dir);
        shop.clock.now = now;
        shop.placements.set('slot', placements);
        expect(reports()).toEqual(before);
        if (folder === dir) await shop.close();
      }
    },
  );

  test('a reward counts once, without decisionId too, and a late one corrects what was seen', async () => {
    shop.placements.set('slot', slot({ kind: 'betaThompson', reward: 'purchase' }));
    const { recommendations, decisionId } = await shop.recommender.recommend({
      customerId: 'c1',
      placement: 'slot',
    });
    const [{ itemId }] = recommendations;
    expect(reports()[0]).toMatchObject({ pulls: 3, rewards: 0 });
    shop.event({ type: 'click', itemId, customerId: 'c1', decisionId });
    expect(reports()[0]).toMatchObject({ pulls: 3, rewards: 0 });
    shop.clock.now += 20 * 60 * minute;
    for (let twice = 0; twice < 2; twice++)
      shop.event({ type: 'purchase', itemId, customerId: 'c1', value: 4 });
    expect(reports()[0]).toMatchObject({ pulls: 3, rewards: 1 });
    expect(reports()[0].arms.find((arm) => arm.itemId === itemId)).toMatchObject({ pulls: 1, rewards: 1 });
    shop.clock.now += 10 * 60 * minute;
    shop.event({ type: 'purchase', itemId: recommendations[1].itemId, customerId: 'c1', decisionId });
    expect(reports()[0].rewards).toBe(1);
  });

  test('money is learnt as money: every purchase adds, refunds take away', async () => {
    shop.placements.set('slot', slot({ kind: 'gaussianThompson', reward: 'value', examination: [1] }));
    const { recommendations, decisionId } = await shop.recommender.recommend({
      customerId: 'c1',
      placement: 'slot',
    });
    const [{ itemId }] = recommendations;
    for (const value of [30, 20, -10])
      shop.event({ type: 'purchase', itemId, customerId: 'c1', decisionId, value });
    const [{ meanReward, rewards }] = reports();
    expect(meanReward).toBeCloseTo(40 / 3, 10);
    expect(rewards).toBe(1);
  });

  test('a reset starts from the prior; what was decided before counts no more', async () => {
    const [, , policy] = learners;
    shop.placements.set('slot', slot(policy));
    await live(20, () => 0.5);
    const { recommendations, decisionId } = await shop.recommender.recommend({
      customerId: 'c1',
      placement: 'slot',
    });
    expect(shop.policies.reports.reset(shop.placements.get('slot')!, {}, shop.records.length)).toBe(1);
    shop.event({ type: 'click', itemId: recommendations[0].itemId, decisionId, customerId: 'c1' });
    expect(reports()[0]).toMatchObject({ pulls: 0, rewards: 0, armCount: 0, meanReward: null });
    expect(reports()[0].coefficients.every(({ coefficient }) => coefficient === 0)).toBe(true);
    await live(5, () => 0.5);
    expect(reports()[0].pulls).toBeGreaterThan(0);
    expect(() => shop.policies.reports.reset(shop.placements.get('slot')!, { segment: 'vip' }, 0)).toThrow(
      /segment "vip"/,
    );
  });

  test('a removed item is forgotten', async () => {
    shop.placements.set('slot', slot({ kind: 'betaThompson' }));
    await live(20, () => 0.2);
    const [{ itemId }] = reports()[0].arms;
    await shop.append([{ kind: 'item_removed', receivedAt: shop.clock.now, itemId }]);
    expect(reports()[0].arms.map((arm) => arm.itemId)).not.toContain(itemId);
  });

  test('contexts beyond the bound are let go, oldest first, and their rewards named', async () => {
    const [, , policy] = learners;
    await shop.close();
    shop = await openShop({ dir: join(dir, 'bounded'), contextLimit: 100 });
    stock(shop, 4, 10);
    for (let i = 0; i < 40; i++)
      shop.event({ type: 'page_view', itemId: `d${i % 4}i${i % 10}`, customerId: `c${i}` });
    shop.placements.set('slot', slot(policy));
    const first = await shop.recommender.recommend({ customerId: 'c1', placement: 'slot' });
    const { decisionId } = first;
    for (let i = 0; i < 10; i++) await shop.recommender.recommend({ customerId: `c${i}`, placement: 'slot' });
    shop.event({ type: 'click', itemId: first.recommendations[0].itemId, decisionId, customerId: 'c1' });
    expect(reports()[0]).toMatchObject({ dropped: 1, rewards: 1 });
  });
});

describe('what is logged', () => {
  test.each<PolicyConfig>([
    ...learners,
    { kind: 'greedy', uniformShare: 0.2, reach: 12 },
    { kind: 'softmax', temperature: 0.5, reach: 12 },
    { kind: 'epsilonGreedy', epsilon: 0.3 },
  ])('$kind: propensities are probabilities above the floor, and errors are stated', async (policy) => {
    shop.placements.set('slot', slot(policy));
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => shop.recommender.recommend({ customerId: 'c1', placement: 'slot' })),
    );
    for (const { recommendations } of answers) {
      for (const { propensity } of recommendations) {
        expect(propensity).toBeGreaterThan(policy.kind === 'softmax' ? 0 : 0.05 / 40);
        expect(propensity).toBeLessThanOrEqual(1);
      }
    }
    for (const { context } of decisions()) {
      const error = context.propensityError ?? 0;
      expect(error).toBeLessThan(0.01);
      expect(error === 0).toBe(policy.kind !== 'softmax');
    }
  });

  test('softmax shows each item on top as often as it says', async () => {
    shop.placements.set('slot', slot({ kind: 'softmax', temperature: 0.4, reach: 5 }));
    const stated = new Map<string, number>();
    const counts = new Map<string, number>();
    const n = 4000;
    for (let i = 0; i < n; i++) {
      const [{ itemId, propensity }] = (
        await shop.recommender.recommend({ customerId: 'c1', placement: 'slot' })
      ).recommendations;
      stated.set(itemId, propensity);
      counts.set(itemId, (counts.get(itemId) ?? 0) + 1);
    }
    const sum = [...stated.values()].reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(1, 2);
    let square = 0;
    for (const [itemId, p] of stated) square += (counts.get(itemId)! - n * p) ** 2 / (n * p);
    // χ² with 7 degrees of freedom: 24.3 at 0.1 %.
    expect(square).toBeLessThan(24.3);
  });

  test('what a policy learns from, and nothing for one that does not', async () => {
    shop.placements.set('slot', slot(learners[2], { logFeatures: false }));
    await shop.recommender.recommend({ customerId: 'c1', placement: 'slot' });
    const [logged] = decisions();
    expect(logged.policy).toBe('linUcb(click)');
    expect(logged.learning).toMatchObject({ kind: 'linUcb', reward: 'click' });
    expect(logged.learning!.examination).toEqual([1, 1 / Math.log2(3), 0.5]);
    for (const { context } of logged.slate) expect(context).toHaveLength(5);
    shop.placements.set('slot', slot({ kind: 'greedy' }));
    await shop.recommender.recommend({ customerId: 'c1', placement: 'slot' });
    expect(decisions()[1].learning).toBeUndefined();
    expect(decisions()[1].slate[0].context).toBeUndefined();
  });

  test('caps hold whatever is drawn', async () => {
    const diversity = { lambda: 1, caps: [{ attribute: 'department', max: 1 }] };
    shop.placements.set('slot', slot({ kind: 'betaThompson', uniformShare: 1 }, { diversity }));
    for (let i = 0; i < 50; i++) {
      const { recommendations } = await shop.recommender.recommend({ customerId: 'c1', placement: 'slot' });
      expect(new Set(recommendations.map(({ itemId }) => itemId[1])).size).toBe(recommendations.length);
    }
  });
});

describe('whose policy', () => {
  test('the first segment of the list that the customer is in; each learns by itself', async () => {
    await shop.close();
    const members: Record<string, string[]> = { vip: ['c:c1'], new: ['c:c1', 'c:c2'] };
    const inSegment = (row: number, segment: string): boolean =>
      members[segment].includes(shop.engine.customers.key(row)!);
    shop = await openShop({ dir: join(dir, 'segments'), inSegment });
    stock(shop, 4, 10);
    for (let i = 0; i < 4; i++) shop.event({ type: 'page_view', itemId: `d${i}i1`, customerId: `c${i}` });
    shop.placements.set(
      'slot',
      slot(
        { kind: 'greedy' },
        {
          segmentPolicies: [
            { segment: 'vip', policy: { kind: 'betaThompson' } },
            { segment: 'new', policy: { kind: 'betaThompson' } },
          ],
        },
      ),
    );
    for (const customerId of ['c1', 'c1', 'c2', 'c3', 'unheard-of']) {
      await shop.recommender.recommend({ customerId, placement: 'slot' });
    }
    expect(decisions().map(({ policy }) => policy)).toEqual([
      ...['betaThompson(click)', 'betaThompson(click)', 'betaThompson(click)', 'greedy', 'greedy'],
    ]);
    expect(reports().map(({ segment, pulls }) => [segment, pulls])).toEqual([
      [null, 0],
      ['vip', 6],
      ['new', 3],
    ]);
    const variant = { name: 'test:b', placement: { policy: { kind: 'betaThompson' as const } } };
    await shop.recommender.recommend({ customerId: 'c1', placement: 'slot', variant });
    expect(decisions().at(-1)!.learning!.policy).toContain(encodeURIComponent('test:b'));
    expect(reports()[1].pulls).toBe(6);
  });

  test('a running experiment’s variant is shown, and forgets, like the placement’s own', async () => {
    await shop.close();
    const policy: PolicyConfig = { kind: 'linearThompson', features: ['clickRate'] };
    shop = await openShop({
      dir: join(dir, 'variants'),
      variantPolicies: () => [{ variant: 'test:b', policy }],
    });
    stock(shop, 4, 10);
    for (let i = 0; i < 4; i++) shop.event({ type: 'page_view', itemId: `d${i}i1`, customerId: `c${i}` });
    shop.placements.set('slot', slot({ kind: 'greedy' }));
    const variant = { name: 'test:b', placement: { policy } };
    await shop.recommender.recommend({ customerId: 'c1', placement: 'slot', variant });
    expect(reports().map(({ variant: name, pulls }) => [name, pulls])).toEqual([
      [null, 0],
      ['test:b', 3],
    ]);
    expect(shop.policies.reports.reset(shop.placements.get('slot')!, {}, shop.records.length)).toBe(1);
    expect(reports()[1].pulls).toBe(0);
    await shop.recommender.recommend({ customerId: 'c1', placement: 'slot', variant });
    expect(shop.policies.reports.reset(shop.placements.get('slot')!, { own: true }, 0)).toBe(0);
    expect(reports()[1].pulls).toBe(3);
  });

  test('a preview shows what is held to be best, with the stages’ counts, and leaves no trace', async () => {
    shop.placements.set('slot', slot({ kind: 'betaThompson', uniformShare: 1, reach: 20 }));
    const records = shop.records.length;
    const first = shop.recommender.preview({ customerId: 'c1', placement: 'slot' });
    const again = shop.recommender.preview({ customerId: 'c1', placement: 'slot' });
    expect(again.recommendations).toEqual(first.recommendations);
    expect(first.candidates).toMatchObject({ pool: 23, sources: { popular: 40, trending: 0 } });
    expect(first.recommendations[0].reasons!.length).toBeGreaterThan(0);
    expect(shop.records.length).toBe(records);
    expect(reports()[0].pulls).toBe(0);
  });
});

describe('bootstrapped trees', () => {
  test('are fitted in a thread of their own to what was earned, then rank, and survive a restart', async () => {
    const policy: PolicyConfig = {
      kind: 'bootstrappedTrees',
      reach: 12,
      members: 4,
      iterations: 15,
      features: ['relativePrice'],
    };
    shop.placements.set('slot', slot(policy));
    const cheap = (itemId: string) => (Number(itemId.slice(3)) * 7) % 13 < 4;
    for (let i = 0; i < 40; i++)
      shop.event({ type: 'purchase', itemId: 'd0i1', value: 8, customerId: `c${i}` });
    await live(5, () => 1);
    const fit = () => {
      const [due] = shop.policies.reports.dueFits([shop.placements.get('slot')!]);
      return shop.policies.refits.run(due, 1, new AbortController().signal);
    };
    expect(await fit()).toMatchObject({ fitted: false });
    shop.placements.set('slot', slot({ ...policy, uniformShare: 0.5 }));
    await live(200, (itemId) => (cheap(itemId) ? 0.7 : 0.02));
    expect(await fit()).toMatchObject({ fitted: true });
    expect(shop.policies.reports.dueFits([shop.placements.get('slot')!])).toEqual([]);
    shop.placements.set('slot', slot(policy));
    const preview = () => shop.recommender.preview({ customerId: 'c1', placement: 'slot' }).recommendations;
    const shown = preview().map(({ itemId }) => itemId);
    expect(shown.filter(cheap).length).toBe(3);
    const { rows } = reports()[0].trees!;
    await shop.store.checkpoint(shop.records.length);
    const { now } = shop.clock;
    const { records, placements } = shop;
    await shop.close();
    shop = await openShop({ dir }, records);
    shop.clock.now = now;
    shop.placements.set('slot', placements.get('slot')!);
    expect(preview().map(({ itemId }) => itemId)).toEqual(shown);
    expect(reports()[0].trees!.rows).toBe(rows);
  }, 30_000);
});
