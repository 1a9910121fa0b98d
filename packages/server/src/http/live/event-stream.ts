import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Starts a server-sent event stream: takes the response over from Fastify, keeping the headers set so far. */
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
  return response;
}
