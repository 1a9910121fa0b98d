import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

interface SegmentBody {
  name: string;
  source: string;
  version: number;
  members: number;
  usedBy?: { kind: string; name: string }[];
}

const inRecife = { attribute: 'city', op: 'eq', value: 'Recife' };
let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
  const events = Array.from({ length: 20 }, (_, i) => ({
    type: 'identify',
    customerId: `c${i}`,
    traits: { city: i % 4 === 0 ? 'Recife' : 'Natal', age: 20 + i, tags: ['a', `t${i % 2}`] },
  }));
  await app.send(events);
}, 60_000);
afterAll(() => app.close());

const get = async (name: string) => (await app.call<SegmentBody>('GET', `/v1/segments/${name}`)).body;
const segmentsOf = async (id: string) =>
  (await app.call<{ segments: string[] }>('GET', `/v1/customers/${id}`)).body.segments;

describe('segments made while the server runs', () => {
  it('are entered by those whom the rule holds for, and by later events', async () => {
    const made = await app.call<SegmentBody>('PUT', '/v1/segments/Recife', { rule: inRecife });
    expect(made).toMatchObject({ status: 200, body: { name: 'Recife', source: 'stored', version: 1 } });
    await expect.poll(async () => (await get('Recife')).members).toBe(5);
    await app.send([{ type: 'identify', customerId: 'c1', traits: { city: 'Recife' } }]);
    await expect.poll(() => segmentsOf('c1')).toContain('Recife');
  });

  it('change: who no longer belongs leaves; the version guards others’ changes', async () => {
    const rule = { and: [inRecife, { not: { attribute: 'age', op: 'lt', value: 30 } }] };
    const stale = await app.call('PUT', '/v1/segments/Recife', { rule }, { headers: { 'if-match': '"7"' } });
    expect(stale.status).toBe(409);
    const changed = await app.call(
      'PUT',
      '/v1/segments/Recife',
      { rule },
      { headers: { 'if-match': '"1"' } },
    );
    expect(changed).toMatchObject({ status: 200, body: { version: 2 } });
    await expect.poll(async () => (await get('Recife')).members).toBe(2);
    expect(await segmentsOf('c1')).not.toContain('Recife');
  });

  it('tell by day who entered and left', async () => {
    await expect
      .poll(
        async () =>
          (await app.call<{ data: unknown[] }>('GET', '/v1/segment-moves?segment=Recife&days=2&timeZone=UTC'))
            .body.data,
      )
      .toMatchObject([{ segment: 'Recife', entered: 6, left: 4 }]);
    for (const zone of ['Mars', '+05:30', 'SystemV/AST4']) {
      const refused = await app.call('GET', `/v1/segment-moves?timeZone=${encodeURIComponent(zone)}`);
      expect(refused.status).toBe(400);
    }
    const named = await app.call<{ timeZone: string }>('GET', '/v1/segment-moves?timeZone=utc');
    expect(named.body.timeZone).toBe('UTC');
  });

  it('survive a restart', async () => {
    await app.restart();
    expect(await get('Recife')).toMatchObject({ version: 2, members: 2 });
  });

  it('say what names them, and leave when removed', async () => {
    const placement = await app.call<Record<string, unknown>>('GET', '/v1/placements/email');
    const put = await app.call('PUT', '/v1/placements/email', {
      ...placement.body,
      segmentPolicies: [{ segment: 'Recife', policy: { kind: 'epsilonGreedy', epsilon: 0.1 } }],
    });
    expect(put.status).toBe(200);
    expect((await get('Recife')).usedBy).toMatchObject([{ kind: 'placement', name: 'email' }]);
    expect((await app.call('DELETE', '/v1/segments/Recife')).status).toBe(204);
    await expect.poll(() => segmentsOf('c12')).not.toContain('Recife');
    expect((await app.call('GET', '/v1/segments/Recife')).status).toBe(404);
  });

  it('are refused with what is wrong', async () => {
    const wrong = async (name: string, body: unknown) =>
      (await app.call<ProblemBody>('PUT', `/v1/segments/${name}`, body)).body;
    expect(await wrong('Gold', { rule: inRecife })).toMatchObject({
      status: 409,
      detail: expect.stringContaining('personalize.config.ts'),
      errors: [{ path: '', code: 'segmentDeclared', params: { got: '"Gold"' } }],
    });
    expect(await wrong('X', { rule: { feature: 'nope', op: 'gt', value: 1 } })).toMatchObject({
      status: 400,
      detail: expect.stringContaining('"nope" is not declared'),
      errors: [{ path: '/rule', code: 'noSuch', params: { kind: 'feature', got: '"nope"' } }],
    });
    expect((await wrong('X', { rule: { and: [inRecife, { or: [] }] } })).errors).toMatchObject([
      { path: '/rule/and/1', code: 'ruleJoin', params: { limit: 100 } },
    ]);
    expect((await wrong('X', { rule: inRecife, group: '' })).errors).toMatchObject([
      { path: '/group', code: 'minLength', params: { limit: 1 } },
    ]);
    for (const body of [null, [], { rule: inRecife, colour: 'red' }, {}]) {
      expect((await wrong('X', body)).status).toBe(400);
    }
    expect(await wrong('%3Cb%3E', { rule: inRecife })).toMatchObject({
      status: 400,
      errors: [{ path: '/params/name', code: 'pattern' }],
    });
  });
});

describe('preview', () => {
  const preview = (rule: unknown) =>
    app.call<{ matching: number; customers: number; sample: { customerId: string }[] } & ProblemBody>(
      'POST',
      '/v1/segments/preview',
      { rule, sample: 3 },
    );

  it('counts whom the rule holds for, and shows some', async () => {
    const { body } = await preview({ attribute: 'tags', op: 'contains', value: 't0' });
    expect([body.matching, body.customers, body.sample.length]).toEqual([10, 20, 3]);
    expect((await preview({ not: { attribute: 'age', op: 'exists' } })).body.matching).toBe(0);
  });

  it('refuses a wrong rule with its place', async () => {
    const { status, body } = await preview({ and: [{ attribute: 'age', op: 'gt', value: 'x' }] });
    expect([status, body.errors?.[0].path]).toEqual([400, '/rule/and/0']);
  });
});

it('what rules may compare comes with values that customers have', async () => {
  const { body } = await app.call<{ attributes: { name: string }[]; features: unknown[] }>(
    'GET',
    '/v1/rule-subjects',
  );
  const of = (name: string) => body.attributes.find((one) => one.name === name);
  expect(of('city')).toMatchObject({ type: 'text', coverage: 1, values: ['Natal', 'Recife'] });
  expect(of('age')).toMatchObject({ type: 'number', min: 20, max: 39 });
  expect(of('tags')).toMatchObject({ type: 'list', values: expect.arrayContaining(['a', 't0', 't1']) });
  expect(body.features.length).toBeGreaterThan(5);
});
