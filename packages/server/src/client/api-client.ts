import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../errors.ts';

export interface ClientOptions {
  url: string;
  key: string;
  signal?: AbortSignal;
  /** How often to try again after a refused connection, 429 or 503, before giving up. Default 30. */
  retries?: number;
}

/** A client of the HTTP API like any other: waits when asked to, tries again when the server is away. */
export class ApiClient {
  private readonly options: ClientOptions;
  private readonly base: string;

  constructor(options: ClientOptions) {
    this.options = options;
    this.base = options.url.replace(/\/+$/, '');
  }

  /** Sends JSON and returns the answer's body. Rejects with the problem's detail on a 4xx that waiting cannot mend. */
  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const retries = this.options.retries ?? 30;
    const text = body === undefined ? undefined : JSON.stringify(body);
    for (let attempt = 0; ; attempt++) {
      const response = await this.send(method, path, text).catch((error: unknown) => {
        if (this.options.signal?.aborted || attempt >= retries) throw error;
        return undefined;
      });
      if (response && response.status !== 429 && response.status !== 503)
        return readBody<T>(response, method, path);
      if (attempt >= retries) {
        throw new AppError(
          'overloaded',
          `${method} ${path} was refused ${attempt + 1} times; the last answer was ${response?.status ?? 'none'}`,
        );
      }
      await response?.body?.cancel();
      const asked = Number(response?.headers.get('retry-after'));
      const wait = Number.isFinite(asked) && asked > 0 ? asked * 1000 : Math.min(5000, 100 * 2 ** attempt);
      await sleep(wait, undefined, { signal: this.options.signal });
    }
  }

  private send(method: string, path: string, body: string | undefined): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.options.key}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    return fetch(this.base + path, { method, headers, body, signal: this.options.signal });
  }
}

async function readBody<T>(response: Response, method: string, path: string): Promise<T> {
  const text = await response.text();
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
  let detail = text.slice(0, 300);
  let code: string | undefined;
  try {
    const problem = JSON.parse(text) as { detail?: string; title?: string; code?: string };
    detail = problem.detail ?? problem.title ?? detail;
    code = problem.code;
  } catch {
    // Not a problem document (a proxy's page, say): its first characters say more than nothing.
  }
  throw new AppError(
    code === 'unauthorized' || code === 'forbidden' ? code : 'unprocessable',
    `${method} ${path} answered ${response.status}: ${detail}`,
  );
}
