import { once } from 'node:events';
import { get } from 'node:http';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goneSignal, sendBytes } from './send-bytes.ts';

describe('bytes sent as they become ready', () => {
  let app: FastifyInstance;
  let made = 0;
  let ended: string[] = [];

  async function* pieces(count: number, breaksAt = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
    try {
      for (made = 0; made < count; made++) {
        if (made === breaksAt) throw new Error('broken');
        yield Buffer.alloc(100_000, 'a');
      }
    } finally {
      ended.push('reading');
    }
  }

  beforeEach(async () => {
    ended = [];
    app = fastify();
    app.get('/:count/:breaksAt', async (request, reply) => {
      const { count, breaksAt } = request.params as { count: string; breaksAt: string };
      goneSignal(reply).addEventListener('abort', () => ended.push('signal'));
      return sendBytes(reply, pieces(Number(count), Number(breaksAt)));
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(() => app.close());

  const fetched = (path: string) => fetch(`${app.listeningOrigin}${path}`);

  it('arrive whole', async () => {
    const answer = await fetched('/30/-1');
    expect((await answer.arrayBuffer()).byteLength).toBe(3_000_000);
    expect(ended).toEqual(['reading']);
  });

  it('that break at once are an error, and later an ended connection', async () => {
    expect((await fetched('/30/0')).status).toBe(500);
    const answer = await fetched('/30/20');
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow();
  });

  it('wait for a slow client, and end with one that goes', async () => {
    const request = get(`${app.listeningOrigin}/100000/-1`);
    const [answer] = await once(request, 'response');
    let before = -1;
    // The sockets' buffers fill; then no more is made.
    await expect
      .poll(
        () => {
          const still = made === before;
          before = made;
          return still;
        },
        { interval: 200, timeout: 10_000 },
      )
      .toBe(true);
    expect(made).toBeLessThan(1000);
    answer.destroy();
    await expect.poll(() => ended.toSorted()).toEqual(['reading', 'signal']);
  });
});
