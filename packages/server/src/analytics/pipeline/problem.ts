/**
 * What can be wrong with a project, by kind: the page says it in the reader's language, by `code` and `params`;
 * `message` says it in English for logs and the command line.
 */
export const problemCodes = [
  'noProject',
  'badPath',
  'tooLarge',
  'yamlSyntax',
  'yamlShape',
  'jinja',
  'badName',
  'duplicateName',
  'missingRef',
  'missingSource',
  'missingVar',
  'envVar',
  'unsupported',
  'badConfig',
  'unknownModel',
  'unknownTest',
  'severalStatements',
  'emptyModel',
  'cycle',
  'timeout',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** One thing that is wrong, where it stands. */
export interface ProjectProblem {
  code: ProblemCode;
  /** Path within the project's folder; '' for the folder itself. */
  file: string;
  /** From 1; null where a whole file is meant. */
  line: number | null;
  message: string;
  /** Names and values of the message. */
  params: Record<string, string>;
}

/** Thrown while one file or model is read; the reader adds where it stands and goes on with the next. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly params: Record<string, string>;
  readonly line: number | null;

  constructor(
    code: ProblemCode,
    message: string,
    params: Record<string, string> = {},
    line: number | null = null,
  ) {
    super(message);
    this.code = code;
    this.params = params;
    this.line = line;
  }

  at(file: string, line: number | null = this.line): ProjectProblem {
    return { code: this.code, file, line, message: this.message, params: this.params };
  }
}

/** A problem as one line: `models/a.sql:3: …`. */
export function problemLine({ file, line, message }: ProjectProblem): string {
  const place = line === null ? file : `${file}:${line}`;
  return place === '' ? message : `${place}: ${message}`;
}

/** Shortens what a hostile file may have made long. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
