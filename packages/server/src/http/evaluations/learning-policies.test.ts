import { Random } from '@personalize/learn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

const items = 10;
const slots = 2;
/** Chance that a slot with this item is clicked, whoever sees it and wherever it stands. */
const rateOf = (itemId: string) => 0.03 + 0.05 * Number(itemId.slice(1));

interface Answer {
  decisionId: string;
  customerId: string;
  timestamp: string;
  recommendations: { itemId: string; propensity: number }[];
}
interface Evaluation extends ProblemBody {
  state: string;
  policy: string;
  refusal: { code: string; figure: number; limit: number } | null;
  posterior: {
    frozenAt: string;
    pulls: number;
    rewards: number;
    learnedFrom: number;
    draws: number | null;
    propensityError: number;
  } | null;
  decisions: number;
  logged: { value: number };
  estimates: { estimator: string; value: number; bootstrap: { low: number; high: number } }[];
}

let server: TestApp;
let key: string;
/** End of the period that ε-greedy logged: what comes after it has unrewarded stretches. */
let logEnd: string;
let learningFrom: string;

async function place(policy: object): Promise<void> {
  const put = await server.call<ProblemBody>('PUT', '/v1/placements/shelf', {
    ...{ title: 'Shelf', sources: [{ name: 'new', limit: 100 }], filters: [], ranker: 'heuristic', policy },
    ...{
      diversity: { lambda: 1, caps: [] },
      fallback: ['new', 'popular'],
      candidateLimit: 100,
      defaultLimit: slots,
    },
    ...{ logFeatures: false, enabled: true },
  });
  expect([put.status, put.body.detail]).toEqual([200, undefined]);
}

/** What each slot shown would earn by the truth, summed per decision, on average. */
async function serve(batches: number, random: Random, clicking: boolean): Promise<number> {
  let earned = 0;
  for (let batch = 0; batch < batches; batch++) {
    const requests = Array.from({ length: 50 }, () => ({
      customerId: `c${random.int(1e9)}`,
      placement: 'shelf',
    }));
    const { body } = await server.call<{ answers: Answer[] }>('POST', '/v1/recommendations/batch', {
      requests,
    });
    const slotsShown = body.answers.flatMap(({ decisionId, customerId, recommendations }) =>
      recommendations.map(({ itemId }) => ({ decisionId, customerId, itemId })),
    );
    for (const { itemId } of slotsShown) earned += rateOf(itemId);
    const clicks = slotsShown.filter(({ itemId }) => clicking && random.bernoulli(rateOf(itemId)));
    if (clicks.length === 0) continue;
    const sent = await server.send(clicks.map((slot) => ({ type: 'click', placement: 'shelf', ...slot })));
    expect(sent.status).toBe(202);
  }
  await server.settle();
  return earned / (50 * batches);
}

async function evaluate(body: object): Promise<Evaluation> {
  const answer = await server.call<Evaluation & { id: string }>(
    'POST',
    '/v1/evaluations',
    { placement: 'shelf', includeOpen: true, estimators: ['ips', 'snips'], level: 0.999, ...body },
    { key },
  );
  if (answer.status !== 202) return answer.body;
  const stored = () =>
    server.call<Evaluation>('GET', `/v1/evaluations/${answer.body.id}`, undefined, { key });
  await expect.poll(async () => (await stored()).status, { timeout: 60_000 }).toBe(200);
  return (await stored()).body;
}

beforeAll(async () => {
  server = await TestApp.start({}, 11);
  key = await server.key(['analytics:read', 'models:write']);
  await server.call('POST', '/v1/items', {
    items: Array.from({ length: items }, (_, i) => ({
      itemId: `i${i}`,
      title: `Item ${i}`,
      category: 'all',
      currency: 'EUR',
      price: 1 + i,
    })),
  });
  await place({ kind: 'epsilonGreedy', epsilon: 1 });
  await serve(40, new Random(3), true);
  logEnd = new Date().toISOString();
}, 120_000);
afterAll(() => server.close());

describe('a policy that learns, judged', () => {
  it('is refused while no policy of its kind has learnt anything', async () => {
    const found = await evaluate({ policy: { kind: 'linearThompson' } });
    expect([found.status, found.code]).toEqual([422, 'unprocessable']);
    expect(found.detail).toMatch(/no linearThompson policy that has learnt.*: none/);
    const other = await evaluate({ policy: { kind: 'greedy', segment: 'Gold' } });
    expect([other.status, other.errors?.[0].path]).toEqual([400, '/policy/segment']);
  });

  it.each([
    [{ kind: 'betaThompson', examination: [1, 1] }, 256],
    [{ kind: 'gaussianThompson', examination: [1, 1] }, 256],
    [{ kind: 'linearThompson', examination: [1, 1], features: ['itemPrice'] }, 256],
    [{ kind: 'linUcb', examination: [1, 1], features: ['itemPrice'] }, null],
  ])(
    '%j: by what it knows, frozen, on the log of another policy',
    async (policy, draws) => {
      learningFrom = new Date().toISOString();
      await place(policy);
      await serve(16, new Random(4), true);
      const found = await evaluate({ policy: { kind: policy.kind }, to: logEnd });
      const judged = found.posterior!;
      const truth = await serve(4, new Random(5), false);

      expect([found.state, found.refusal, found.policy]).toEqual(['done', null, `${policy.kind}(click)`]);
      expect(judged).toMatchObject({ learnedFrom: 0, draws });
      expect(judged.pulls).toBeGreaterThanOrEqual(16 * 50 * slots);
      expect(judged.rewards).toBeGreaterThan(100);
      expect(Date.parse(judged.frozenAt)).toBeGreaterThan(Date.parse(learningFrom));
      expect(judged.propensityError).toBeCloseTo(draws === null ? 0 : 0.06125, 4);
      for (const { bootstrap, value } of found.estimates) {
        expect(value).toBeGreaterThan(found.logged.value * 1.2);
        expect(bootstrap.low).toBeLessThan(truth * 1.1);
        expect(bootstrap.high).toBeGreaterThan(truth * 0.9);
      }
    },
    120_000,
  );

  it('is refused on decisions that taught it, unless asked for, and then says how many', async () => {
    const refused = await evaluate({ policy: { kind: 'linUcb' }, from: learningFrom });
    expect(refused).toMatchObject({ state: 'refused', refusal: { code: 'learned-from-log', limit: 0 } });
    expect(refused.refusal!.figure).toBe(1000);
    const asked = await evaluate({
      ...{ policy: { kind: 'linUcb' }, from: learningFrom, includeLearnedFrom: true },
      ...{ maxUnsupportedShare: 1, minEffectiveRows: 1 },
    });
    expect(asked.state).toBe('done');
    expect(asked.posterior?.learnedFrom).toBe(1000);
  }, 120_000);
});
