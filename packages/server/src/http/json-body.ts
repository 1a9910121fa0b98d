import { isAscii, isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors.ts';
import { release } from '../stores/online/memory.ts';
import { BodyGate } from './body-gate.ts';

/** Some 4,000 events: enough to keep the journal's thread busy while these are applied. */
const openBytes = 1 << 20;
const waitingBytes = 64 << 20;

/** In place of a number of bytes: the request's connection is closed. */
const gone = -1;

declare module 'fastify' {
  interface FastifyRequest {
    /** Bytes with which the body is inside the gate; 0 before. */
    gatedBytes: number;
  }
}

/**
 * Reads JSON for the routes of `app` only, faster than Fastify's own parser on large bodies: that one searches the
 * whole text twice for `__proto__` and `constructor` keys. Here the text is parsed at once, and the
 * routes must refuse such keys where they walk the values (see `checkJson`); nothing may merge bodies into objects.
 *
 * Bodies are parsed a few at a time (see BodyGate), from then until their answer. `overloaded` when too many wait.
 */
export function useFastJsonBody(app: FastifyInstance): void {
  const gate = new BodyGate({ open: openBytes, waiting: waitingBytes });
  app.decorateRequest('gatedBytes', 0);
  app.addHook('onRequest', (request, reply, done) => {
    // Comes after an answer as well as after a client that went away.
    reply.raw.once('close', () => {
      if (request.gatedBytes > 0) gate.leave(request.gatedBytes);
      request.gatedBytes = gone;
    });
    done();
  });
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    const parse = () => {
      if (request.gatedBytes === gone) {
        gate.leave(bytes.length);
        return;
      }
      request.gatedBytes = bytes.length;
      let value: unknown;
      try {
        value = parseJsonBytes(bytes);
      } catch (error) {
        done(error as Error, undefined);
        return;
      }
      // Not left to the collector: at full load these would be tens of megabytes. Short ones lie in shared memory.
      if (bytes.buffer.byteLength === bytes.byteLength) release(bytes.buffer as ArrayBuffer);
      done(null, value);
    };
    if (!gate.enter(bytes.length, parse)) {
      done(
        new AppError('overloaded', 'too many bodies wait; retry in a second', { retryAfter: 1 }),
        undefined,
      );
    }
  });
}

/** Parses JSON in UTF-8. Throws `malformed_json`, also for bytes that are no UTF-8. */
export function parseJsonBytes(body: Buffer): unknown {
  if (body.length === 0) throw new AppError('malformed_json', 'the body is empty');
  // One-byte text parses fastest, and most bodies are ASCII.
  const ascii = isAscii(body);
  if (!ascii && !isUtf8(body)) throw new AppError('malformed_json', 'the body is not valid UTF-8');
  const text = ascii ? body.toString('latin1') : body.toString('utf8');
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    const reason = (error as Error).message.slice(0, 120).toWellFormed();
    throw new AppError('malformed_json', `the body is not valid JSON: ${reason}`);
  }
}
