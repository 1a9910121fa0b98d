import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** How long who lost the right to a stream may still have of it. */
const checkEveryMs = 5000;

/**
 * Starts a server-sent event stream: takes the response over from Fastify, keeping the headers set so far. It is
 * cut off when its reader's key is revoked or their session ends.
 */
export function startEventStream(reply: FastifyReply): ServerResponse {
  reply.hijack();
  const response = reply.raw;
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
    reply.server.mayStillRead(reply.request).then(
      (may) => {
        if (!may) response.destroy();
      },
      // The store cannot tell now; the next check asks again.
      () => undefined,
    );
  }, checkEveryMs);
  response.on('close', () => clearInterval(checking));
  return response;
}
