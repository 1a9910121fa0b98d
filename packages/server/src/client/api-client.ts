import { setTimeout as sleep } from 'node:timers/promises';

export interface ClientOptions {
  url: string;
  key: string;
  signal?: AbortSignal;
  /** How often to try again after a refused connection, 429 or 503, before giving up. Default 30. */
  retries?: number;
}

/** The `application/problem+json` that the server answered with. */
export interface Problem {
  status: number;
  title: string;
  code?: string;
  detail?: string;
  errors?: { path: string; message: string }[];
}

/** The server refused for a reason that waiting cannot mend. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem;

  constructor(request: string, problem: Problem) {
    super(`${request} answered ${problem.status}: ${problem.detail ?? problem.title}`);
    this.problem = problem;
  }
}

/** A client of the HTTP API like any other: waits when asked to, tries again when the server is away. */
export class ApiClient {
  private readonly options: ClientOptions;
  private readonly base: string;

  constructor(options: ClientOptions) {
    this.options = options;
    this.base = options.url.replace(/\/+$/, '');
  }

  /** Sends JSON and returns the answer's body. Rejects with {@link ApiError}, or the connection's error after the last try. */
  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.fetch(method, path, body);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** The same, but returns the successful response with its body unread. */
  async fetch(method: string, path: string, body?: unknown): Promise<Response> {
    const retries = this.options.retries ?? 30;
    const text = body === undefined ? undefined : JSON.stringify(body);
    for (let attempt = 0; ; attempt++) {
      const response = await this.send(method, path, text).catch((error: unknown) => {
        if (this.options.signal?.aborted || attempt >= retries) throw error;
        return undefined;
      });
      if (response?.ok) return response;
      const mayRetry = !response || response.status === 429 || response.status === 503;
      if (response && (!mayRetry || attempt >= retries)) {
        throw new ApiError(`${method} ${path}`, await readProblem(response));
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

async function readProblem(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    return { title: response.statusText, ...(JSON.parse(text) as Partial<Problem>), status: response.status };
  } catch {
    // Not a problem document (a proxy's page, say): its first characters say more than nothing.
    return { status: response.status, title: text.slice(0, 300) };
  }
}
