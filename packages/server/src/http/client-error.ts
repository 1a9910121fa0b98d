import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyInstance } from 'fastify';
import { AppError } from '../errors.ts';
import { toProblem } from './problem.ts';

const lines: Record<number, string> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** Answers what is no HTTP request at all (bad syntax, headers too large or too slow) as a problem, and hangs up. */
export function handleClientError(this: FastifyInstance, error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.destroyed) {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const detail =
    status === 408
      ? 'the request took too long to arrive'
      : status === 431
        ? 'the headers are too large'
        : 'this is not a valid HTTP request';
  const id = randomUUID();
  const body = JSON.stringify({ ...toProblem(new AppError('invalid_request', detail), id), status });
  socket.end(
    `HTTP/1.1 ${status} ${lines[status]}\r\nConnection: close\r\nX-Request-Id: ${id}\r\n` +
      `Content-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
