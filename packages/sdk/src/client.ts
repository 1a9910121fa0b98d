import { EventQueue, type EventQueueOptions } from './event-queue.ts';
import { followLive, type LiveOptions } from './live.ts';
import type { InputArguments, OperationName, OperationOutput, RequestOptions } from './operation.ts';
import { type RawInput, Transport, type TransportOptions } from './transport.ts';

export interface ClientOptions extends TransportOptions {
  /** How tracked events are collected and sent. */
  events?: EventQueueOptions;
}

/**
 * Client of the server's HTTP API, for browsers and Node 20 or newer.
 *
 *     const client = createClient({ baseUrl: 'http://localhost:8000', key: process.env.KEY });
 *     client.events.track({ type: 'click', customerId: 'c-1', itemId: 'i-1' });
 *     const { recommendations } = await client.request('POST /v1/recommendations', {
 *       body: { customerId: 'c-1', placement: 'home' },
 *     });
 */
export interface Client {
  /** Any operation of the API by its `METHOD /path`, fully typed. Throws `ApiError` or `ConnectionError`. */
  request<K extends OperationName>(operation: K, ...args: InputArguments<K>): Promise<OperationOutput<K>>;
  /** The same, as the unread response: for downloads and streams. */
  stream<K extends OperationName>(operation: K, ...args: InputArguments<K>): Promise<Response>;
  /** Follows the live snapshots until the signal aborts; reconnects by itself. */
  live(options: LiveOptions<OperationOutput<'GET /v1/live'>>): Promise<void>;
  /**
   * Follows any other stream of server-sent events in the same way, such as `GET /v1/jobs/{id}/stream`. What a
   * message is depends on its event; a stream that is over by itself is opened again until the signal aborts.
   */
  follow(operation: OperationName, options: LiveOptions<unknown>): Promise<void>;
  /** Collects events and delivers each at least once, counted once. */
  readonly events: EventQueue;
}

export function createClient(options: ClientOptions = {}): Client {
  const transport = new Transport(options);
  return {
    request: async <K extends OperationName>(
      operation: K,
      input?: RawInput,
      requestOptions?: RequestOptions,
    ): Promise<OperationOutput<K>> =>
      (await transport.json(operation, input, requestOptions)) as OperationOutput<K>,
    stream: (operation: OperationName, input?: RawInput, requestOptions?: RequestOptions) =>
      transport.send(operation, input, requestOptions),
    live: (liveOptions) => followLive(transport, 'GET /v1/live', liveOptions),
    follow: (operation, followOptions) => followLive(transport, operation, followOptions),
    events: new EventQueue(transport, options.events),
  };
}
