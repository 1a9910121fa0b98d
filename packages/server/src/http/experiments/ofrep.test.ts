import { OFREPProvider } from '@openfeature/ofrep-provider';
import { type EvaluationContext, OpenFeature } from '@openfeature/server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminKey, TestApp } from '../testing/test-app.ts';

let server: TestApp;
const flag = (key: string, values: [unknown, unknown], more: object = {}) => ({
  key,
  hypothesis: 'The second value is better.',
  variants: values.map((value, i) => ({
    key: i === 0 ? 'control' : 'treatment',
    weight: i,
    effect: { kind: 'value', value },
  })),
  metrics: [{ key: 'buyers', kind: 'proportion', role: 'goal', events: ['purchase'] }],
  ...more,
});

beforeAll(async () => {
  server = await TestApp.start();
  const flags = [
    flag('colour', ['red', 'blue']),
    flag('enabled', [false, true]),
    flag('limit', [10, 20]),
    flag('layout', [{ columns: 2 }, { columns: 3 }]),
    flag('covered', ['red', 'blue'], { coverage: 0 }),
    flag('draft', ['red', 'blue']),
  ];
  for (const body of flags) {
    expect((await server.call('POST', '/v1/experiments', body)).status).toBe(201);
    if (body.key !== 'draft') await server.call('POST', `/v1/experiments/${body.key}/start`);
  }
});
afterAll(() => server.close());

describe("OpenFeature's own SDK", () => {
  const client = () => OpenFeature.getClient();
  const customer = { targetingKey: 'c-1', country: 'BR' };
  beforeAll(async () => {
    const headers: [string, string][] = [['Authorization', `Bearer ${adminKey}`]];
    await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: server.url, headers }));
  });
  afterAll(() => OpenFeature.close());

  it('evaluates flags of each type', async () => {
    expect(await client().getStringValue('colour', 'none', customer)).toBe('blue');
    expect(await client().getBooleanValue('enabled', false, customer)).toBe(true);
    expect(await client().getNumberValue('limit', 1, customer)).toBe(20);
    expect(await client().getObjectValue('layout', {}, customer)).toEqual({ columns: 3 });
    expect(await client().getStringDetails('colour', 'none', customer)).toMatchObject({
      variant: 'treatment',
      reason: 'SPLIT',
      flagMetadata: { assignment: 'sticky' },
    });
  });

  it("gives who takes no part the control's value", async () => {
    const details = await client().getStringDetails('covered', 'none', customer);
    expect(details).toMatchObject({ value: 'red', reason: 'DEFAULT' });
    expect(details.variant).toBeUndefined();
  });

  it('falls back with the reason for unknown flags, other types and nobody', async () => {
    const codes = async (key: string, context: EvaluationContext) =>
      (await client().getStringDetails(key, 'none', context)).errorCode;
    expect(await codes('unknown', customer)).toBe('FLAG_NOT_FOUND');
    expect(await codes('draft', customer)).toBe('FLAG_NOT_FOUND');
    expect(await codes('limit', customer)).toBe('TYPE_MISMATCH');
    expect(await codes('colour', {})).toBe('TARGETING_KEY_MISSING');
  });

  it('exposes once', async () => {
    await server.settle();
    const { body } = await server.call<{ data: { properties: { experiment: string } }[] }>(
      'GET',
      '/v1/events?customerId=c-1&type=exposure',
    );
    const seen = body.data.map(({ properties }) => properties.experiment).sort();
    expect(seen).toEqual(['colour', 'enabled', 'layout', 'limit']);
  });
});

describe('/ofrep/v1/evaluate/flags', () => {
  const path = '/ofrep/v1/evaluate/flags';
  const context = { targetingKey: 'c-2' };

  it('evaluates all, without exposing, and says when nothing changed', async () => {
    const all = await server.call<{ flags: { key: string }[] }>('POST', path, { context });
    expect(all.body.flags.map(({ key }) => key)).toEqual(['colour', 'covered', 'enabled', 'layout', 'limit']);
    const etag = all.headers.get('etag') ?? '';
    const again = (tag: string) =>
      server.call('POST', path, { context }, { headers: { 'if-none-match': tag } });
    const same = await again(etag);
    expect([same.status, same.body, same.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await again('"other"')).status).toBe(200);
    await server.call('POST', '/v1/experiments/draft/start');
    expect((await again(etag)).status).toBe(200);
    await server.settle();
    const { body } = await server.call<{ data: object[] }>('GET', '/v1/events?customerId=c-2&type=exposure');
    expect(body.data).toEqual([]);
  });

  it.each<[string, string | object, number, object]>([
    ['/colour', '{"context":', 400, { key: 'colour', errorCode: 'PARSE_ERROR' }],
    ['/colour', '[]', 400, { key: 'colour', errorCode: 'INVALID_CONTEXT' }],
    ['/colour', { context: { targetingKey: 7 } }, 400, { errorCode: 'INVALID_CONTEXT' }],
    ['/colour', { context: { targetingKey: 'a\u0000' } }, 400, { errorCode: 'INVALID_CONTEXT' }],
    ['/colour', { context: { targetingKey: 'x'.repeat(300) } }, 400, { errorCode: 'INVALID_CONTEXT' }],
    ['/none', { context }, 404, { key: 'none', errorCode: 'FLAG_NOT_FOUND' }],
    ['', {}, 400, { errorCode: 'TARGETING_KEY_MISSING' }],
  ])('refuses %s %j', async (rest, body, status, expected) => {
    const raw = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await server.call('POST', path + rest, undefined, { raw });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(expected);
  });

  it('serves a key that may ask for recommendations, and exposes; a person only looks', async () => {
    const reader = await server.key(['recommendations:read']);
    const evaluate = (targetingKey: string, options: object) =>
      server.call<{ value: string; variant: string }>(
        'POST',
        `${path}/colour`,
        { context: { targetingKey, channel: 'app', device: 7 } },
        options,
      );
    const exposures = async (customerId: string) => {
      await server.settle();
      const { body } = await server.call<{ data: { channel?: string; device?: string }[] }>(
        'GET',
        `/v1/events?customerId=${customerId}&type=exposure`,
      );
      return body.data.map(({ channel, device }) => [channel, device]);
    };
    expect((await evaluate('by-key', { key: reader })).body).toMatchObject({ value: 'blue' });
    expect(await exposures('by-key')).toEqual([['app', undefined]]);
    for (const role of ['viewer', 'admin'] as const) {
      const cookie = await server.person(role);
      const headers = { 'sec-fetch-site': 'same-origin' };
      const seen = await evaluate('looked at', { key: null, cookie, headers });
      expect([seen.status, seen.body.value, seen.body.variant]).toEqual([200, 'blue', 'treatment']);
      const assigned = await server.call(
        'POST',
        '/v1/assignments',
        { customerId: 'looked at', experiment: 'colour' },
        { key: null, cookie, headers },
      );
      expect([assigned.status, assigned.body.variant]).toEqual([200, 'treatment']);
    }
    expect(await exposures('looked at')).toEqual([]);
  });

  it('asks for a key and its scope', async () => {
    expect((await server.call('POST', path, { context }, { key: null })).status).toBe(401);
    const other = await server.key(['events:write']);
    expect((await server.call('POST', path, { context }, { key: other })).status).toBe(403);
  });
});
