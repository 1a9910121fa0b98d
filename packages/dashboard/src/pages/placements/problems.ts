import { ApiError } from '@personalize/sdk';

/** What is wrong with settings, by JSON Pointer, in the server's words. */
export type Problems = ReadonlyMap<string, string>;

export const noProblems: Problems = new Map();

/** The problems that an answer names; none for an error of another kind. */
export function problemsOf(error: Error | null): Problems {
  if (!(error instanceof ApiError) || error.status !== 400) return noProblems;
  return new Map((error.problem.errors ?? []).map(({ path, message }) => [path, message]));
}

/** The problem of one field; with `within`, also of what it holds. */
export function problemAt(problems: Problems, path: string, within = false): string | undefined {
  const own = problems.get(path);
  if (own !== undefined || !within) return own;
  for (const [at, message] of problems) if (at.startsWith(`${path}/`)) return message;
  return undefined;
}
