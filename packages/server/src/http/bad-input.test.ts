import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  adminKey,
  type CallOptions,
  type EventsAnswer,
  type ProblemBody,
  TestApp,
} from './testing/test-app.ts';

const good = { type: 'page_view', customerId: 'c-1' };
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

/** Sends bytes as they are and returns what comes back before the connection ends. */
function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

describe('bad input', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  const post = (raw: string | Buffer, options: CallOptions = {}, path = '/v1/events') =>
    app.call<ProblemBody & Partial<EventsAnswer>>('POST', path, undefined, { raw, ...options });

  const one = (event: object | string) =>
    post(typeof event === 'string' ? `{"events":[${event}]}` : JSON.stringify({ events: [event] }));

  it.each<[string, string | Buffer, string]>([
    ['nothing', '', 'malformed_json'],
    ['half a document', '{"events":[', 'malformed_json'],
    ['words', 'hello', 'malformed_json'],
    ['NaN', '{"events":[{"type":"click","customerId":"c","value":NaN}]}', 'malformed_json'],
    [
      'bytes that are no UTF-8',
      Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
      'malformed_json',
    ],
    ['null', 'null', 'invalid_request'],
    ['a list', '[]', 'invalid_request'],
    ['a number', '7', 'invalid_request'],
    ['no events', '{}', 'invalid_request'],
    ['an empty list', '{"events":[]}', 'invalid_request'],
    ['events that are no list', '{"events":{"0":1}}', 'invalid_request'],
    ['an unknown field', '{"events":[{}],"more":1}', 'invalid_request'],
    ['__proto__', '{"__proto__":{"x":1},"events":[{}]}', 'invalid_request'],
    ['a sentAt in words', '{"events":[{}],"sentAt":"just now, really it was"}', 'invalid_request'],
    ['10,001 events', JSON.stringify({ events: Array(10_001).fill(good) }), 'invalid_request'],
    ['100,000 open brackets', '['.repeat(100_000), 'malformed_json'],
    ['100,000 levels', '['.repeat(100_000) + ']'.repeat(100_000), 'invalid_request'],
  ])('refuses %s as a body of events', async (_name, raw, code) => {
    const { status, body, headers } = await post(raw);
    expect([status, body.code]).toEqual([400, code]);
    expect(headers.get('content-type')).toMatch('application/problem+json');
    expect(headers.get('x-request-id')).toBeTruthy();
    expect(body.detail.length).toBeLessThan(400);
  });

  it.each<[string, object | string, string, string]>([
    [
      '100-deep nesting',
      `{"type":"click","customerId":"c","properties":${nested(100)}}`,
      'properties_too_deep',
      '/events/0/properties/a/a/a/a/a/a/a/a/a/a',
    ],
    ['NUL in an id', { ...good, customerId: 'a\u0000' }, 'invalid_text', '/events/0/customerId'],
    ['a lone surrogate', '{"type":"click","customerId":"\\ud800"}', 'invalid_text', '/events/0/customerId'],
    [
      'a lone surrogate in a property',
      '{"type":"click","customerId":"c","properties":{"a":["\\udfff"]}}',
      'invalid_text',
      '/events/0/properties/a/0',
    ],
    [
      'an id of 10,000 characters',
      { ...good, itemId: 'x'.repeat(10_000) },
      'invalid_event',
      '/events/0/itemId',
    ],
    [
      'a timestamp of 9999',
      { ...good, timestamp: '9999-12-31T23:59:59Z' },
      'timestamp_in_future',
      '/events/0/timestamp',
    ],
    ['a timestamp of 1970', { ...good, timestamp: 0 }, 'timestamp_too_old', '/events/0/timestamp'],
    ['1e308', { ...good, value: 1e308 }, 'invalid_event', '/events/0/value'],
    ['1e999', '{"type":"click","customerId":"c","value":1e999}', 'invalid_event', '/events/0/value'],
    ['a wrong type', { ...good, customerId: { $ne: null } }, 'invalid_event', '/events/0/customerId'],
    ['an unknown field', { ...good, colour: 'red' }, 'unknown_field', '/events/0/colour'],
  ])('refuses %s in an event', async (_name, event, code, path) => {
    const { status, body } = await one(event);
    expect([status, body.code]).toEqual([400, 'no_acceptable_event']);
    expect(body.rejected).toMatchObject([{ index: 0, code, path }]);
    expect(body.errors?.[0].path).toBe(path);
  });

  it('takes the good events beside bad ones', async () => {
    const { status, body } = await app.send([good, { type: 'x' }, { ...good, nope: 1 }, good]);
    expect(status).toBe(202);
    expect(body).toMatchObject({ accepted: 2, rejected: [{ index: 1 }, { index: 2 }] });
  });

  it('takes SQL and HTML as the data that they are', async () => {
    const text = `'; DROP TABLE events; -- <script>alert(1)</script> {{7*7}} \${x} %s`;
    const event = {
      ...good,
      customerId: text,
      itemId: text,
      channel: text.slice(0, 64),
      properties: { [text]: text },
    };
    expect((await app.send([event])).body).toMatchObject({ accepted: 1 });
    const { body } = await app.call<{ customerId: string }>(
      'GET',
      `/v1/customers/${encodeURIComponent(text)}`,
    );
    expect(body.customerId).toBe(text);
    expect((await app.call('GET', `/v1/customers?search=${encodeURIComponent(text)}`)).body).toMatchObject({
      data: [{ customerId: text }],
    });
  });

  it('refuses bodies above 10 MB, with and without a length', async () => {
    const { status, body } = await post(`{"events":[${' '.repeat(11_000_000)}]}`);
    expect([status, body.code]).toEqual([413, 'payload_too_large']);
    const chunk = 'x'.repeat(1_000_000);
    const stream = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 11; i++) controller.enqueue(new TextEncoder().encode(chunk));
        controller.close();
      },
    });
    const answer = await fetch(`${app.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(413);
  });

  it('refuses other media types and methods, and says which are possible', async () => {
    const xml = await post('<a/>', { headers: { 'content-type': 'application/xml' } });
    expect([xml.status, xml.body.code]).toEqual([415, 'unsupported_media_type']);
    const put = await app.call<ProblemBody>('PUT', '/v1/recommendations', {});
    expect([put.status, put.body.code]).toEqual([405, 'method_not_allowed']);
    expect(put.headers.get('allow')).toBe('POST');
    const missing = await app.call<ProblemBody>('GET', '/v1/nothing');
    expect([missing.status, missing.body.code]).toEqual([404, 'not_found']);
  });

  it.each([
    ['/v1/items/%00', 400],
    ['/v1/items/%E0%A4%A', 400],
    ['/v1/items/..%2f..%2fetc%2fpasswd', 404],
    [`/v1/items/${'x'.repeat(300)}`, 400],
    [`/v1/items/${'x'.repeat(9000)}`, 400],
    ['/v1/customers?limit=0', 400],
    ['/v1/customers?limit=9000', 400],
    ['/v1/customers?limit=abc', 400],
    ['/v1/customers?nonsense=1', 400],
    ['/v1/customers?cursor=%00', 400],
    ['/v1/customers?cursor=garbage', 400],
    ['/v1/items?cursor=garbage', 400],
    ['/v1/jobs?cursor=garbage', 400],
    ['/v1/jobs/nothing', 404],
    ['/v1/events?from=2016-12-31T23:59:60Z', 400],
    ['/v1/decisions?to=2016-12-31T23:59:60Z', 400],
    ['/v1/exports/events?from=2016-12-31T23:59:60Z', 400],
    ['/v1/events?from=2016-12-31T23:59:59Z', 200],
    ['/v1/items?search=%27%20OR%201%3D1--', 200],
    ['/v1/items?search=%25_', 200],
  ])('answers GET %.60s with %i', async (path, status) => {
    const answer = await app.call<ProblemBody>('GET', path);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    if (status === 400) expect(answer.body.code).toBe('invalid_request');
  });

  it.each<[string, string, string, object | string, string]>([
    ['POST', '/v1/recommendations', '/placement', { customerId: 'c' }, 'invalid_request'],
    ['POST', '/v1/recommendations', '/customerId', { placement: 'home' }, 'invalid_request'],
    [
      'POST',
      '/v1/recommendations',
      '/limit',
      { customerId: 'c', placement: 'home', limit: 9000 },
      'invalid_request',
    ],
    [
      'POST',
      '/v1/recommendations',
      '/customerId',
      '{"customerId":"\\ud800","placement":"home"}',
      'invalid_request',
    ],
    [
      'POST',
      '/v1/recommendations',
      '/customerId',
      { customerId: 'x'.repeat(10_000), placement: 'home' },
      'invalid_request',
    ],
    [
      'POST',
      '/v1/recommendations',
      '/sql',
      { customerId: 'c', placement: 'home', sql: 1 },
      'invalid_request',
    ],
    ['POST', '/v1/items', '/items/0/title', { items: [{ itemId: 'a', category: 'b' }] }, 'invalid_request'],
    ['POST', '/v1/items', '/items', { items: 7 }, 'invalid_request'],
    ['PUT', '/v1/items/a', '/price', { title: 't', category: 'c', price: -1 }, 'invalid_request'],
    [
      'PUT',
      '/v1/items/a',
      '/url',
      { title: 't', category: 'c', url: 'javascript:alert(1)' },
      'invalid_request',
    ],
    [
      'PUT',
      '/v1/items/a',
      '/availableFrom',
      { title: 't', category: 'c', availableFrom: '2016-12-31T23:59:60Z' },
      'invalid_request',
    ],
    ['POST', '/v1/annotations', '/at', { at: '2016-12-31T23:59:60Z', text: 't' }, 'invalid_request'],
    ['PUT', '/v1/placements/home', '/sources', { sources: 7 }, 'invalid_request'],
    ['PATCH', '/v1/customers/a', '/attributes', {}, 'invalid_request'],
    ['PATCH', '/v1/customers/a', '/attributes/a', '{"attributes":{"a":"\\u0000"}}', 'invalid_request'],
    ['POST', '/v1/keys', '/scopes/0', { name: 'x', scopes: ['everything'] }, 'invalid_request'],
    ['POST', '/v1/track', '/event', { userId: 'u' }, 'invalid_request'],
    ['POST', '/v1/batch', '/batch/0/type', { batch: [{ userId: 'u' }] }, 'invalid_request'],
  ])('answers %s %s with 400 and %s', async (method, path, place, body, code) => {
    const raw = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await app.call<ProblemBody>(method, path, undefined, { raw });
    expect([answer.status, answer.body.code], JSON.stringify(answer.body)).toEqual([400, code]);
    expect(answer.body.errors?.map((error) => error.path)).toContain(place);
  });

  it('refuses deep nesting and poisoned keys on every route with a body', async () => {
    for (const { method, url, body } of app.app.routes.entries) {
      if (!body) continue;
      const path = url.replace(/:\w+/g, 'x');
      for (const raw of [
        nested(200),
        '{"__proto__":{"admin":true}}',
        '{"constructor":{"prototype":{"a":1}}}',
      ]) {
        const answer = await app.call<ProblemBody>(method, path, undefined, { raw });
        expect(answer.status, `${method} ${path} ${raw.slice(0, 30)}`).toBeGreaterThanOrEqual(400);
        expect(answer.status, `${method} ${path} ${raw.slice(0, 30)}`).toBeLessThan(500);
      }
    }
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it('refuses a body that is wrong in tens of thousands of places as fast as one that is wrong in one', async () => {
    const fields = Array.from({ length: 60_000 }, (_, i) => `"field${i}":1`).join(',');
    for (const path of ['/v1/analytics/query', '/v1/session', '/v1/boards']) {
      const started = performance.now();
      const { status, body } = await post(`{${fields}}`, {}, path);
      expect([status, body.code], path).toEqual([400, 'invalid_request']);
      expect(body.errors?.length).toBeLessThanOrEqual(20);
      expect(performance.now() - started, path).toBeLessThan(5000);
    }
  }, 60_000);

  it('answers what is no HTTP with a problem and hangs up', async () => {
    const port = Number(new URL(app.url).port);
    expect(await exchange(port, 'NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1.1 400 .*application\/problem\+json/s);
    const large = `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(40_000)}\r\n\r\n`;
    expect(await exchange(port, large)).toMatch(/^HTTP\/1.1 431 /);
  });

  it('is as well afterwards as before', async () => {
    expect((await app.call('GET', '/readyz', undefined, { key: null })).status).toBe(200);
    expect((await app.send([good])).body).toMatchObject({ accepted: 1 });
    const { body } = await app.call<string>('GET', '/metrics', undefined, { key: null });
    expect(body).not.toMatch(/http_request_duration_seconds_count\{[^}]*status="5/);
  });
});
