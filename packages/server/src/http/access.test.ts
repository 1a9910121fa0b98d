import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeyScope, roles, scopes } from '../stores/control/control-store.ts';
import { type Access, decide, keyCaller, personCaller } from './auth/access.ts';
import type { RouteEntry } from './route-table.ts';
import { type ProblemBody, TestApp } from './testing/test-app.ts';

/** A path of the route with something in place of its parameters. */
function pathOf({ url }: RouteEntry): string {
  return url.replace(/:\w+/g, 'nothing-here').replace('*', 'index.html');
}

describe('access', () => {
  let app: TestApp;
  const keys = new Map<KeyScope, string>();
  const cookies = new Map<string, string>();

  beforeAll(async () => {
    app = await TestApp.start();
    for (const scope of scopes) keys.set(scope, await app.key([scope]));
    for (const role of roles) cookies.set(role, await app.person(role));
  });
  afterAll(() => app.close());

  /** Streams would stay open and the session's own routes would end it; each has a test of its own. */
  function walked(): RouteEntry[] {
    return app.app.routes.entries.filter(
      ({ method, url }) => method !== 'HEAD' && url !== '/v1/live' && url !== '/v1/session',
    );
  }

  async function outcome(
    entry: RouteEntry,
    options: { key?: string | null; cookie?: string },
  ): Promise<string> {
    // An empty body is refused after access has been decided, so nothing is changed by the walk.
    const raw = entry.body ? '' : undefined;
    const { status, body } = await app.call<ProblemBody>(entry.method, pathOf(entry), undefined, {
      raw,
      headers: { 'sec-fetch-site': 'same-origin' },
      ...options,
    });
    if (status === 401) return 'unauthorized';
    if (status === 403) return 'forbidden';
    expect(status, `${entry.method} ${entry.url}: ${JSON.stringify(body)}`).toBeLessThan(500);
    return 'allowed';
  }

  it('has a rule for every route, and every scope opens something', () => {
    expect(app.app.routes.entries.length).toBeGreaterThan(40);
    for (const { access } of app.app.routes.entries) expect(access.kind).toMatch(/^(public|known|scopes)$/);
    const opening = (scope: KeyScope) =>
      app.app.routes.entries.some(({ access }) => access.kind === 'scopes' && access.anyOf.includes(scope));
    for (const scope of [
      'events:write',
      'recommendations:read',
      'catalog:write',
      'customers:read',
      'customers:write',
      'analytics:read',
      'admin',
    ] as const) {
      expect(opening(scope), scope).toBe(true);
    }
  });

  it('answers 401 without a key and with a wrong one on every route that is not public', async () => {
    for (const entry of walked()) {
      const expected = entry.access.kind === 'public' ? 'allowed' : 'unauthorized';
      expect(await outcome(entry, { key: null }), `${entry.method} ${entry.url} without a key`).toBe(
        expected,
      );
      expect(
        await outcome(entry, { key: 'pk_wrong_wrong_wrong' }),
        `${entry.method} ${entry.url} wrong key`,
      ).toBe(expected);
    }
  });

  it('lets each scope through exactly where the route names it', async () => {
    for (const entry of walked()) {
      for (const scope of scopes) {
        const caller = keyCaller({ scopes: [scope] } as Parameters<typeof keyCaller>[0]);
        const expected = decide(entry.access as Access, caller);
        expect(
          await outcome(entry, { key: keys.get(scope) }),
          `${entry.method} ${entry.url} by ${scope}`,
        ).toBe(expected);
      }
    }
  });

  it('lets each role through exactly where its scopes do', async () => {
    for (const entry of walked()) {
      for (const role of roles) {
        const caller = personCaller({ role } as Parameters<typeof personCaller>[0]);
        const expected = decide(entry.access as Access, caller);
        expect(
          await outcome(entry, { key: null, cookie: cookies.get(role) }),
          `${entry.method} ${entry.url} by ${role}`,
        ).toBe(expected);
      }
    }
  });

  it('keeps a browser key to events, and a viewer from changing anything', () => {
    const browser = keyCaller({ scopes: ['events:write'] } as Parameters<typeof keyCaller>[0]);
    const viewer = personCaller({ role: 'viewer' } as Parameters<typeof personCaller>[0]);
    for (const { method, url, access } of app.app.routes.entries) {
      const opened = access.kind === 'scopes' && decide(access, browser) === 'allowed';
      if (opened) expect(url).toMatch(/^\/v1\/(events|batch|track|identify|page|screen|group|alias)$/);
      // Boards, views and notes are people's own: each route refuses to change another's.
      const changes =
        !['GET', 'HEAD'].includes(method) &&
        !/^\/(ofrep\/v1\/evaluate\/flags(\/:key)?|v1\/(session|recommendations(\/batch)?|analytics\/\w+|reports(\/renderer)?|assignments|experiments\/(power|adjust)|placements\/:name\/preview|segments\/preview|alerts\/preview|(boards|views|annotations)(\/:id)?|boards\/:id\/cards\/:card))$/.test(
          url,
        ) &&
        access.kind === 'scopes';
      if (changes) expect(decide(access, viewer), `${method} ${url}`).toBe('forbidden');
    }
  });

  it('refuses a revoked key at once', async () => {
    const secret = await app.key(['analytics:read']);
    expect((await app.call('GET', '/v1/status', undefined, { key: secret })).status).toBe(200);
    const { body } = await app.call<{ data: { id: string; prefix: string }[] }>('GET', '/v1/keys');
    const key = body.data.find(({ prefix }) => secret.startsWith(prefix));
    expect((await app.call('DELETE', `/v1/keys/${key?.id}`)).status).toBe(204);
    expect((await app.call('GET', '/v1/status', undefined, { key: secret })).status).toBe(401);
  });

  it('limits a key to its requests a minute and says when to come back', async () => {
    const key = await app.key(['analytics:read'], { rateLimit: 3 });
    for (let left = 2; left >= 0; left--) {
      const { status, headers } = await app.call('GET', '/v1/status', undefined, { key });
      expect(status).toBe(200);
      expect(headers.get('ratelimit-remaining')).toBe(String(left));
      expect(headers.get('ratelimit-limit')).toBe('3');
    }
    const refused = await app.call<ProblemBody>('GET', '/v1/status', undefined, { key });
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(20);
  });

  it('limits an address that tries keys', async () => {
    let refused = 0;
    for (let i = 0; i < 310; i++) {
      const { status } = await app.call('GET', '/v1/status', undefined, { key: `pk_guess_${i}_000000` });
      if (status === 429) refused++;
    }
    expect(refused).toBeGreaterThan(0);
    expect((await app.call('GET', '/v1/status')).status).toBe(200);
  });
});
