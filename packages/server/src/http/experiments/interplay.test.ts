import { type TreeModel, trainTrees, writeXgboostJson } from '@personalize/learn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

interface Answer {
  decisionId: string;
  model: string;
  policy: string;
  variant?: string;
  recommendations: { itemId: string; propensity: number }[];
}
interface Assigned {
  variant: string | null;
  value: unknown;
  reason: string;
}
interface Results {
  exposures: { variant: string; customers: number }[];
  multipleExposures: { customers: number; share: number; flagged: boolean };
  variantsWithoutExposure: string[];
  decision: { action: string; reasons: { key: string }[] };
}

let server: TestApp;
const metrics = [{ key: 'buyers', kind: 'proportion', role: 'goal', events: ['purchase'] }];
const none = { kind: 'none' };

/** A model that likes a high (or, with −1, a low) second feature. */
function model(names: readonly string[], sign: number): TreeModel {
  const rows = 300;
  const values = Float32Array.from({ length: rows * names.length }, (_, i) => ((i * 7919) % 101) / 10);
  const labels = Float32Array.from({ length: rows }, (_, row) =>
    sign * (values[row * names.length + 1] - 5) > 0 ? 1 : 0,
  );
  return trainTrees(
    { features: { values, rows, columns: names.length }, labels, featureNames: names },
    { objective: 'logistic', iterations: 4, maxDepth: 3 },
  ).model;
}

async function begin(key: string, variants: object[], more: object = {}): Promise<void> {
  const weight = 1 / variants.length;
  const made = await server.call<ProblemBody>('POST', '/v1/experiments', {
    ...{ key, hypothesis: 'It is better.', metrics },
    variants: variants.map((effect, i) => ({ key: i === 0 ? 'control' : `b${i}`, weight, effect })),
    ...more,
  });
  expect([made.status, made.body.detail]).toEqual([201, undefined]);
  const started = await server.call<ProblemBody>('POST', `/v1/experiments/${key}/start`);
  expect([started.status, started.body.detail]).toEqual([200, undefined]);
}
const end = (key: string) => server.call('POST', `/v1/experiments/${key}/stop`);
const recommend = async (customerId: string) => {
  const { status, body } = await server.call<Answer>('POST', '/v1/recommendations', {
    ...{ customerId, placement: 'home', context: { channel: 'app', device: 'mobile' } },
  });
  expect(status).toBe(200);
  return body;
};
const assign = async (subject: object, experiment: string) =>
  (await server.call<Assigned>('POST', '/v1/assignments', { ...subject, experiment })).body;
const crowd = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}-${i}`);
/** Answers by variant, at least one of each. */
async function answers(prefix: string, variants: string[]): Promise<Record<string, Answer[]>> {
  const found: Record<string, Answer[]> = Object.fromEntries(variants.map((variant) => [variant, []]));
  for (const customerId of crowd(prefix, 24)) {
    const answer = await recommend(customerId);
    found[answer.variant ?? 'none'].push(answer);
  }
  for (const variant of variants) expect(found[variant].length, variant).toBeGreaterThan(2);
  return found;
}
const exposures = async (customerId: string) => {
  await server.settle();
  const { body } = await server.call<{
    data: { channel?: string; properties: { experiment: string; variant: string } }[];
  }>('GET', `/v1/events?customerId=${customerId}&type=exposure`);
  return body.data;
};

beforeAll(async () => {
  server = await TestApp.start();
  const names = server.app.services.engine.names.slice(0, 2).concat('source.popular');
  const items = Array.from({ length: 30 }, (_, i) => ({
    ...{ itemId: `i${i}`, title: `Item ${i}`, category: `c${i % 3}`, price: 1 + i },
  }));
  await server.call('POST', '/v1/items', { items });
  for (const sign of [1, -1]) {
    const { status } = await server.call('POST', '/v1/models/ranker/versions', {
      ...{ format: 'xgboost-json', model: JSON.parse(writeXgboostJson(model(names, sign))) },
    });
    expect(status).toBe(201);
  }
  const { status } = await server.call('PUT', '/v1/models/ranker/aliases/challenger', {
    ...{ version: 2, override: true, reason: 'test' },
  });
  expect(status).toBe(200);
}, 60_000);
afterAll(() => server.close());

describe('variants as models', () => {
  const models = [
    none,
    { kind: 'model', ranker: 'ranker@1' },
    { kind: 'model', ranker: 'ranker@challenger' },
  ];
  const served = async (prefix: string) => {
    const found = await answers(prefix, ['models:control', 'models:b1', 'models:b2']);
    return Object.fromEntries(
      Object.entries(found).map(([variant, all]) => [variant, [...new Set(all.map((one) => one.model))]]),
    );
  };

  it('serve by version and by alias from the first request on, also after a restart', async () => {
    await begin('models', models, { placement: 'home' });
    const expected = {
      'models:control': ['heuristic@1'],
      'models:b1': ['ranker@1'],
      'models:b2': ['ranker@2'],
    };
    expect(await served('m')).toEqual(expected);
    await server.restart();
    expect(await served('n')).toEqual(expected);
    await server.settle();
    const { rows } = await server.app.services.warehouse.query<{ variant: string; model: string }>(
      "SELECT DISTINCT variant, model FROM decisions WHERE variant LIKE 'models:%' ORDER BY variant",
    );
    expect(Object.fromEntries(rows.map(({ variant, model: name }) => [variant, [name]]))).toEqual(expected);
    const [{ channel, properties }] = await exposures('m-0');
    expect([channel, properties.experiment]).toEqual(['app', 'models']);
  });

  it('fall back to the built-in ranker when their model is gone, and the decision says so', async () => {
    const { status } = await server.call('DELETE', '/v1/models/ranker/aliases/challenger');
    expect(status).toBeLessThan(300);
    const found = await served('o');
    expect(found['models:b1']).toEqual(['ranker@1']);
    expect(found['models:b2']).toEqual(['heuristic@1']);
    await end('models');
  });
});

describe('variants as policies and settings', () => {
  it('choose by the policy of the variant, with its propensities', async () => {
    const policies = [{ kind: 'greedy' }, { kind: 'epsilonGreedy', epsilon: 0.5 }];
    const variants = policies.map((policy) => ({ kind: 'policy', policy }));
    await begin('policies', variants, { placement: 'home' });
    const found = await answers('p', ['policies:control', 'policies:b1']);
    const first = (variant: string) =>
      found[variant].map(({ recommendations }) => recommendations[0].propensity);
    expect(first('policies:control').every((propensity) => propensity === 1)).toBe(true);
    expect(first('policies:b1').every((propensity) => propensity < 1 && propensity > 0)).toBe(true);
    expect(new Set(found['policies:b1'].map(({ policy }) => policy))).not.toEqual(
      new Set(found['policies:control'].map(({ policy }) => policy)),
    );
    await end('policies');
  });

  it('filter by the settings of the variant', async () => {
    const settings = { filters: [{ kind: 'price', min: 20 }] };
    await begin('settings', [none, { kind: 'placement', settings }], { placement: 'home' });
    const found = await answers('s', ['settings:control', 'settings:b1']);
    const items = (variant: string) =>
      found[variant].flatMap(({ recommendations }) =>
        recommendations.map(({ itemId }) => Number(itemId.slice(1))),
      );
    expect(Math.min(...items('settings:b1'))).toBeGreaterThan(18);
    expect(Math.min(...items('settings:control'))).toBeLessThan(19);
    await end('settings');
  });
});

describe('who takes part', () => {
  it('experiments on disjoint parts of a namespace share nobody, and a holdout is in none', async () => {
    const holdouts = [{ key: 'all', share: 0.2 }];
    const part = (start: number, endAt: number) => ({
      ...{ placement: 'home', holdouts, namespace: { key: 'home', start, end: endAt } },
    });
    const two = [none, { kind: 'policy', policy: { kind: 'epsilonGreedy', epsilon: 0.1 } }];
    await begin('left', two, part(0, 0.5));
    await begin('right', two, part(0.5, 1));
    const seen = { left: 0, right: 0, neither: 0 };
    for (const customerId of crowd('ns', 120)) {
      const { variant } = await recommend(customerId);
      const key = variant === undefined ? 'neither' : (variant.split(':')[0] as 'left' | 'right');
      seen[key]++;
      const reasons = [await assign({ customerId }, 'left'), await assign({ customerId }, 'right')];
      const taking = reasons.filter((one) => one.variant !== null).length;
      expect(taking).toBe(key === 'neither' ? 0 : 1);
      if (key === 'neither') expect(reasons.map(({ reason }) => reason)).toEqual(['holdout', 'holdout']);
    }
    expect(Math.min(seen.left, seen.right)).toBeGreaterThan(25);
    expect(seen.neither).toBeGreaterThan(10);
    expect(seen.neither).toBeLessThan(40);
    for (const key of ['left', 'right']) await end(key);
  });

  it('takes only customers of the segments that it targets', async () => {
    await server.send([
      { type: 'identify', customerId: 'rich', traits: { income: 200_000, age: 50 } },
      { type: 'identify', customerId: 'poor', traits: { income: 10_000, age: 50 } },
    ]);
    await begin('rich', [none, none], { targeting: { segments: ['Premium'] } });
    await expect.poll(async () => (await assign({ customerId: 'rich' }, 'rich')).variant).toBeTruthy();
    expect(await assign({ customerId: 'poor' }, 'rich')).toMatchObject({
      variant: null,
      reason: 'not_targeted',
    });
    await end('rich');
  });

  it('lets more customers in as the ramp rises, and nobody loses their variant', async () => {
    const rise = Date.now() + 4000;
    const ramp = [
      { from: '2026-01-01T00:00:00Z', coverage: 0.3 },
      { from: new Date(rise).toISOString(), coverage: 1 },
    ];
    await begin('ramp', [none, none], { ramp });
    const all = async () => Promise.all(crowd('r', 100).map((customerId) => assign({ customerId }, 'ramp')));
    const before = await all();
    const count = before.filter(({ variant }) => variant !== null).length;
    expect(count).toBeGreaterThan(10);
    expect(count).toBeLessThan(55);
    await expect.poll(() => Date.now(), { timeout: 10_000, interval: 200 }).toBeGreaterThan(rise);
    const after = await all();
    expect(after.every(({ variant }) => variant !== null)).toBe(true);
    for (const [i, { variant }] of before.entries()) {
      if (variant !== null) expect(after[i]).toMatchObject({ variant, reason: 'sticky' });
    }
  });
});

describe('bad data is flagged by name', () => {
  it('a customer who saw two variants before signing in counts in none', async () => {
    await begin('devices', [none, none]);
    const seen = new Map<string | null, string>();
    for (const anonymousId of crowd('device', 30)) {
      seen.set((await assign({ anonymousId }, 'devices')).variant, anonymousId);
    }
    const [one, other] = [...seen.values()];
    for (const anonymousId of [one, other]) {
      await server.send([{ type: 'identify', customerId: 'both', anonymousId }]);
    }
    expect(await assign({ customerId: 'both' }, 'devices')).toMatchObject({ reason: 'sticky' });
    await server.settle();
    const { body } = await server.call<Results>('GET', '/v1/experiments/devices/results');
    expect(body.multipleExposures).toMatchObject({ customers: 1, flagged: true });
    expect(body.exposures.reduce((sum, { customers }) => sum + customers, 0)).toBe(28);
    expect(body.decision.action).toBe('noDecision');
    expect(body.decision.reasons.map(({ key }) => key)).toContain('multiple_exposures');
  });

  it('a variant that nobody was exposed to keeps any decision from being made', async () => {
    await begin('half', [none, none, none]);
    const { journal, warehouseWriter } = server.app.services;
    await journal.append(
      Array.from({ length: 300 }, (_, i) => ({
        ...({ kind: 'event', type: 'exposure', messageId: `half-${i}`, origin: 'live' } as const),
        ...{ customerId: `h-${i}`, timestamp: Date.now(), receivedAt: Date.now() },
        properties: { experiment: 'half', variant: i % 2 === 0 ? 'control' : 'b1', segments: [] },
      })),
    );
    await warehouseWriter.drain();
    const { body } = await server.call<Results>('GET', '/v1/experiments/half/results');
    expect(body.variantsWithoutExposure).toEqual(['b2']);
    expect(body.decision.action).toBe('noDecision');
    expect(body.decision.reasons.map(({ key }) => key)).toContain('variants_missing');
  });

  it.each<[string, object, string]>([
    [
      'a funnel that repeats an event',
      { kind: 'funnel', steps: [['page_view'], ['click', 'page_view']] },
      '/metrics/0/steps',
    ],
    [
      'a quantile without its currency',
      { kind: 'quantile', level: 0.9, of: 'value', events: ['purchase'] },
      '/metrics/0/currency',
    ],
    [
      'a quantile beyond its range',
      { kind: 'quantile', level: 1, of: 'quantity', events: ['purchase'] },
      '/metrics/0',
    ],
  ])('refuses %s', async (_name, metric, path) => {
    const { status, body } = await server.call<ProblemBody>('POST', '/v1/experiments', {
      ...{ key: 'bad', hypothesis: 'None.', metrics: [{ key: 'm', role: 'goal', ...metric }] },
      variants: ['a', 'b'].map((key) => ({ key, weight: 0.5, effect: none })),
    });
    expect([status, JSON.stringify(body.errors)]).toEqual([400, expect.stringContaining(path)]);
  });

  it('refuses strata by an attribute that exposures do not carry', async () => {
    const { status, body } = await server.call<ProblemBody>('POST', '/v1/experiments', {
      ...{ key: 'bad', hypothesis: 'None.', metrics, stratifyBy: 'attribute.age' },
      variants: ['a', 'b'].map((key) => ({ key, weight: 0.5, effect: none })),
    });
    expect([status, body.errors?.[0].path]).toEqual([400, '/stratifyBy']);
  });
});
