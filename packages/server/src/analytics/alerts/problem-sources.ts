import type { ProblemKind } from './definition.ts';

/** Something that is wrong now with one of what an alert looks at. */
export interface Problem {
  /** The model, experiment, node of the pipeline or kind of job. */
  subject: string;
  /** Tells the problems of a subject apart. */
  key: string;
  words: Record<'en' | 'pt-BR', string>;
}

/** Where problems are found; each is asked several times a minute, so what is costly keeps its answer for a while. */
export type ProblemSources = Record<ProblemKind, () => readonly Problem[] | Promise<readonly Problem[]>>;

export function keyOf({ subject, key }: Problem): string {
  return `${subject} ${key}`;
}
