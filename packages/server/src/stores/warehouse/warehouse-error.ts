import { AppError } from '../../errors.ts';

/** ClickHouse's error codes: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp */
const codes = {
  tooManyRows: '158',
  timeout: '159',
  memoryLimit: '241',
  notEnoughSpace: '243',
  cannotWrite: '75',
  cancelled: '394',
  tooManyRowsOrBytes: '396',
  badParameter: '457',
} as const;

export interface StatementBounds {
  timeoutMs: number;
  maxRows: number;
}

/** Sorts the engine's error of a read. */
export function queryError(error: unknown, bounds: StatementBounds): AppError {
  if (error instanceof AppError) return error;
  const code = engineCode(error);
  const options = { cause: error };
  switch (code) {
    case codes.timeout:
    case codes.cancelled:
      return new AppError(
        'overloaded',
        `the query took longer than ${bounds.timeoutMs} ms; narrow its time range or filters`,
        { ...options, retryAfter: 5 },
      );
    case codes.memoryLimit:
      return new AppError('overloaded', 'the query needs more memory than it may use; narrow it', options);
    case codes.tooManyRows:
    case codes.tooManyRowsOrBytes:
      return new AppError(
        'unprocessable',
        `the result has more than ${bounds.maxRows} rows; narrow the query or page through it`,
        options,
      );
    case codes.badParameter:
      return new AppError(
        'invalid_request',
        `a query parameter does not have its declared type: ${text(error)}`,
        {
          cause: error,
        },
      );
  }
  return new AppError('internal', `the warehouse could not run a query: ${text(error)}`, options);
}

/** Sorts the engine's error of a write. */
export function writeError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = engineCode(error);
  const full =
    code === codes.notEnoughSpace || (code === codes.cannotWrite && text(error).includes('errno: 28'));
  return full
    ? new AppError('storage_full', 'no space left for the warehouse; free some', {
        cause: error,
        retryAfter: 5,
      })
    : new AppError('storage_failed', `the warehouse could not write: ${text(error)}`, {
        cause: error,
        retryAfter: 5,
      });
}

/** Sorts the engine's error of a statement that makes tables: SQL that people wrote, so the engine's words help. */
export function buildError(error: unknown, timeoutMs: number): AppError {
  if (error instanceof AppError) return error;
  const code = engineCode(error);
  const options = { cause: error };
  if (code === codes.timeout || code === codes.cancelled) {
    return new AppError('overloaded', `it took longer than ${timeoutMs} ms; read less at once`, options);
  }
  if (code === codes.memoryLimit) {
    return new AppError('overloaded', 'it needs more memory than a statement may use', options);
  }
  if (code === codes.notEnoughSpace) return writeError(error);
  return new AppError('unprocessable', text(error), options);
}

/** By shape, not by class: the client and the connection each bring a ClickHouseError of their own. */
function engineCode(error: unknown): string {
  const { code, clickhouseCode } = error as { code?: unknown; clickhouseCode?: unknown };
  if (typeof clickhouseCode === 'number') return String(clickhouseCode);
  // Of a stream the code stands in front of the engine's words only.
  return /^Code: (\d+)\./.exec(text(error))?.[1] ?? (typeof code === 'string' ? code : '');
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
