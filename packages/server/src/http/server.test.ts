import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminKey, type ProblemBody, TestApp } from './testing/test-app.ts';

describe('every answer', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('carries a request id: the client’s when it is harmless, else a new one', async () => {
    const own = await app.call('GET', '/healthz', undefined, { headers: { 'x-request-id': 'trace-1' } });
    expect(own.headers.get('x-request-id')).toBe('trace-1');
    const bad = await app.call('GET', '/v1/nothing', undefined, { headers: { 'x-request-id': '<script>' } });
    expect(bad.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    expect(bad.body.requestId).toBe(bad.headers.get('x-request-id'));
  });

  it('has a strict content security policy, and no server name', async () => {
    for (const path of ['/', '/docs', '/redoc', '/v1/status', '/nothing']) {
      const { headers } = await app.call('GET', path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy, path).toContain("script-src 'self'");
      expect(policy, path).not.toMatch(/script-src[^;]*unsafe/);
      expect(policy, path).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('lets pages of other origins call with a key, but not with the cookie', async () => {
    const preflight = await app.call('OPTIONS', '/v1/events', undefined, {
      key: null,
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('is compressed when it is large and the client can read that', async () => {
    const { headers } = await app.call('GET', '/v1/features');
    expect(headers.get('content-encoding')).toMatch(/br|gzip/);
  });

  it('serves the page for its own paths, and a problem for unknown ones of the API', async () => {
    const page = await app.call<string>('GET', '/customers/c-1', undefined, { key: null });
    const unknown = await app.call<ProblemBody>('GET', '/v1/customers/a/b/c', undefined, { key: null });
    expect([404, 200]).toContain(page.status);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'not_found']);
    const outside = await app.call('GET', '/assets/..%2f..%2f..%2fpackage.json', undefined, { key: null });
    expect(outside.status).toBeGreaterThanOrEqual(400);
  });

  it('keeps serving others while clients dribble their requests', async () => {
    const port = Number(new URL(app.url).port);
    const slow = Array.from({ length: 200 }, () => connect(port, '127.0.0.1'));
    for (const socket of slow) {
      socket.on('error', () => undefined);
      socket.write(
        `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${adminKey}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
      );
    }
    for (let i = 0; i < 5; i++) {
      expect((await app.send([{ type: 'click', customerId: 'c' }])).status).toBe(202);
      for (const socket of slow) socket.write(' ');
    }
    for (const socket of slow) socket.destroy();
    expect(app.app.routes.entries.length).toBeGreaterThan(0);
  });
});

describe('a full journal', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ JOURNAL_MAX_BYTES: '1500000' });
  });
  afterAll(() => app.close());

  it('answers 503 storage_full, goes on answering reads, and has everything that it acknowledged', async () => {
    let acknowledged = 0;
    let refused: ProblemBody | undefined;
    for (let batch = 0; batch < 200 && refused === undefined; batch++) {
      const events = Array.from({ length: 100 }, (_, i) => ({
        type: 'click',
        customerId: `c-${i}`,
        messageId: `m-${batch}-${i}`,
        properties: { noise: crypto.randomUUID() + crypto.randomUUID() + crypto.randomUUID() },
      }));
      const { status, body, headers } = await app.send(events);
      if (status === 202) acknowledged += body.accepted;
      else {
        expect(status).toBe(503);
        expect(headers.get('retry-after')).toBeTruthy();
        refused = body as unknown as ProblemBody;
      }
    }
    expect(refused?.code).toBe('storage_full');
    expect((await app.call('GET', '/v1/customers/c-1')).status).toBe(200);
    const { body } = await app.call<{ eventsReceived: number }>('GET', '/v1/status');
    expect(body.eventsReceived).toBe(acknowledged);
    let stored = 0;
    for await (const { records } of app.app.services.journal.read(0)) {
      for (const record of records) if (record?.kind === 'event' && record.type === 'click') stored++;
    }
    expect(stored).toBe(acknowledged);
  });
});
