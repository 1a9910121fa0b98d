import { ConnectionError, readProblem } from './api-error.ts';
import type { RequestOptions } from './operation.ts';

export interface TransportOptions {
  /** Where the server is, e.g. `https://personalize.example.com`. Default: the page's own origin. */
  baseUrl?: string;
  /** API key, sent as `Authorization: Bearer`. Without one the browser's session cookie is used. */
  key?: string;
  /** Milliseconds until a request is given up. Default 30,000. */
  timeoutMs?: number;
  /** A fetch other than the global one. */
  fetch?: typeof fetch;
}

export interface RawInput {
  path?: Record<string, string | number>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** Sends requests and turns error answers into {@link ApiError}, missing answers into {@link ConnectionError}. */
export class Transport {
  readonly #baseUrl: string;
  readonly #key: string | undefined;
  readonly #timeoutMs: number;
  readonly #fetch: typeof fetch;

  constructor(options: TransportOptions) {
    this.#baseUrl = (options.baseUrl ?? '').replace(/\/+$/, '');
    this.#key = options.key;
    this.#timeoutMs = options.timeoutMs ?? 30_000;
    this.#fetch = options.fetch ?? ((...args) => globalThis.fetch(...args));
  }

  /** Sends `METHOD /path/{name}` and returns the parsed JSON answer; undefined when the answer has no body. */
  async json(operation: string, input: RawInput = {}, options: RequestOptions = {}): Promise<unknown> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    const response = await this.send(operation, input, { ...options, signal });
    if (response.status === 204) return undefined;
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  }

  /** The same without reading the body and without a time limit, for streams and files. */
  async send(
    operation: string,
    input: RawInput = {},
    options: RequestOptions & { headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const space = operation.indexOf(' ');
    const method = operation.slice(0, space);
    const url = this.#baseUrl + fillPath(operation.slice(space + 1), input.path) + queryString(input.query);
    const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
    if (this.#key !== undefined) headers.authorization = `Bearer ${this.#key}`;
    if (options.ifMatch !== undefined) headers['if-match'] = `"${options.ifMatch}"`;
    if (input.body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await this.#fetch(url, {
        method,
        headers,
        body: input.body === undefined ? undefined : JSON.stringify(input.body),
        credentials: this.#key === undefined ? 'same-origin' : 'omit',
        signal: options.signal,
        keepalive: options.keepalive,
        cache: 'no-store',
      });
    } catch (cause) {
      if (options.signal?.aborted && !isTimeout(options.signal.reason)) throw cause;
      throw new ConnectionError(`no answer from ${url}; check the address and that the server is running`, {
        cause,
      });
    }
    if (!response.ok) throw await readProblem(response);
    return response;
  }
}

/** Replaces `{name}` by its encoded value. Throws when a value is missing. */
export function fillPath(template: string, values: RawInput['path'] = {}): string {
  return template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === '') throw new TypeError(`${template} needs a value for ${name}`);
    return encodeURIComponent(value);
  });
}

/** Encodes a query: arrays repeat their name, undefined is left out. */
export function queryString(query: Record<string, unknown> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) search.append(name, String(one));
    }
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}
