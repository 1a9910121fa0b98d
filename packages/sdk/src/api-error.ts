/** One place in the input that is wrong: a JSON Pointer and what to do about it. */
export interface FieldError {
  path: string;
  message: string;
  /** The rule that it breaks: `required`, `minimum`, `unknown`, …; tells cases apart, the message may change. */
  code?: string;
  /** What the message names: the limit, the values there are, what was given. */
  params?: Record<string, string | number | string[]>;
}

export interface Problem {
  status: number;
  /** The server's error code (`invalid_request`, `unauthorized`, …); `unknown` when the answer carried none. */
  code: string;
  title: string;
  detail: string;
  errors: FieldError[];
  /** `X-Request-Id`, to find the request in the server's log. */
  requestId: string | undefined;
  /** Seconds after which to try again, from `Retry-After`. */
  retryAfter: number | undefined;
}

/** The server answered with an error (`application/problem+json`). Tell cases apart by `code`, never by text. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  /** Whether the same request may succeed later: too many requests, or the server refused work for now. */
  get temporary(): boolean {
    return this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/** No answer came: server down, no network, or the time limit passed. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** Reads an error answer. Answers that are no problem document (a proxy's page) still give status and title. */
export async function readProblem(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const problem: Problem = {
    status: response.status,
    code: 'unknown',
    title: response.statusText || `HTTP ${response.status}`,
    detail: '',
    errors: [],
    requestId: response.headers.get('x-request-id') ?? undefined,
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
  };
  if (response.headers.get('content-type')?.includes('json')) {
    const body: unknown = await response.json().catch(() => undefined);
    if (isObject(body)) {
      if (typeof body.code === 'string') problem.code = body.code;
      if (typeof body.title === 'string') problem.title = body.title;
      if (typeof body.detail === 'string') problem.detail = body.detail;
      if (Array.isArray(body.errors)) problem.errors = body.errors.filter(isFieldError);
    }
  } else {
    await response.body?.cancel();
  }
  return new ApiError(problem);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isFieldError(value: unknown): value is FieldError {
  return isObject(value) && typeof value.path === 'string' && typeof value.message === 'string';
}
