/**
 * The one table of errors: code → HTTP status and title. Everything that refuses a request throws an
 * {@link AppError} with one of these codes; http/ turns it into `application/problem+json` (RFC 9457).
 * Classify by `code`, never by message text.
 */
export const errorTable = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  no_acceptable_event: { status: 400, title: 'No event in the request was acceptable' },
  unauthorized: { status: 401, title: 'A valid key or session is required' },
  forbidden: { status: 403, title: 'The key or role does not allow this' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'The request conflicts with the current state' },
  gone: { status: 410, title: 'No longer available' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The media type is not supported' },
  unprocessable: { status: 422, title: 'The request is well formed but cannot be carried out' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  overloaded: { status: 503, title: 'The server cannot keep up; retry later' },
  storage_full: { status: 503, title: 'The disk is full; nothing was accepted' },
  storage_failed: { status: 503, title: 'The store failed; nothing was accepted' },
  shutting_down: { status: 503, title: 'The server is shutting down' },
} as const;

export type ErrorCode = keyof typeof errorTable;

/** One place in the input that is wrong: a JSON Pointer and what to do about it. */
export interface FieldError {
  path: string;
  message: string;
  /** The rule that it breaks (`required`, `minimum`, …), for readers of another language than the message's. */
  code?: string;
  /** What the message names: the limit, the values there are, what was given. */
  params?: Record<string, string | number | string[]>;
}

/** What a reason may name besides its parameters. */
export interface ReasonOptions {
  /** Place of the input; '' is all of it. Default ''. */
  path?: string;
  /** What is wrong with that place. Default: the whole detail. */
  message?: string;
  cause?: unknown;
}

export interface AppErrorOptions {
  errors?: FieldError[];
  /** Seconds after which the client may try again; sent as `Retry-After`. */
  retryAfter?: number;
  cause?: unknown;
}

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly errors: FieldError[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, detail: string, options: AppErrorOptions = {}) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.errors = options.errors;
    this.retryAfter = options.retryAfter;
  }

  get status(): number {
    return errorTable[this.code].status;
  }
}

/**
 * An error whose reason is a code too, with what it names, for readers of another language than the detail's: the
 * one entry of its `errors`.
 */
export function refusal(
  code: ErrorCode,
  reason: string,
  detail: string,
  params: FieldError['params'] = {},
  { path = '', message = detail, cause }: ReasonOptions = {},
): AppError {
  return new AppError(code, detail, { errors: [{ path, message, code: reason, params }], cause });
}
