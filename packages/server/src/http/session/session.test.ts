import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminKey, cookieOf, type ProblemBody, TestApp } from '../testing/test-app.ts';

describe('signing in', () => {
  let app: TestApp;
  const password = 'correct horse battery staple';
  beforeAll(async () => {
    app = await TestApp.start();
    await app.call('POST', '/v1/users', {
      email: 'Ana@Example.com',
      name: 'Ana',
      password,
      role: 'analyst',
      locale: 'pt-BR',
    });
  });
  afterAll(() => app.close());

  const signIn = (body: unknown) => app.call<ProblemBody>('POST', '/v1/session', body, { key: null });

  it('gives a cookie that scripts cannot read, and says who is signed in', async () => {
    const { status, headers, body } = await signIn({ email: 'ana@example.com', password });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: 'person',
      name: 'Ana',
      email: 'ana@example.com',
      role: 'analyst',
      locale: 'pt-BR',
    });
    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    const me = await app.call('GET', '/v1/session', undefined, { key: null, cookie: cookieOf(headers) });
    expect(me.body).toMatchObject({ name: 'Ana' });
  });

  it('answers the same for a wrong password and an unknown email', async () => {
    const wrong = await signIn({ email: 'ana@example.com', password: 'no' });
    const unknown = await signIn({ email: 'bob@example.com', password: 'no' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body.detail).toBe(unknown.body.detail);
  });

  it('signs in with a key, so that the first admin key opens the dashboard', async () => {
    const { status, headers, body } = await signIn({ key: adminKey });
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: 'key', scopes: ['admin'] });
    const cookie = cookieOf(headers);
    expect((await app.call('GET', '/v1/keys', undefined, { key: null, cookie })).status).toBe(200);
    expect((await signIn({ key: 'pk_no_such_key_000' })).status).toBe(401);
  });

  it('refuses an unsafe request with the cookie that comes from another site', async () => {
    const cookie = cookieOf((await signIn({ key: adminKey })).headers);
    const put = (headers: Record<string, string>) =>
      app.call<ProblemBody>('PATCH', '/v1/users/none', { name: 'x' }, { key: null, cookie, headers });
    expect((await put({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await put({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await put({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await put({ 'sec-fetch-site': 'same-origin' })).status).toBe(404);
    expect((await put({ origin: app.url })).status).toBe(404);
  });

  it('ends the session, on the server too', async () => {
    const cookie = cookieOf((await signIn({ email: 'ana@example.com', password })).headers);
    expect((await app.call('DELETE', '/v1/session', undefined, { key: null, cookie })).status).toBe(204);
    expect((await app.call('GET', '/v1/session', undefined, { key: null, cookie })).status).toBe(401);
  });

  it('ends the sessions of a person who is disabled or gets a new password', async () => {
    const cookie = await app.person('viewer', 'eve@example.com');
    const { body } = await app.call<{ data: { id: string; email: string }[] }>('GET', '/v1/users');
    const eve = body.data.find(({ email }) => email === 'eve@example.com');
    await app.call('PATCH', `/v1/users/${eve?.id}`, { disabled: true });
    expect((await app.call('GET', '/v1/session', undefined, { key: null, cookie })).status).toBe(401);
    expect((await signIn({ email: 'eve@example.com', password })).status).toBe(401);
  });

  it('keeps the last admin', async () => {
    await app.person('admin', 'root@example.com');
    const { body } = await app.call<{ data: { id: string; role: string }[] }>('GET', '/v1/users');
    const root = body.data.find(({ role }) => role === 'admin');
    const refused = await app.call<ProblemBody>('PATCH', `/v1/users/${root?.id}`, { role: 'viewer' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it('refuses a second person with the same email and a short password', async () => {
    const add = (more: object) =>
      app.call<ProblemBody>('POST', '/v1/users', {
        email: 'ana@example.com',
        name: 'A',
        password,
        role: 'viewer',
        ...more,
      });
    expect((await add({})).body.code).toBe('conflict');
    expect((await add({ email: 'new@example.com', password: 'short' })).body.errors?.[0].path).toBe(
      '/password',
    );
    expect((await add({ email: 'no email' })).body.errors?.[0].path).toBe('/email');
  });

  it('slows down guessing of one password', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++)
      statuses.push((await signIn({ email: 'victim@example.com', password: `guess ${i}` })).status);
    expect(statuses.slice(-2)).toEqual([429, 429]);
  });
});
