import { ApiError } from '@personalize/sdk';
import type { TFunction } from 'i18next';
import { wordsOfField } from '../../components/use-words.ts';

/** What is wrong with settings, by JSON Pointer, in the reader's language. */
export type Problems = ReadonlyMap<string, string>;

export const noProblems: Problems = new Map();

/** The problems of fields that an answer names; none for an error of another kind. */
export function problemsOf(t: TFunction, error: Error | null): Problems {
  if (!(error instanceof ApiError) || error.status !== 400) return noProblems;
  const ofFields = error.problem.errors.filter(({ path }) => path !== '');
  return new Map(ofFields.map((one) => [one.path, wordsOfField(t, one)]));
}

/** The problem of one field; with `within`, also of what it holds. */
export function problemAt(problems: Problems, path: string, within = false): string | undefined {
  const own = problems.get(path);
  if (own !== undefined || !within) return own;
  for (const [at, message] of problems) if (at.startsWith(`${path}/`)) return message;
  return undefined;
}
