import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { AppError } from '../../errors.ts';
import { actorOf } from '../auth/access.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Open streams by key or person. */
    streams: Map<string, number>;
  }
}

/** Streams of one key or person at most: dozens of tabs and screens, and no way to take the places of all others. */
export const mostStreamsEach = 100;

/** How long who lost the right to a stream may still have of it. */
const checkEveryMs = 5000;

/**
 * Starts a server-sent event stream: takes the response over from Fastify, keeping the headers set so far. It is
 * cut off when its reader's key is revoked or their session ends. The response is destroyed already when the
 * client left before it began.
 * @throws AppError `rate_limited` when the caller has {@link mostStreamsEach} open
 */
export function startEventStream(reply: FastifyReply): ServerResponse {
  const { streams, mayStillRead } = reply.server;
  const who = actorOf(reply.request.caller);
  const open = streams.get(who) ?? 0;
  if (open >= mostStreamsEach) {
    const detail = `${mostStreamsEach} streams are open for this key or person; close one`;
    throw new AppError('rate_limited', detail, { retryAfter: 10 });
  }
  reply.hijack();
  const response = reply.raw;
  // A client that left meanwhile has told so already, and never will again.
  if (response.destroyed) return response;
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // Proxies such as nginx would hold the messages back otherwise.
    'x-accel-buffering': 'no',
  });
  response.socket?.setNoDelay(true);
  const checking = setInterval(() => {
    mayStillRead(reply.request).then(
      (may) => {
        if (!may) response.destroy();
      },
      // The store cannot tell now; the next check asks again.
      () => undefined,
    );
  }, checkEveryMs);
  streams.set(who, open + 1);
  response.on('close', () => {
    clearInterval(checking);
    const left = (streams.get(who) ?? 1) - 1;
    if (left > 0) streams.set(who, left);
    else streams.delete(who);
  });
  return response;
}
