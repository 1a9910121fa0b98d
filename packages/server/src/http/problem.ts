import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { AppError, type ErrorCode, errorTable, type FieldError } from '../errors.ts';
import { explainFailures } from '../explain-failure.ts';

export const FieldErrorSchema = Type.Object(
  {
    path: Type.String({ description: 'JSON Pointer into the request; empty where all of it is meant.' }),
    message: Type.String(),
    code: Type.Optional(
      Type.String({ description: 'The rule that it breaks: required, minimum, unknown, noSuch, …' }),
    ),
    params: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Array(Type.String())]), {
        description: 'What the message names: the limit, the values there are, what was given.',
      }),
    ),
  },
  { title: 'FieldError' },
);

export const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: 'Tells cases apart; the texts may change.' }),
    requestId: Type.Optional(Type.String()),
    errors: Type.Optional(Type.Array(FieldErrorSchema)),
  },
  { title: 'Problem', description: 'Why a request was refused (RFC 9457).' },
);

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  requestId?: string;
  errors?: FieldError[];
}

/** At most so many places are listed; a hostile body must not make a large answer. */
const mostErrors = 20;

export function toProblem(error: AppError, requestId: string): Problem {
  const { status, title } = errorTable[error.code];
  const problem: Problem = {
    type: `https://www.rfc-editor.org/rfc/rfc9110#status.${status}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    requestId,
  };
  if (error.errors !== undefined && error.errors.length > 0)
    problem.errors = error.errors.slice(0, mostErrors);
  return problem;
}

/** Sends a problem document, with `Retry-After` where the error names a time. */
export function sendProblem(
  reply: FastifyReply,
  error: AppError,
  extra?: Record<string, unknown>,
): FastifyReply {
  if (error.retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(error.retryAfter)));
  else if (error.status === 503) reply.header('retry-after', '5');
  const problem = { ...toProblem(error, reply.request.id), ...extra };
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(problem);
}

/** Any error that a request ended with, as one of the table's. Unknown ones become `internal`, without internals. */
export function toAppError(error: unknown): AppError {
  // What is internal may quote the engine's words, and in them statements: not for readers, least of a public link.
  if (error instanceof AppError && error.code !== 'internal') return error;
  const known = error as Partial<FastifyError>;
  if (known.validation !== undefined) {
    return validationError(known.validation, known.validationContext ?? 'body');
  }
  const code = fastifyCodes[known.code ?? ''];
  if (code !== undefined) return new AppError(code.code, code.detail, { cause: error });
  const status = known.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    if (error instanceof SyntaxError) {
      return new AppError('malformed_json', `the body is not valid JSON: ${error.message.slice(0, 120)}`);
    }
    const byStatus = Object.entries(errorTable).find(([, entry]) => entry.status === status);
    return new AppError(
      (byStatus?.[0] as ErrorCode | undefined) ?? 'invalid_request',
      known.message ?? 'not valid',
    );
  }
  return new AppError(
    'internal',
    'something went wrong on the server; its log has the details under this request id',
    { cause: error instanceof AppError ? (error.cause ?? error) : error },
  );
}

const fastifyCodes: Record<string, { code: ErrorCode; detail: string } | undefined> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'payload_too_large',
    detail: 'the body is larger than this route takes',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'unsupported_media_type',
    detail: 'send the body as application/json',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'malformed_json', detail: 'the body is empty' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'malformed_json', detail: 'the body is not valid JSON' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'invalid_request',
    detail: 'Content-Length does not match the body',
  },
  FST_ERR_BAD_URL: { code: 'invalid_request', detail: 'the path is not validly percent-encoded' },
};

function validationError(failures: readonly object[], context: string): AppError {
  const errors = explainFailures(failures, context).slice(0, mostErrors);
  const first = errors[0] ?? { path: '', message: 'is not valid' };
  const where = first.path === '' ? `the ${context}` : first.path;
  return new AppError('invalid_request', `${where} ${first.message}`, { errors });
}

const states: ReadonlySet<ErrorCode> = new Set(['overloaded', 'storage_full', 'shutting_down']);

/** The application's error handler: answers every failure as a problem and logs the server's own, without ids. */
export function handleError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = toAppError(error);
  if (failure.status >= 500) {
    // States of the whole server, refused by the thousand: where it was noticed says nothing.
    const isState = states.has(failure.code);
    request.log[failure.code === 'internal' ? 'error' : 'warn'](
      {
        code: failure.code,
        route: request.routeOptions.url,
        ...(isState ? {} : describeCause(failure.cause ?? failure)),
      },
      'request failed',
    );
  }
  return sendProblem(reply, failure);
}

/** Name, code and stack frames of an error, without its message: messages may quote ids. */
export function describeCause(error: unknown): { error: string; errorCode?: string; frames?: string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as NodeJS.ErrnoException;
  const frames = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8)
    .map((line) => line.trim());
  return { error: error.name, ...(typeof code === 'string' ? { errorCode: code } : {}), frames };
}
