import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createClient } from './client.ts';
import { followLive, type LiveState } from './live.ts';
import { sendJson, serve } from './testing/serve.ts';
import { Transport } from './transport.ts';

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

function openStream(response: ServerResponse, ...values: number[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('retry: 1\n\n');
  for (const value of values) response.write(`data: ${value}\n\n`);
}

test('opens again after the stream broke, and after it fell silent', async () => {
  let opened = 0;
  const server = await serve((_, response) => {
    opened += 1;
    openStream(response, opened);
    if (opened === 1) response.end();
  });
  close = server.close;
  const stop = new AbortController();
  const seen: number[] = [];
  const states: LiveState[] = [];
  await followLive<number>(new Transport({ baseUrl: server.baseUrl }), 'GET /v1/live', {
    signal: stop.signal,
    silenceMs: 150,
    onState: (state) => states.push(state),
    onMessage: (value) => {
      seen.push(value);
      if (value === 3) stop.abort();
    },
  });
  expect(seen).toEqual([1, 2, 3]);
  expect(states).toEqual(['connecting', 'open', 'stale', 'open', 'stale', 'open', 'closed']);
});

test('sends the key, which EventSource could not', async () => {
  const stop = new AbortController();
  const server = await serve((_, response) => openStream(response, 1));
  close = server.close;
  await followLive(new Transport({ baseUrl: server.baseUrl, key: 'secret' }), 'GET /v1/live', {
    signal: stop.signal,
    onMessage: () => stop.abort(),
  });
  expect(server.received[0].headers).toMatchObject({
    authorization: 'Bearer secret',
    accept: 'text/event-stream',
  });
});

test('stops when the server refuses, with its reason', async () => {
  const server = await serve((_, response) =>
    sendJson(response, 403, { code: 'forbidden', detail: 'scope' }),
  );
  close = server.close;
  const ends: (string | undefined)[] = [];
  await followLive(new Transport({ baseUrl: server.baseUrl }), 'GET /v1/live', {
    onMessage: () => undefined,
    onState: (state, error) => ends.push(error ? `${state} ${error.message}` : state),
  });
  expect(ends).toEqual(['connecting', 'closed scope']);
  expect(server.received).toHaveLength(1);
});

test('follows a stream of any address, telling its events apart', async () => {
  const server = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end('event: log\ndata: {"line":"begun"}\n\ndata: {"state":"done"}\n\n');
  });
  close = server.close;
  const stop = new AbortController();
  const seen: [string, unknown][] = [];
  await createClient({ baseUrl: server.baseUrl }).follow('GET /v1/jobs/{id}/stream', {
    path: { id: 'a b' },
    signal: stop.signal,
    onMessage: (message, event) => {
      seen.push([event, message]);
      if (event === 'message') stop.abort();
    },
  });
  expect(server.received[0].url).toBe('/v1/jobs/a%20b/stream');
  expect(seen).toEqual([
    ['log', { line: 'begun' }],
    ['message', { state: 'done' }],
  ]);
});
