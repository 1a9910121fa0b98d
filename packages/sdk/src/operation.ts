import type { Operations } from './generated/api.ts';

/** `METHOD /path` of every operation in the server's OpenAPI document. */
export type OperationName = keyof Operations;

/** What an operation takes: `path`, `query` and `body`, those it has. */
export type OperationInput<K extends OperationName> = Omit<Operations[K], 'response'>;

/** What an operation answers with when it succeeds. */
export type OperationOutput<K extends OperationName> = Operations[K]['response'];

/** The input may be left out when nothing in it is required. */
export type InputArguments<K extends OperationName> =
  Record<never, never> extends OperationInput<K>
    ? [input?: OperationInput<K>, options?: RequestOptions]
    : [input: OperationInput<K>, options?: RequestOptions];

export interface RequestOptions {
  signal?: AbortSignal;
  /** Lets the request outlive the page (at most 64 kB of body). */
  keepalive?: boolean;
  /** The version that is being replaced, where the operation takes `If-Match`: another's change is not overwritten. */
  ifMatch?: number;
}
