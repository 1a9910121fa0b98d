import { ApiError } from './api-error.ts';
import { backoff, wait } from './backoff.ts';
import { readServerSentEvents } from './server-sent-events.ts';
import type { Transport } from './transport.ts';

/**
 * `connecting`: no stream yet. `open`: messages arrive. `stale`: the stream fell silent or broke and is being
 * opened again. `closed`: ended by the caller or by an error that trying again cannot cure.
 */
export type LiveState = 'connecting' | 'open' | 'stale' | 'closed';

/** Time that opening the stream may take. */
const connectMs = 10_000;

export interface LiveOptions<T> {
  onMessage: (message: T, event: string) => void;
  onState?: (state: LiveState, error?: Error) => void;
  signal?: AbortSignal;
  /** Values of the address's `{names}`. */
  path?: Record<string, string | number>;
  /** Query of the stream's address. */
  query?: Record<string, unknown>;
  /** Silence after which the stream counts as broken (a laptop slept, a proxy dropped it). Default 5,000. */
  silenceMs?: number;
}

/**
 * Keeps a server-sent event stream open until `signal` aborts or the server says 4xx: reconnects with jittered
 * backoff. A new stream starts with the whole picture, so nothing is asked to be sent again. It reads by fetch,
 * not by `EventSource`, because only fetch can carry a bearer key.
 */
export async function followLive<T>(
  transport: Transport,
  operation: string,
  options: LiveOptions<T>,
): Promise<void> {
  const silenceMs = options.silenceMs ?? 5_000;
  let attempt = 0;
  let minimumMs = 0;
  options.onState?.('connecting');
  while (!options.signal?.aborted) {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), Math.max(silenceMs, connectMs));
    try {
      const response = await transport.send(
        operation,
        { path: options.path, query: options.query },
        {
          signal: options.signal ? AbortSignal.any([options.signal, silence.signal]) : silence.signal,
          headers: { accept: 'text/event-stream' },
        },
      );
      if (response.body === null) throw new Error('the live stream has no body');
      const events = readServerSentEvents(response.body, {
        onRetry: (ms) => {
          minimumMs = Math.min(ms, 30_000);
        },
        onBytes: () => {
          clearTimeout(timer);
          timer = setTimeout(() => silence.abort(), silenceMs);
        },
      });
      for await (const message of events) {
        if (attempt >= 0) {
          attempt = -1;
          options.onState?.('open');
        }
        options.onMessage(JSON.parse(message.data) as T, message.event);
      }
    } catch (error) {
      if (options.signal?.aborted) break;
      if (error instanceof ApiError && error.status >= 400 && error.status < 500 && !error.temporary) {
        options.onState?.('closed', error);
        return;
      }
    } finally {
      clearTimeout(timer);
    }
    if (options.signal?.aborted) break;
    attempt = Math.max(attempt, 0);
    options.onState?.('stale');
    await wait(Math.max(minimumMs, backoff(attempt, { baseMs: 500, maxMs: 10_000 })), options.signal);
    attempt += 1;
  }
  options.onState?.('closed');
}
