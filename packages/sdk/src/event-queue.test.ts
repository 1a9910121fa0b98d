import { afterEach, expect, test } from 'vitest';
import { type Event, EventQueue } from './event-queue.ts';
import { sendJson, serve } from './testing/serve.ts';
import { Transport } from './transport.ts';

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

const event = (itemId: string): Event => ({ type: 'click', customerId: 'c', itemId });
const accept = (body: string) => ({
  accepted: JSON.parse(body).events.length,
  duplicates: 0,
  rejected: [],
});

test('stamps ids and times and sends batches in order', async () => {
  const server = await serve(({ body }, response) => sendJson(response, 202, accept(body)));
  close = server.close;
  const queue = new EventQueue(new Transport({ baseUrl: server.baseUrl }), { batchSize: 2, flushMs: 5 });
  const id = queue.track(event('1'));
  queue.track({ ...event('2'), messageId: 'mine' });
  queue.track(event('3'));
  await queue.flush();
  const sent = server.received.flatMap(({ body }) => JSON.parse(body).events as Event[]);
  expect(sent.map(({ itemId }) => itemId)).toEqual(['1', '2', '3']);
  expect(sent[0].messageId).toBe(id);
  expect(sent[1].messageId).toBe('mine');
  expect(Date.parse(String(sent[2].timestamp))).toBeGreaterThan(0);
  expect(queue.size).toBe(0);
});

test('sends the same messageId again after 503, honouring Retry-After, and loses nothing', async () => {
  let tries = 0;
  const server = await serve(({ body }, response) => {
    tries += 1;
    if (tries === 1) sendJson(response, 503, { code: 'overloaded' }, { 'retry-after': '0.1' });
    else sendJson(response, 202, accept(body));
  });
  close = server.close;
  const queue = new EventQueue(new Transport({ baseUrl: server.baseUrl }));
  queue.track(event('1'));
  await queue.flush();
  const ids = server.received.map(({ body }) => JSON.parse(body).events[0].messageId);
  expect(ids).toHaveLength(2);
  expect(ids[0]).toBe(ids[1]);
});

test('reports refused events and does not send them again', async () => {
  const lost: string[] = [];
  const server = await serve((_, response) =>
    sendJson(response, 202, {
      accepted: 1,
      duplicates: 0,
      rejected: [{ index: 1, code: 'invalid_request', detail: 'no' }],
    }),
  );
  close = server.close;
  const queue = new EventQueue(new Transport({ baseUrl: server.baseUrl }), {
    onLost: (one, reason) => lost.push(`${one.itemId} ${reason}`),
  });
  queue.track(event('good'));
  queue.track(event('bad'));
  await queue.flush();
  expect(lost).toEqual(['bad no']);
  expect(server.received).toHaveLength(1);
});

test('a wrong key loses the events loudly instead of retrying for ever', async () => {
  const lost: string[] = [];
  const server = await serve((_, response) =>
    sendJson(response, 401, { code: 'unauthorized', detail: 'key' }),
  );
  close = server.close;
  const queue = new EventQueue(new Transport({ baseUrl: server.baseUrl }), {
    onLost: (_, reason) => lost.push(reason),
  });
  queue.track(event('1'));
  await queue.flush();
  expect(lost).toEqual(['key']);
});

test('halves a batch that is too large', async () => {
  const server = await serve(({ body }, response) => {
    if (JSON.parse(body).events.length > 2) sendJson(response, 413, { code: 'payload_too_large' });
    else sendJson(response, 202, accept(body));
  });
  close = server.close;
  const queue = new EventQueue(new Transport({ baseUrl: server.baseUrl }), { batchSize: 8 });
  for (let i = 0; i < 5; i++) queue.track(event(String(i)));
  await queue.flush();
  const sizes = server.received.map(({ body }) => JSON.parse(body).events.length);
  expect(sizes).toEqual([5, 4, 2, 2, 1]);
});

test('drops the oldest beyond its limit and says so', () => {
  const lost: string[] = [];
  const queue = new EventQueue(new Transport({ baseUrl: 'http://127.0.0.1:9' }), {
    limit: 2,
    flushMs: 60_000,
    onLost: (one) => lost.push(one.itemId ?? ''),
  });
  for (const id of ['1', '2', '3']) queue.track(event(id));
  expect(lost).toEqual(['1']);
  expect(() => new EventQueue(new Transport({}), { batchSize: 20_000 })).toThrow(
    'batchSize must be 1 to 10000, got 20000',
  );
});

test('close gives back what could not be delivered', async () => {
  const queue = new EventQueue(new Transport({ baseUrl: 'http://127.0.0.1:9' }));
  queue.track(event('1'));
  const left = await queue.close(50);
  expect(left.map(({ itemId }) => itemId)).toEqual(['1']);
  expect(() => queue.track(event('2'))).toThrow('closed');
});
