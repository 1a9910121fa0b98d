import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminKey, type ProblemBody, TestApp } from '../testing/test-app.ts';

interface Arm {
  itemId: string;
  pulls: number;
  rewards: number;
  mean: number | null;
  interval: number[] | null;
}
interface PolicyBody {
  policies: {
    trees: { rows: number; positives: number } | null;
    segment: string | null;
    pulls: number;
    rewards: number;
    updatedAt: string | null;
    meanReward: number | null;
    arms: Arm[];
  }[];
}
interface AnswerBody {
  decisionId: string;
  candidates: { retrieved: number; eligible: number; pool?: number; sources?: Record<string, number> };
  recommendations: { itemId: string; rank: number; propensity: number; reasons?: unknown[] }[];
}

const placement = {
  title: 'Learning slot',
  sources: [{ name: 'popular', limit: 30 }],
  filters: [],
  ranker: 'heuristic',
  policy: { kind: 'betaThompson', reach: 20, halfLife: '14d' },
  diversity: { lambda: 1, caps: [] },
  fallback: ['popular'],
  candidateLimit: 30,
  defaultLimit: 4,
  logFeatures: false,
  enabled: true,
};

describe('policies of placements', () => {
  let app: TestApp;

  const put = (body: object) => app.call<ProblemBody>('PUT', '/v1/placements/learning', body);
  const policy = async () =>
    (await app.call<PolicyBody>('GET', '/v1/placements/learning/policy')).body.policies;
  const ask = async () =>
    (await app.call<AnswerBody>('POST', '/v1/recommendations', { customerId: 'ana', placement: 'learning' }))
      .body;

  beforeAll(async () => {
    app = await TestApp.start();
    const items = Array.from({ length: 30 }, (_, i) => ({
      itemId: `item-${i}`,
      title: `Item ${i}`,
      category: `Category ${i % 5}`,
      price: 1 + i,
      currency: 'USD',
    }));
    await app.call('POST', '/v1/items', { items });
    await app.send(
      items.map(({ itemId }, i) => ({
        type: 'page_view',
        messageId: `view-${i}`,
        customerId: 'ana',
        itemId,
      })),
    );
    expect((await put(placement)).status).toBe(200);
  });
  afterAll(() => app.close());

  it('refuses settings that mean nothing, in words that help', async () => {
    const wrong = async (change: object) => {
      const { status, body } = await put({ ...placement, ...change });
      expect(status).toBe(400);
      return body.errors![0];
    };
    expect(await wrong({ policy: { kind: 'betaThomson' } })).toMatchObject({
      ...{ path: '/policy/kind', code: 'enum', params: { near: 'betaThompson' } },
      message: expect.stringContaining('did you mean "betaThompson"?'),
    });
    expect(await wrong({ policy: { kind: 'linUcb', features: ['clickRat'] } })).toMatchObject({
      ...{ path: '/policy/features/0', code: 'noSuch' },
      params: { kind: 'feature', got: '"clickRat"' },
    });
    expect(
      await wrong({ segmentPolicies: [{ segment: 'nobody', policy: { kind: 'greedy' } }] }),
    ).toMatchObject({
      ...{ path: '/segmentPolicies/0/segment', code: 'noSuch' },
      params: { kind: 'segment', got: '"nobody"' },
      message: expect.stringContaining('got "nobody"'),
    });
    expect(await wrong({ sources: [{ name: 'populer', limit: 5 }] })).toMatchObject({
      ...{ path: '/sources/0/name', code: 'enum', params: { near: 'popular' } },
      message: expect.stringContaining('did you mean "popular"?'),
    });
    expect(await wrong({ canditateLimit: 5 })).toMatchObject({
      ...{ path: '/canditateLimit', code: 'unknown', params: { near: 'candidateLimit' } },
      message: expect.stringContaining('did you mean "candidateLimit"?'),
    });
    expect(await wrong({ ranker: 'nobody@champion' })).toMatchObject({ path: '/ranker', code: 'noSuch' });
    expect(await wrong({ policy: { kind: 'epsilonGreedy', epsilon: 7 } })).toMatchObject({
      ...{ path: '/policy/epsilon', code: 'maximum', params: { limit: 1, got: '7' } },
    });
  });

  it('knows of a reward when that is answered, counts it once, and keeps it over a restart', async () => {
    const { decisionId, recommendations } = await ask();
    for (const { propensity } of recommendations) expect(propensity).toBeGreaterThan(0);
    await expect.poll(async () => (await policy())[0]).toMatchObject({ pulls: 4, rewards: 0 });
    const [{ itemId }] = recommendations;
    const click = { type: 'click', messageId: 'click-1', customerId: 'ana', itemId, decisionId };
    await app.send([click]);
    // The very next look at it knows of the reward.
    const [learnt] = await policy();
    expect(learnt).toMatchObject({ pulls: 4, rewards: 1 });
    const arm = learnt.arms.find((one) => one.itemId === itemId)!;
    expect(arm).toMatchObject({ pulls: 1, rewards: 1 });
    expect(arm.interval![0]).toBeLessThan(arm.mean!);
    await app.send([click]);
    await app.send([{ ...click, messageId: 'click-2' }]);
    expect((await policy())[0].rewards).toBe(1);
    const before = await policy();
    await app.restart();
    const after = await policy();
    const still = (policies: PolicyBody['policies']) =>
      policies.map(({ arms, meanReward, ...rest }) => ({
        ...rest,
        // Its counts fade with time, so the last digit depends on when they were read.
        meanReward: meanReward?.toFixed(9),
        arms: arms.map(({ itemId: id, pulls, rewards }) => [id, pulls, rewards]),
      }));
    expect(still(after)).toEqual(still(before));
  });

  it('previews stored and changed settings with counts of the stages, without a trace', async () => {
    const before = await policy();
    const preview = (body: object) =>
      app.call<AnswerBody & ProblemBody>('POST', '/v1/placements/learning/preview', {
        customerId: 'ana',
        ...body,
      });
    const stored = await preview({});
    expect(stored.status).toBe(200);
    expect(stored.body.candidates).toMatchObject({
      eligible: 30,
      pool: 24,
      sources: { popular: 30, new: 0 },
    });
    expect(stored.body.recommendations[0].reasons!.length).toBeGreaterThan(0);
    const settings = {
      ...placement,
      filters: [{ kind: 'price', max: 10 }],
      policy: { kind: 'greedy' },
    };
    const changed = await preview({ settings, limit: 6 });
    expect(changed.body.candidates.eligible).toBe(10);
    expect(changed.body.recommendations).toHaveLength(6);
    const wrong = await preview({ settings: { ...settings, policy: { kind: 'greed' } } });
    expect(wrong.body.errors![0]).toMatchObject({ path: '/policy/kind' });
    expect((await preview({ customerId: undefined })).status).toBe(400);
    expect((await policy())[0].pulls).toBe(before[0].pulls);
    const { body } = await app.call<{ data: unknown[] }>('GET', '/v1/placements/learning');
    expect(body).toMatchObject({ policy: placement.policy });
  });

  it('lets an admin reset it, which a restart does not undo, and says so in the audit log', async () => {
    const analyst = await app.person('analyst');
    const headers = { 'sec-fetch-site': 'same-origin' };
    const refused = await app.call('DELETE', '/v1/placements/learning/policy', undefined, {
      ...{ key: null, cookie: analyst, headers },
    });
    expect(refused.status).toBe(403);
    const { decisionId, recommendations } = await ask();
    const { status, body } = await app.call('DELETE', '/v1/placements/learning/policy');
    expect({ status, body }).toEqual({ status: 200, body: { reset: 1 } });
    await app.send([
      { type: 'click', messageId: 'late', customerId: 'ana', itemId: recommendations[0].itemId, decisionId },
    ]);
    expect((await policy())[0]).toMatchObject({ pulls: 0, rewards: 0, arms: [] });
    await app.restart();
    expect((await policy())[0]).toMatchObject({ pulls: 0, rewards: 0, arms: [] });
    const audit = await app.call<{ data: { action: string; target: string }[] }>(
      'GET',
      '/v1/audit',
      undefined,
      {
        key: adminKey,
      },
    );
    expect(audit.body.data).toContainEqual(
      expect.objectContaining({ action: 'policy.reset', target: 'learning' }),
    );
    expect((await app.call('DELETE', '/v1/placements/learning/policy?segment=vip')).status).toBe(404);
    expect((await app.call('GET', '/v1/placements/nowhere/policy')).status).toBe(404);
  });

  it('fits trees in the background as rewards come in', async () => {
    const trees = {
      ...placement,
      policy: { kind: 'bootstrappedTrees', reach: 10, members: 3, iterations: 5 },
    };
    expect((await app.call('PUT', '/v1/placements/trees', trees)).status).toBe(200);
    const clicks: object[] = [];
    for (let i = 0; i < 40; i++) {
      const { body } = await app.call<AnswerBody>('POST', '/v1/recommendations', {
        ...{ customerId: 'ana', placement: 'trees' },
      });
      const { decisionId, recommendations } = body;
      const [{ itemId }] = recommendations;
      if (i % 2 === 0) clicks.push({ type: 'click', customerId: 'ana', itemId, decisionId });
    }
    await app.send(clicks);
    const fitted = async () =>
      (await app.call<PolicyBody>('GET', '/v1/placements/trees/policy')).body.policies[0].trees;
    await expect.poll(fitted, { timeout: 40_000, interval: 500 }).toMatchObject({ rows: 160, positives: 20 });
    const jobs = await app.call<{ data: { kind: string; state: string }[] }>('GET', '/v1/jobs');
    expect(jobs.body.data).toContainEqual(expect.objectContaining({ kind: 'policy-fit', state: 'done' }));
    expect(await fitted()).not.toBeNull();
    await app.restart();
    expect(await fitted()).toMatchObject({ rows: 160 });
  }, 60_000);
});
