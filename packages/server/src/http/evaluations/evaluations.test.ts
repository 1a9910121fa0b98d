import { Random } from '@personalize/learn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linearOnnx } from '../../learning/evaluation/linear-onnx.ts';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

const items = 12;
const slots = 3;
const decisions = 3000;
const epsilon = 0.6;
/** Chance that a slot with this item is clicked, whoever sees it and wherever it stands. */
const clickRate = (item: number) => 0.05 + 0.05 * item;
const rates = Array.from({ length: items }, (_, item) => clickRate(item));
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
/** Greedy by price shows the three dearest items, uniform any three. */
const truth = { byPrice: sum(rates.slice(-slots)), uniform: (slots * sum(rates)) / items };

interface Estimate {
  estimator: string;
  value: number;
  bootstrap: { low: number; high: number };
  bernstein: { low: number; high: number } | null;
  difference: { low: number; high: number } | null;
}
interface Evaluation extends Record<string, unknown> {
  id: string;
  state: string;
  refusal: { code: string; figure: number; limit: number; message: string } | null;
  decisions: number;
  restricted: number;
  ranks: number;
  logged: { value: number; low: number; high: number };
  estimates: Estimate[];
  headline: string;
  verdict: string;
  refused: { estimator: string; code: string }[];
  diagnostics: { meanWeight: number; effectiveRows: number; unsupportedShare: number };
  problems: { code: string; count: number }[];
}
interface JobBody {
  id: string;
  state: string;
  error: string | null;
  result: { version: number } | null;
}
interface Answer {
  decisionId: string;
  customerId: string;
  timestamp: string;
  recommendations: { itemId: string; propensity: number }[];
}

let server: TestApp;
let key: string;
let first: Answer;

async function evaluate(body: object): Promise<Evaluation> {
  const answer = await server.call<Evaluation & JobBody & ProblemBody>(
    'POST',
    '/v1/evaluations',
    { placement: 'shelf', includeOpen: true, ...body },
    { key },
  );
  if (answer.status === 200) return answer.body;
  expect([answer.status, answer.body.detail]).toEqual([202, undefined]);
  expect((await ended(answer.body.id)).error).toBeNull();
  const { body: stored } = await server.call<Evaluation>(
    'GET',
    `/v1/evaluations/${answer.body.id}`,
    undefined,
    { key },
  );
  return stored;
}

async function ended(id: string): Promise<JobBody> {
  for (;;) {
    const { body } = await server.call<JobBody>('GET', `/v1/jobs/${id}`);
    if (body.state !== 'queued' && body.state !== 'running') return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const named = (evaluation: Evaluation, estimator: string) =>
  evaluation.estimates.find((one) => one.estimator === estimator)!;
const count = (evaluation: Evaluation, code: string) =>
  evaluation.problems.find((one) => one.code === code)?.count ?? 0;

/** Customers whom the log knows nothing of, so that everyone has all items as candidates. */
async function logDecisions(random: Random): Promise<void> {
  for (let batch = 0; batch < decisions / 100; batch++) {
    const requests = Array.from({ length: 100 }, (_, i) => ({
      customerId: `c${batch * 100 + i}`,
      placement: 'shelf',
    }));
    const { body } = await server.call<{ answers: Answer[] }>('POST', '/v1/recommendations/batch', {
      requests,
    });
    const clicks = body.answers.flatMap(({ decisionId, customerId, recommendations }) =>
      recommendations
        .filter(({ itemId }) => random.bernoulli(clickRate(Number(itemId.slice(1)))))
        .map(({ itemId }) => ({ type: 'click', customerId, itemId, decisionId, placement: 'shelf' })),
    );
    first ??= body.answers[0];
    expect((await server.send(clicks)).status).toBe(202);
  }
}

beforeAll(async () => {
  server = await TestApp.start({}, 7);
  key = await server.key(['analytics:read', 'models:write']);
  await server.call('POST', '/v1/items', {
    items: rates.map((_, item) => ({
      ...{ itemId: `i${item}`, title: `Item ${item}`, category: 'all', currency: 'EUR', price: 1 + item },
    })),
  });
  const put = await server.call<ProblemBody>('PUT', '/v1/placements/shelf', {
    ...{ title: 'Shelf', sources: [{ name: 'new', limit: 100 }], filters: [], ranker: 'heuristic' },
    policy: { kind: 'epsilonGreedy', epsilon },
    diversity: { lambda: 1, caps: [] },
    ...{
      fallback: ['new', 'popular'],
      candidateLimit: 100,
      defaultLimit: slots,
      logFeatures: true,
      enabled: true,
    },
  });
  expect([put.status, put.body.detail]).toEqual([200, undefined]);
  await logDecisions(new Random(5));
  for (const [name, weight] of [
    ['dear', 1],
    ['cheap', -1],
  ] as const) {
    await server.app.services.learning.models.import({
      ...{ name, format: 'onnx', label: 'click', by: 'test' },
      file: linearOnnx({
        ...{ weights: Float32Array.of(weight), means: Float32Array.of(0), scales: Float32Array.of(1) },
        extreme: 1000,
      }),
      signature: { features: ['itemPrice'], output: 'value' },
    });
  }
  await server.settle();
}, 120_000);
afterAll(() => server.close());

describe('POST /v1/evaluations', () => {
  it('estimates what a registered model would have earned, within its intervals of the truth', async () => {
    const found = await evaluate({ policy: { kind: 'greedy', model: 'dear@1' } });
    expect([found.state, found.refusal]).toEqual(['done', null]);
    expect(found.decisions).toBe(decisions);
    expect(found.ranks).toBe(slots);
    expect(Math.abs(found.diagnostics.meanWeight - 1)).toBeLessThan(0.2);
    for (const name of ['ips', 'snips', 'dr', 'sndr', 'mrdr']) {
      const { value, bootstrap } = named(found, name);
      expect([name, bootstrap.low < truth.byPrice && truth.byPrice < bootstrap.high]).toEqual([name, true]);
      expect(Math.abs(value - truth.byPrice) / truth.byPrice).toBeLessThan(0.3);
    }
    for (const name of ['ips', 'dr']) {
      const { bernstein } = named(found, name);
      expect(bernstein!.low).toBeLessThan(truth.byPrice);
      expect(bernstein!.high).toBeGreaterThan(truth.byPrice);
    }
    // Whole orders of three are rare in this log: where they are too few, it says so.
    expect([...found.estimates, ...found.refused].map(({ estimator }) => estimator)).toEqual([
      ...['ips', 'clipped-ips', 'snips', 'dm', 'dr', 'sndr', 'switch-dr', 'dr-os', 'mrdr'],
      ...['iips', 'cascade-ips'],
    ]);
    expect(found.verdict).toBe('better');
    expect(named(found, found.headline).difference!.low).toBeGreaterThan(0);
  }, 180_000);

  it('judges policies without a model of their own, and equals the log when asked for the logged one', async () => {
    const uniform = await evaluate({ policy: { kind: 'uniform' } });
    for (const name of ['dr', 'cascade-ips']) {
      const { bootstrap } = named(uniform, name);
      expect(bootstrap.low).toBeLessThan(truth.uniform);
      expect(bootstrap.high).toBeGreaterThan(truth.uniform);
    }

    const same = await evaluate({ policy: { kind: 'epsilonGreedy', epsilon }, estimators: ['ips', 'snips'] });
    expect(named(same, 'snips').value).toBeCloseTo(same.logged.value, 1);
    expect(same.verdict).toBe('unclear');
    expect(same.diagnostics.effectiveRows / (decisions * slots)).toBeGreaterThan(0.9);

    const soft = await evaluate({
      policy: { kind: 'softmax', model: 'dear@1', temperature: 0.3 },
      ...{ rewardModel: 'trees', maxDecisions: 1000 },
      estimators: ['dr', 'cascade-ips', 'cascade-dr'],
    });
    expect(named(soft, 'dr').value).toBeGreaterThan(truth.uniform);
    expect(named(soft, 'dr').value).toBeLessThan(truth.byPrice);
    expect(named(soft, 'cascade-dr').value).toBeCloseTo(named(soft, 'dr').value, 0);
  }, 180_000);

  it('gives the same answer again, lists it and keeps it', async () => {
    const ask = { policy: { kind: 'greedy', model: 'dear@1' }, estimators: ['snips'], seed: 3 };
    const one = await evaluate(ask);
    const two = await evaluate(ask);
    expect(two.estimates).toEqual(one.estimates);
    const list = await server.call<{ data: Evaluation[]; nextCursor: string | null }>(
      'GET',
      '/v1/evaluations?limit=2&placement=shelf',
    );
    expect(list.body.data.map(({ id }) => id)).toEqual([two.id, one.id]);
    const next = await server.call<{ data: Evaluation[] }>(
      'GET',
      `/v1/evaluations?limit=2&cursor=${list.body.nextCursor}`,
    );
    expect(next.body.data[0].id).not.toBe(one.id);
    expect((await server.call('GET', '/v1/evaluations/none')).status).toBe(404);
  }, 180_000);

  it('refuses where support is missing, naming the figure', async () => {
    const few = await evaluate({ policy: { kind: 'greedy', model: 'dear@1' }, minEffectiveRows: 1e6 });
    expect(few.state).toBe('refused');
    expect(few.refusal).toMatchObject({ code: 'too-few-effective-rows', limit: 1e6 });
    expect(few.refusal!.message).toContain(few.refusal!.figure.toFixed(1));
    expect(few.estimates).toEqual([]);
    expect(few.logged.value).toBeGreaterThan(0);

    const placement = await server.call<Record<string, unknown>>('GET', '/v1/placements/shelf');
    await server.call('PUT', '/v1/placements/shelf', { ...placement.body, policy: { kind: 'greedy' } });
    const from = new Date().toISOString();
    for (let i = 0; i < 40; i++) {
      await server.call('POST', '/v1/recommendations', { customerId: `g${i}`, placement: 'shelf' });
    }
    // What is clicked is popular, so the built-in ranker alone shows what is dear.
    const none = await evaluate({ policy: { kind: 'greedy', model: 'cheap@1' }, from });
    expect(none.refusal).toMatchObject({ code: 'no-support', limit: 0.05 });
    expect(none.refusal!.figure).toBeGreaterThan(0.5);
    expect(none.refusal!.message).toContain(`${(100 * none.refusal!.figure).toFixed(2)} %`);
    const closed = await evaluate({ policy: { kind: 'uniform' }, from, includeOpen: false });
    expect(closed.refusal!.code).toBe('no-decisions');
    expect(closed.refusal!.message).toContain('attribution window of 40 of 40');
  }, 180_000);

  it('is followed and cancelled as a job', async () => {
    const asked = server.call<JobBody>(
      'POST',
      '/v1/evaluations',
      {
        ...{ placement: 'shelf', includeOpen: true, rewardModel: 'trees', resamples: 10_000 },
        policy: { kind: 'uniform' },
      },
      { key },
    );
    let running: JobBody | undefined;
    while (running === undefined) {
      const { body } = await server.call<{ data: JobBody[] }>(
        'GET',
        '/v1/jobs?kind=evaluation&state=running',
      );
      running = body.data[0];
    }
    await server.call('DELETE', `/v1/jobs/${running.id}`);
    expect((await ended(running.id)).state).toBe('cancelled');
    expect((await asked).status).toBe(202);
    expect((await server.call('GET', `/v1/evaluations/${running.id}`)).status).toBe(404);
  }, 180_000);

  it('counts by name what must not be averaged in', async () => {
    const { decisionId, customerId, recommendations, timestamp } = first;
    const { itemId } = recommendations[0];
    const other = Array.from({ length: items }, (_, i) => `i${i}`).find(
      (id) => !recommendations.some((one) => one.itemId === id),
    );
    const click = { type: 'click', customerId, itemId, decisionId };
    const before = new Date(Date.parse(timestamp) - 3_600_000).toISOString();
    await server.send([click, click, { ...click, itemId: other }, { ...click, timestamp: before }]);
    const found = await evaluate({ policy: { kind: 'uniform' }, estimators: ['ips'] });
    expect(count(found, 'duplicate-reward')).toBeGreaterThanOrEqual(1);
    expect(count(found, 'reward-without-slot')).toBe(1);
    expect(count(found, 'reward-before-decision')).toBe(1);
  }, 180_000);

  it('rebuilds candidates with the filters and exclusions that requests brought', async () => {
    const { body: shelf } = await server.call('GET', '/v1/placements/shelf');
    await server.call('PUT', '/v1/placements/shelf', {
      ...shelf,
      policy: { kind: 'epsilonGreedy', epsilon },
    });
    const from = new Date().toISOString();
    const requests = Array.from({ length: 100 }, (_, i) => ({
      ...{ customerId: `r${i}`, placement: 'shelf', exclude: ['i8'], filter: [{ kind: 'price', max: 9 }] },
    }));
    await server.call('POST', '/v1/recommendations/batch', { requests });
    await server.settle();
    const found = await evaluate({
      ...{ policy: { kind: 'greedy', model: 'dear@1' }, from, estimators: ['ips'], minEffectiveRows: 1 },
    });
    // Items 8 to 11 would be its first choices, and had no chance here.
    expect([found.state, found.refusal, found.restricted]).toEqual(['done', null, 100]);
    expect(found.diagnostics.unsupportedShare).toBe(0);
    const { body: log } = await server.call<{ data: { context: object }[] }>(
      'GET',
      '/v1/decisions?customerId=r7',
    );
    expect(log.data[0].context).toMatchObject({ exclude: ['i8'], filter: [{ kind: 'price', max: 9 }] });
  }, 180_000);

  it.each([
    [{ policy: { kind: 'best' } }, 400, '/policy/kind', 'enum'],
    [{ policy: { kind: 'greedy', epsilon: 0.2 } }, 400, '/policy/epsilon', 'foreign'],
    [{ policy: { kind: 'greedy', model: 'nobody@1' } }, 400, '/policy/model', 'noSuch'],
    [{ policy: { kind: 'uniform' }, placement: 'nowhere' }, 400, '/placement', 'noSuch'],
    [
      { policy: { kind: 'uniform' }, from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
      400,
      '/to',
      'after',
    ],
    [{ policy: { kind: 'uniform' }, estimators: ['magic'] }, 400, '/estimators/0', 'enum'],
    [{}, 400, '', 'required'],
  ])('refuses %j', async (body, status, path, code) => {
    const answer = await server.call<ProblemBody>('POST', '/v1/evaluations', body, { key });
    expect(answer.status).toBe(status);
    expect(answer.body.errors?.find((error) => error.path.startsWith(path))).toMatchObject({ code });
  });
});

describe('POST /v1/models/:name/learn-policy', () => {
  it.each(['ipw', 'dr'])(
    'learns by %s a version that is judged better than the log',
    async (method) => {
      const started = await server.call<JobBody & ProblemBody>(
        'POST',
        `/v1/models/learnt-${method}/learn-policy`,
        { placement: 'shelf', includeOpen: true, method, maxDecisions: 1500 },
        { key },
      );
      expect([started.status, started.body.detail]).toEqual([202, undefined]);
      const job = await ended(started.body.id);
      expect([job.state, job.error]).toEqual(['done', null]);
      const found = await evaluate({
        policy: { kind: 'greedy', model: `learnt-${method}@${job.result!.version}` },
        estimators: ['snips'],
      });
      expect(found.refusal).toBeNull();
      expect(named(found, 'snips').value).toBeGreaterThan(found.logged.value * 1.2);
    },
    120_000,
  );
});
