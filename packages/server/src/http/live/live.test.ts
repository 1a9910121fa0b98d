import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminKey, TestApp } from '../testing/test-app.ts';
import { mostStreamsEach } from './event-stream.ts';
import { LiveHub } from './live-hub.ts';

interface Message {
  snapshot: { totalEvents: number; at: number; activeCustomers: number; topItems: { name: string }[] };
  seconds: unknown[];
}

describe('GET /v1/live', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
    await app.call('POST', '/v1/items', { items: [{ itemId: 'i-1', title: 'Tea', category: 'Drinks' }] });
  });
  afterAll(() => app.close());

  /** Reads messages until `enough` says so. */
  async function follow(
    enough: (messages: { id: string; data: Message; at: number }[]) => boolean,
    lastEventId?: string,
  ) {
    const stop = new AbortController();
    const response = await fetch(`${app.url}/v1/live`, {
      headers: {
        authorization: `Bearer ${adminKey}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      signal: stop.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('x-request-id')).toBeTruthy();
    const messages: { id: string; data: Message; at: number }[] = [];
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop()!;
      for (const part of parts) {
        const fields = Object.fromEntries(
          part
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        );
        if (fields.data)
          messages.push({ id: fields.id, data: JSON.parse(fields.data) as Message, at: Date.now() });
      }
      if (enough(messages)) break;
    }
    stop.abort();
    return messages;
  }

  it('sends five minutes at once, then a message a second', async () => {
    const messages = await follow((list) => list.length === 3);
    expect(messages[0].data.seconds.length).toBeGreaterThan(250);
    expect(messages[1].data.seconds.length).toBeLessThan(10);
    expect(messages[2].data.snapshot.at - messages[1].data.snapshot.at).toBeGreaterThan(700);
    expect(Number(messages[2].id)).toBe(Number(messages[1].id) + 1);
  });

  it('shows an event in the first message after its answer', async () => {
    const before = (await app.call<{ eventsReceived: number }>('GET', '/v1/status')).body.eventsReceived;
    const send = async () => {
      await app.send([{ type: 'click', customerId: 'c-live', itemId: 'i-1' }]);
      return Date.now();
    };
    let sent: Promise<number> | undefined;
    const messages = await follow((list) => {
      sent ??= send();
      return list.at(-1)!.data.snapshot.totalEvents > before;
    });
    const acknowledged = await sent!;
    const behind = messages.filter(
      ({ data: { snapshot } }) => snapshot.at > acknowledged && snapshot.totalEvents === before,
    );
    expect(behind).toEqual([]);
    expect(messages.at(-1)!.data.snapshot).toMatchObject({ activeCustomers: 1, topItems: [{ name: 'Tea' }] });
  });

  it('gives each key so many streams, takes none from others, and gives back what is closed', async () => {
    const key = await app.key(['analytics:read']);
    const [some, others] = [new AbortController(), new AbortController()];
    const open = async (headers: Record<string, string>, { signal } = some) =>
      (await fetch(`${app.url}/v1/live`, { headers, signal })).status;
    const own = { authorization: `Bearer ${key}` };
    const statuses = await Promise.all(Array.from({ length: mostStreamsEach }, () => open(own)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await open(own)).toBe(429);
    expect(await open({ authorization: `Bearer ${adminKey}` })).toBe(200);
    some.abort();
    await expect.poll(() => open(own, others)).toBe(200);
    others.abort();
  });

  it('is cut off when its key is revoked or its person leaves', async () => {
    const made = await app.call<{ key: { id: string }; secret: string }>('POST', '/v1/keys', {
      name: 'screen',
      scopes: ['analytics:read'],
    });
    const cookie = await app.person('viewer');
    const people = await app.call<{ data: { id: string }[] }>('GET', '/v1/users');
    const ends = [{ authorization: `Bearer ${made.body.secret}` }, { cookie }].map(async (headers) => {
      const response = await fetch(`${app.url}/v1/live`, { headers });
      expect(response.status).toBe(200);
      return response.text().catch(() => 'cut off');
    });
    await sleep(200);
    await app.call('DELETE', `/v1/keys/${made.body.key.id}`);
    await app.call('DELETE', `/v1/users/${people.body.data[0].id}`);
    expect(await Promise.all(ends)).toEqual(['cut off', 'cut off']);
  }, 15_000);

  it('ends with the server, without keeping it from stopping', async () => {
    const response = await fetch(`${app.url}/v1/live`, { headers: { authorization: `Bearer ${adminKey}` } });
    const reading = response.text();
    // A stream that held up the stop would do so for longer than this test may last.
    await app.restart(600_000);
    expect(await reading).toContain('retry: 1000');
  });
});

describe('LiveHub', () => {
  it('drops a client that does not read and keeps the one that does', async () => {
    const { createServer } = await import('node:http');
    const hub = new LiveHub({ read: () => 'x'.repeat(100_000), everyMs: 5, mostBuffered: 200_000 });
    const server = createServer((_request, response) => {
      response.writeHead(200);
      hub.add(response);
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as { port: number };
    const open = (reads: boolean) =>
      new Promise<import('node:net').Socket>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
          if (reads) socket.resume();
          else socket.pause();
          resolve(socket);
        });
        socket.on('error', () => undefined);
      });
    const [good, stuck] = [await open(true), await open(false)];
    while (hub.clients < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    while (hub.clients > 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(good.destroyed).toBe(false);
    hub.close();
    good.destroy();
    stuck.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('does not keep a client that left before it was added', async () => {
    const { createServer } = await import('node:http');
    const hub = new LiveHub({ read: () => 'x' });
    const left = Promise.withResolvers<void>();
    const server = createServer((_request, response) => {
      response.once('close', () => {
        hub.add(response);
        left.resolve();
      });
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as { port: number };
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    await left.promise;
    expect(hub.clients).toBe(0);
    hub.close();
    await new Promise((resolve) => server.close(resolve));
  });
});
