import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** A client that takes nothing for so long is gone: what is read for it holds memory and old data. */
const stalledMs = 60_000;

/** Aborted when the client is gone before everything was sent. */
export function goneSignal({ raw }: Pick<FastifyReply, 'raw'>): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort(new Error('the client is gone'));
  });
  return controller.signal;
}

/**
 * Sends bytes as they become ready, as fast as the client takes them. What fails before the first of them is
 * answered as an error; what fails later ends the connection, so that no client takes the part for the whole.
 */
export async function sendBytes(
  reply: FastifyReply,
  bytes: AsyncIterable<Uint8Array>,
): Promise<FastifyReply> {
  const reader = bytes[Symbol.asyncIterator]();
  let first: Promise<IteratorResult<Uint8Array>> | undefined = reader.next();
  await first;
  const body = Readable.from(
    {
      [Symbol.asyncIterator]: () => ({
        next() {
          const next = first ?? reader.next();
          first = undefined;
          return next;
        },
        // Called also when nothing was read yet, unlike the end of a generator that never began.
        return: async () => reader.return?.() ?? { done: true, value: undefined },
      }),
    },
    { objectMode: false },
  );
  reply.raw.setTimeout(stalledMs, () => reply.raw.destroy());
  return reply.send(body);
}
