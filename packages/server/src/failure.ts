import { AppError, type FieldError } from './errors.ts';

/** Why work in the background failed: in English, and as codes for readers of another language. */
export interface Failure {
  error: string;
  errors: FieldError[];
}

const reasonsKept = 20;

/** Work that a restart ended. */
export const interrupted = failed('interrupted', 'the server stopped while this ran; start it again');
const unexpected = failed('unexpected', 'it failed for an unexpected reason; see the log');

/** What is kept of an error: of one that nobody foresaw no word, as it may quote ids. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof AppError)) return unexpected;
  const { code, message, errors = [] } = error;
  const coded = errors.filter((one) => one.code !== undefined).slice(0, reasonsKept);
  if (coded.length > 0) return { error: message, errors: coded };
  return code === 'internal' ? { ...unexpected, error: message } : failed(code, message);
}

function failed(code: string, error: string): Failure {
  return { error, errors: [{ path: '', message: error, code, params: {} }] };
}
