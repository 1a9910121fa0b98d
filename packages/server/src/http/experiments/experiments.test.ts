import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

let server: TestApp;
let key: string;
const flag = (change: object = {}) => ({
  key: 'banner',
  hypothesis: 'A blue banner sells more.',
  variants: [
    { key: 'control', weight: 0.5, effect: { kind: 'value', value: 'red' } },
    { key: 'blue', weight: 0.5, effect: { kind: 'value', value: 'blue' } },
  ],
  metrics: [{ key: 'buyers', kind: 'proportion', role: 'goal', events: ['purchase'] }],
  ...change,
});
interface Stored extends Record<string, unknown> {
  version: number;
  variants: object[];
  state: string;
  edits: { changes: string[] }[];
}
interface Assigned {
  variant: string | null;
  value: unknown;
  reason: string;
}
const call = <T = Stored>(method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  server.call<T>(method, path, body, { key, headers });
const assign = async (customerId: string, experiment = 'banner') =>
  (await call<Assigned>('POST', '/v1/assignments', { customerId, experiment })).body;
const make = async (change: object) => {
  const { status, body } = await call<Stored & ProblemBody>('POST', '/v1/experiments', flag(change));
  expect([status, body.detail]).toEqual([201, undefined]);
  return body;
};
const exposures = async (customerId: string) => {
  await server.settle();
  const { body } = await server.call<{ data: { properties: object }[] }>(
    'GET',
    `/v1/events?customerId=${customerId}&type=exposure`,
  );
  return body.data.map((event) => event.properties);
};

beforeAll(async () => {
  server = await TestApp.start();
  key = await server.key(['experiments:write', 'recommendations:read']);
});
afterAll(() => server.close());

describe('/v1/experiments', () => {
  it('is drafted, changed, started, stopped; each change is versioned and audited', async () => {
    const made = await make({ key: 'life' });
    expect(made).toMatchObject({ state: 'draft', version: 1, startedAt: null });
    expect((await call('POST', '/v1/experiments', flag({ key: 'life' }))).status).toBe(409);
    const put = (body: unknown, version: number) =>
      call('PUT', '/v1/experiments/life', body, { 'if-match': `"${version}"` });
    const changed = await put({ ...made, hypothesis: 'Blue sells.' }, 1);
    expect(changed.body).toMatchObject({ hypothesis: 'Blue sells.', version: 2 });
    expect((await put(made, 1)).status).toBe(409);
    expect((await call('POST', '/v1/experiments/life/stop')).status).toBe(409);
    expect((await call('POST', '/v1/experiments/life/start')).body).toMatchObject({ state: 'running' });
    expect((await call('DELETE', '/v1/experiments/life')).status).toBe(409);
    const stopped = await call('POST', '/v1/experiments/life/stop');
    expect(stopped.body).toMatchObject({ state: 'stopped', version: 4 });
    expect((await call('POST', '/v1/experiments/life/start')).status).toBe(409);
    expect((await put(made, 4)).status).toBe(409);
    const { body } = await server.call<{ data: { target: string; action: string }[] }>('GET', '/v1/audit');
    const actions = body.data.filter(({ target }) => target === 'life').map(({ action }) => action);
    expect(actions.sort()).toEqual([
      'experiment.changed',
      'experiment.created',
      'experiment.started',
      'experiment.stopped',
    ]);
  });

  it('removes a draft', async () => {
    await make({ key: 'gone' });
    expect((await call('DELETE', '/v1/experiments/gone')).status).toBe(204);
    expect((await call('GET', '/v1/experiments/gone')).status).toBe(404);
  });

  it('refuses, by name, edits that would mix data while it runs, and notes the others', async () => {
    const draft = await make({ key: 'edited', coverage: 0.5 });
    await call('POST', '/v1/experiments/edited/start');
    const edit = (change: object) =>
      call<Stored & ProblemBody>('PUT', '/v1/experiments/edited', { ...draft, ...change });
    const weights = (a: number) => draft.variants.map((v, i) => ({ ...v, weight: i === 0 ? a : 1 - a }));
    const refused: [object, string][] = [
      [{ variants: weights(0.9) }, 'weight_changed, variant control, before 0.5, after 0.9'],
      [{ seed: 'other' }, 'seed_changed'],
      [{ coverage: 0.2 }, 'coverage_lowered'],
      [{ targeting: { segments: ['new'] } }, 'targeting_changed'],
      [{ control: 'blue' }, 'control_changed'],
    ];
    for (const [change, name] of refused) {
      const { status, body } = await edit(change);
      const [found] = body.errors?.filter(({ message }) => message.includes(name)) ?? [];
      expect([status, found]).toMatchObject([409, { code: 'fixedWhileRunning' }]);
    }
    const { status, body } = await edit({ coverage: 0.8, plan: { plannedDays: 14 } });
    expect(status).toBe(200);
    expect(body.edits.map(({ changes }) => changes)).toEqual([['plan_changed', 'coverage_changed']]);
  });

  it.each<[string, object, string, string?]>([
    [
      'weights that do not sum to one',
      { variants: flag().variants.map((v) => ({ ...v, weight: 0.6 })) },
      'sum to 1',
      'weightSum',
    ],
    [
      'a variant twice',
      { variants: [flag().variants[0], flag().variants[0]] },
      'variant control twice',
      'twice',
    ],
    ['one variant', { variants: [flag().variants[0]] }, '/variants', 'minItems'],
    ['an unknown control', { control: 'nobody' }, '/control', 'enum'],
    [
      'no goal',
      { metrics: [{ ...flag().metrics[0], role: 'secondary' }] },
      'at least one goal',
      'goalMissing',
    ],
    ['a key of spaces', { key: '  ' }, '/key', 'pattern'],
    [
      'a kind of metric that there is not',
      { metrics: [{ ...flag().metrics[0], kind: 'sum' }] },
      '/metrics/0/kind',
      'enum',
    ],
    [
      'values of two types',
      { variants: [flag().variants[0], { key: 'b', weight: 0.5, effect: { kind: 'value', value: 7 } }] },
      'one type',
      'flagTypes',
    ],
    [
      'a model without a placement',
      { variants: flag().variants.map((v) => ({ ...v, effect: { kind: 'model', ranker: 'heuristic' } })) },
      '/placement is needed',
      'required',
    ],
    [
      'coverage with a ramp',
      { coverage: 1, ramp: [{ from: '2026-01-01T00:00:00Z', coverage: 1 }] },
      'not both',
      'apart',
    ],
    ['an unknown field', { more: 1 }, 'more', 'unknown'],
    [
      'a segment that there is not',
      { targeting: { notSegments: ['Premiun'] } },
      '/targeting/notSegments/0 there is no segment \\"Premiun\\"; did you mean \\"Premium\\"?',
      'noSuch',
    ],
  ])('refuses %s', async (_name, change, detail, code) => {
    const { status, body } = await call<ProblemBody>(
      'POST',
      '/v1/experiments',
      flag({ key: 'bad', ...change }),
    );
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(detail);
    expect(body.errors?.[0]).toMatchObject({ code });
  });

  it('asks for the scope', async () => {
    const other = await server.key(['analytics:read']);
    const made = await server.call('POST', '/v1/experiments', flag({ key: 'scoped' }), { key: other });
    expect(made.status).toBe(403);
  });
});

describe('POST /v1/assignments', () => {
  beforeAll(async () => {
    await make({});
    expect(await assign('early')).toEqual({
      experiment: 'banner',
      variant: null,
      value: null,
      reason: 'not_running',
    });
    await call('POST', '/v1/experiments/banner/start');
  });

  it('assigns about as many as the weights say, always the same, and exposes each once', async () => {
    const seen = new Map<string, string | null>();
    for (let i = 0; i < 200; i++) {
      const { variant, value } = await assign(`c-${i}`);
      expect(value).toBe(variant === 'control' ? 'red' : 'blue');
      seen.set(`c-${i}`, variant);
    }
    const blue = [...seen.values()].filter((variant) => variant === 'blue').length;
    expect(blue).toBeGreaterThan(70);
    expect(blue).toBeLessThan(130);
    const again = await Promise.all(Array.from({ length: 20 }, () => assign('c-1')));
    expect(new Set(again.map(({ variant }) => variant))).toEqual(new Set([seen.get('c-1')]));
    await Promise.all(Array.from({ length: 20 }, () => assign('at once')));
    expect(await exposures('c-1')).toEqual([
      { experiment: 'banner', variant: seen.get('c-1'), segments: [] },
    ]);
    expect(await exposures('at once')).toHaveLength(1);
  });

  it('keeps the variant across a restart and a checkpoint, without a second exposure', async () => {
    const { variant } = await assign('loyal');
    await server.restart();
    expect(await assign('loyal')).toMatchObject({ variant, reason: 'sticky' });
    expect(await exposures('loyal')).toHaveLength(1);
  });

  it("keeps an anonymous visitor's variant when they sign in", async () => {
    const visit = { anonymousId: 'visitor', experiment: 'banner' };
    const { variant } = (await call<Assigned>('POST', '/v1/assignments', visit)).body;
    await server.send([{ type: 'identify', customerId: 'known', anonymousId: 'visitor' }]);
    expect(await assign('known')).toMatchObject({ variant, reason: 'sticky' });
    expect(await exposures('known')).toHaveLength(1);
  });

  it('keeps out the holdout, other parts of the namespace, and who is not targeted', async () => {
    const reasons: [string, object][] = [
      ['holdout', { holdouts: [{ key: 'all', share: 1 }] }],
      ['outside_namespace', { namespace: { key: 'site', start: 0, end: 0 } }],
      ['not_targeted', { targeting: { segments: ['Premium'] } }],
      ['not_covered', { coverage: 0 }],
    ];
    for (const [reason, change] of reasons) {
      await make({ key: reason, ...change });
      await call('POST', `/v1/experiments/${reason}/start`);
      expect(await assign('out', reason)).toMatchObject({ variant: null, reason });
    }
    expect(await exposures('out')).toEqual([]);
  });

  it('refuses nobody, control characters and unknown experiments', async () => {
    const post = (body: object) => call<ProblemBody>('POST', '/v1/assignments', body);
    expect((await post({ experiment: 'banner' })).status).toBe(400);
    expect((await post({ customerId: 'a\u0000', experiment: 'banner' })).status).toBe(400);
    expect((await post({ customerId: 'a', experiment: 'none' })).status).toBe(404);
  });
});

describe('experiments on placements', () => {
  it('change what a variant gets, with the variant in the decision', async () => {
    const items = Array.from({ length: 6 }, (_, i) => ({
      itemId: `i-${i}`,
      title: `Item ${i}`,
      category: i < 3 ? 'a' : 'b',
    }));
    await server.call('POST', '/v1/items', { items });
    const settings = { filters: [{ kind: 'attribute', attribute: 'category', op: 'in', values: ['b'] }] };
    await make({
      key: 'shelf',
      placement: 'home',
      variants: [
        { key: 'control', weight: 0.5, effect: { kind: 'none' } },
        { key: 'onlyB', weight: 0.5, effect: { kind: 'placement', settings } },
      ],
    });
    await call('POST', '/v1/experiments/shelf/start');
    const seen = { control: 0, onlyB: 0 };
    for (let i = 0; i < 20; i++) {
      const customerId = `s-${i}`;
      const { body } = await call<{ variant: string; recommendations: { itemId: string }[] }>(
        'POST',
        '/v1/recommendations',
        { customerId, placement: 'home' },
      );
      const { variant } = await assign(customerId, 'shelf');
      expect(body.variant).toBe(`shelf:${variant}`);
      const hasA = body.recommendations.some(({ itemId }) => itemId < 'i-3');
      expect(hasA).toBe(variant === 'control');
      if (variant === 'control' || variant === 'onlyB') seen[variant]++;
    }
    expect(Math.min(seen.control, seen.onlyB)).toBeGreaterThan(2);
    expect(await exposures('s-1')).toHaveLength(1);
    const other = await make({
      key: 'shelf2',
      placement: 'home',
      variants: (await call('GET', '/v1/experiments/shelf')).body.variants,
    });
    expect(other.state).toBe('draft');
    expect((await call('POST', '/v1/experiments/shelf2/start')).status).toBe(409);
  });

  it('name a placement and settings that exist', async () => {
    const variants = flag().variants.map((v) => ({
      ...v,
      effect: { kind: 'model', ranker: 'none@champion' },
    }));
    const unknownModel = await call(
      'POST',
      '/v1/experiments',
      flag({ key: 'm', placement: 'home', variants }),
    );
    expect(unknownModel.status).toBe(400);
    const unknownPlacement = await call(
      'POST',
      '/v1/experiments',
      flag({ key: 'm', placement: 'nowhere', variants }),
    );
    expect(unknownPlacement.status).toBe(404);
  });
});
