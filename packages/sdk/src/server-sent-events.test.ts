import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readServerSentEvents, type ServerSentEvent } from './server-sent-events.ts';

async function read(chunks: Uint8Array[], onRetry?: (ms: number) => void): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  for await (const event of readServerSentEvents(body, { onRetry })) events.push(event);
  return events;
}

const bytes = (text: string) => new TextEncoder().encode(text);

test('joins data lines, keeps the last id, skips comments and events without data', async () => {
  const text = ': hello\nid: 7\nevent: tick\ndata: a\ndata: b\n\nevent: empty\n\ndata:c\r\n\r\ndata: lost';
  expect(await read([bytes(text)])).toEqual([
    { event: 'tick', data: 'a\nb', id: '7' },
    { event: 'message', data: 'c', id: '7' },
  ]);
});

test('passes on the reconnection time, digits only', async () => {
  const times: number[] = [];
  await read([bytes('retry: 1500\nretry: 2s\n\n')], (ms) => times.push(ms));
  expect(times).toEqual([1500]);
});

test('reads the same however the bytes are cut, inside characters and line ends too', async () => {
  const source = bytes('id: 1\r\ndata: maçã 🍎\r\rdata: {"x":1}\n\ndata:\n\nid: 2\rdata: z\r\n\r\n');
  const whole = await read([source]);
  expect(whole.map(({ data }) => data)).toEqual(['maçã 🍎', '{"x":1}', '', 'z']);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: source.length }), { maxLength: 12 }),
      async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), source.length];
        const chunks = places.slice(1).map((end, i) => source.slice(places[i], end));
        expect(await read(chunks)).toEqual(whole);
      },
    ),
    { numRuns: 300 },
  );
});
