import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

interface Person {
  id: string;
  email: string;
  timeZone: string | null;
}

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
}, 60_000);
afterAll(() => app.close());

const people = async () => (await app.call<{ data: Person[] }>('GET', '/v1/users')).body.data;
const idOf = async (email: string) => (await people()).find((one) => one.email === email)?.id;

describe('people', () => {
  it('are removed and signed out, but never the last admin', async () => {
    const admin = await app.person('admin');
    const viewer = await app.person('viewer');
    const refused = await app.call<ProblemBody>('DELETE', `/v1/users/${await idOf('admin@example.com')}`);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'this is the last admin; make another one first',
    ]);
    const removed = await app.call('DELETE', `/v1/users/${await idOf('viewer@example.com')}`, undefined, {
      key: null,
      cookie: admin,
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(removed.status).toBe(204);
    expect((await app.call('GET', '/v1/session', undefined, { key: null, cookie: viewer })).status).toBe(401);
    expect((await people()).map(({ email }) => email)).toEqual(['admin@example.com']);
  });

  it('set their own time zone, language and password; others stay signed out', async () => {
    const cookie = await app.person('analyst');
    const mine = { key: null, cookie, headers: { 'sec-fetch-site': 'same-origin' } };
    const changed = await app.call('PATCH', '/v1/session', { timeZone: 'Asia/Tokyo', locale: 'pt-BR' }, mine);
    expect(changed).toMatchObject({ status: 200, body: { timeZone: 'Asia/Tokyo', locale: 'pt-BR' } });
    expect((await app.call('PATCH', '/v1/session', { timeZone: 'Mars/Base' }, mine)).status).toBe(400);
    expect((await app.call('PATCH', '/v1/session', { role: 'admin' }, mine)).status).toBe(400);
    const next = 'another correct horse';
    const wrong = await app.call<ProblemBody>(
      'PATCH',
      '/v1/session',
      { password: { current: 'x', next } },
      mine,
    );
    expect(wrong.body.errors).toMatchObject([{ path: '/password/current' }]);
    const current = 'correct horse battery staple';
    const done = await app.call('PATCH', '/v1/session', { password: { current, next } }, mine);
    expect(done.status).toBe(200);
    expect((await app.call('GET', '/v1/session', undefined, mine)).status).toBe(401);
    expect((await app.call('PATCH', '/v1/session', { name: 'x' })).status).toBe(403);
  });
});

describe('audit log', () => {
  it('is filtered by who, what and when, and is taken along as CSV', async () => {
    const key = await app.call<{ key: { id: string } }>('POST', '/v1/keys', {
      name: 'history',
      scopes: ['events:write'],
      origin: 'import',
    });
    const { id } = key.body.key;
    const made = await app.call<{ data: { action: string; target: string; actor: string; at: string }[] }>(
      'GET',
      `/v1/audit?action=key.created&target=${id}`,
    );
    expect(made.body.data).toMatchObject([
      { action: 'key.created', target: id, detail: { origin: 'import' } },
    ]);
    const { actor, at } = made.body.data[0];
    const count = async (query: string) =>
      (await app.call<{ data: unknown[] }>('GET', `/v1/audit?${query}`)).body.data.length;
    expect(await count(`actor=${actor}&action=key.created&action=user.created`)).toBeGreaterThan(3);
    expect(await count('actor=nobody')).toBe(0);
    expect(await count(`target=${id}&to=${at}`)).toBe(0);
    const named = await app.call<{ data: object[] }>('GET', `/v1/actors?id=${actor}&id=${id}&id=nobody`);
    expect(named.body.data.map((one) => Object.keys(one))).toEqual(Array(2).fill(['id', 'kind', 'name']));
    expect(named.body.data).toContainEqual({ id, kind: 'key', name: 'history' });
    const actions = (await app.call<{ data: string[] }>('GET', '/v1/audit/actions')).body.data;
    expect(actions).toEqual(expect.arrayContaining(['key.created', 'user.created', 'user.removed']));
    const csv = await app.call<string>('GET', `/v1/audit/export?target=${id}`);
    expect(csv.body.trim().split('\r\n')).toHaveLength(2);
    expect(csv.body).toContain(`key.created,${id}`);
  });
});
