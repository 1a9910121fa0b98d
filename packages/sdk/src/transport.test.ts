import { afterEach, expect, test } from 'vitest';
import { ApiError, ConnectionError } from './api-error.ts';
import { sendJson, serve } from './testing/serve.ts';
import { fillPath, queryString, Transport } from './transport.ts';

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

test('fills paths with encoded values and names a missing one', () => {
  expect(fillPath('/v1/customers/{id}', { id: 'a/b c?' })).toBe('/v1/customers/a%2Fb%20c%3F');
  expect(() => fillPath('/v1/customers/{id}', {})).toThrow('/v1/customers/{id} needs a value for id');
});

test('writes queries: arrays repeat, nothing for undefined', () => {
  expect(queryString({ limit: 5, cursor: undefined, type: ['a', 'b&c'] })).toBe('?limit=5&type=a&type=b%26c');
  expect(queryString({})).toBe('');
});

test('sends the key and a JSON body, returns the parsed answer', async () => {
  const server = await serve((_, response) => sendJson(response, 200, { ok: true }));
  close = server.close;
  const transport = new Transport({ baseUrl: `${server.baseUrl}/`, key: 'secret-key' });
  expect(await transport.json('POST /v1/things', { body: { a: 1 } })).toEqual({ ok: true });
  expect(server.received[0]).toMatchObject({ method: 'POST', url: '/v1/things', body: '{"a":1}' });
  expect(server.received[0].headers.authorization).toBe('Bearer secret-key');
});

test('turns a problem document into an ApiError that keeps its fields', async () => {
  const server = await serve((_, response) =>
    sendJson(
      response,
      429,
      {
        code: 'rate_limited',
        title: 'Too many requests',
        detail: 'wait',
        errors: [{ path: '/a', message: 'm' }, 7],
      },
      { 'retry-after': '3', 'x-request-id': 'r-1' },
    ),
  );
  close = server.close;
  const error = await new Transport({ baseUrl: server.baseUrl }).json('GET /v1/x').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 429, code: 'rate_limited', message: 'wait', temporary: true });
  expect((error as ApiError).problem).toMatchObject({
    retryAfter: 3,
    requestId: 'r-1',
    errors: [{ path: '/a', message: 'm' }],
  });
});

test('an answer that is no problem document still gives its status', async () => {
  const server = await serve((_, response) => {
    response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
  });
  close = server.close;
  await expect(new Transport({ baseUrl: server.baseUrl }).json('GET /v1/x')).rejects.toMatchObject({
    status: 502,
    code: 'unknown',
  });
});

test('no answer is a ConnectionError: refused, or too slow', async () => {
  const server = await serve(() => undefined);
  close = server.close;
  const slow = new Transport({ baseUrl: server.baseUrl, timeoutMs: 50 });
  await expect(slow.json('GET /v1/x')).rejects.toBeInstanceOf(ConnectionError);
  const nowhere = new Transport({ baseUrl: 'http://127.0.0.1:9' });
  await expect(nowhere.json('GET /v1/x')).rejects.toThrow('no answer from http://127.0.0.1:9/v1/x');
});

test("the caller's own abort is not dressed up as a connection failure", async () => {
  const server = await serve(() => undefined);
  close = server.close;
  const stop = new AbortController();
  const answer = new Transport({ baseUrl: server.baseUrl }).json('GET /v1/x', {}, { signal: stop.signal });
  setTimeout(() => stop.abort(), 20);
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
});
