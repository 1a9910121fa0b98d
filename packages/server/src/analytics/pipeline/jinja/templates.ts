import nunjucks from 'nunjucks';
import { ProblemError } from '../problem.ts';
import { createSandbox } from './sandbox.ts';

type Macro = (...given: unknown[]) => unknown;
type Runtime = { makeKeywordArgs(given: Record<string, unknown>): unknown };

/** A macro or a generic test that a file defines. */
export interface DefinedMacro {
  name: string;
  line: number;
}

const blockStart = /\{%-?\s*(macro|test|materialization|snapshot)\s+(\w+)/g;

/** dbt's Jinja over nunjucks: one environment in which every macro sees every other. */
export class Templates {
  readonly #environment: nunjucks.Environment;
  readonly #globals: Record<string, unknown>;
  #cause: ProblemError | undefined;

  /** @param globals what templates may call; a ProblemError that they throw keeps its code */
  constructor(globals: Readonly<Record<string, Macro>>) {
    const guarded = Object.fromEntries(
      Object.entries(globals).map(([name, call]) => [name, this.#guard(call)]),
    );
    this.#environment = createSandbox(guarded);
    this.#globals = (this.#environment as unknown as { globals: Record<string, unknown> }).globals;
  }

  /** Puts a value in reach of all templates, until it is set anew. */
  set(name: string, value: unknown): void {
    this.#globals[name] = value;
  }

  macro(name: string): Macro | undefined {
    const found = this.#globals[name];
    return typeof found === 'function' ? (found as Macro) : undefined;
  }

  /**
   * Reads a file of macros; `{% test name(…) %}` becomes the macro `test_name`.
   * @throws ProblemError with the line
   */
  define(text: string): DefinedMacro[] {
    const defined: DefinedMacro[] = [];
    for (const match of text.matchAll(blockStart)) {
      const line = lineAt(text, match.index);
      const [, kind, name] = match;
      if (kind === 'materialization' || kind === 'snapshot') {
        throw new ProblemError(
          'unsupported',
          `{% ${kind} %} is not supported in the embedded engine`,
          { what: `{% ${kind} %}` },
          line,
        );
      }
      const full = kind === 'test' ? `test_${name}` : name;
      if (full in this.#globals) {
        throw new ProblemError(
          'duplicateName',
          `there is a macro called ${full} already`,
          { name: full },
          line,
        );
      }
      defined.push({ name: full, line });
    }
    const source = text
      .replace(/(\{%-?\s*)test(\s+)(\w+)/g, '$1macro$2test_$3')
      .replace(/(\{%-?\s*)endtest(\s*-?%\})/g, '$1endmacro$2');
    const template = this.#compile(source) as nunjucks.Template & {
      getExported(
        context: object,
        done: (error: Error | null, exported: Record<string, unknown>) => void,
      ): void;
    };
    template.getExported({}, (error, exported) => {
      if (error !== null) throw this.#problem(error, true);
      for (const { name } of defined) this.#globals[name] = exported[name];
    });
    return defined;
  }

  /** @throws ProblemError with the line */
  render(text: string): string {
    const template = this.#compile(text);
    this.#cause = undefined;
    try {
      return template.render({});
    } catch (error) {
      throw this.#problem(error as Error, true);
    }
  }

  /** Calls a macro with named arguments. @throws ProblemError */
  call(name: string, given: Record<string, unknown>): string {
    const { makeKeywordArgs } = (nunjucks as unknown as { runtime: Runtime }).runtime;
    this.#cause = undefined;
    try {
      return String(this.macro(name)?.(makeKeywordArgs(given)));
    } catch (error) {
      throw this.#problem(error as Error, true, null);
    }
  }

  #compile(text: string): nunjucks.Template {
    try {
      return new nunjucks.Template(text, this.#environment, 'template', true);
    } catch (error) {
      throw this.#problem(error as Error, false);
    }
  }

  /**
   * Lines count from 1 while a template is read and where nothing is printed, otherwise from 0 while it runs; where
   * it is the first, none is told.
   */
  #problem(error: Error, running: boolean, fallback: number | null = 1): ProblemError {
    const told = /\[Line (\d+), Column \d+\]/.exec(error.message)?.[1];
    const undefinedName = error.message.includes('attempted to output null or undefined value');
    const line = told === undefined ? fallback : Number(told) + (running && !undefinedName ? 1 : 0);
    if (this.#cause !== undefined) {
      return new ProblemError(this.#cause.code, this.#cause.message, this.#cause.params, line);
    }
    const reason = error.message
      .replace(/^(Template render error: )?\(template\)( \[Line \d+, Column \d+\])?\s*/, '')
      .replace(/^(Template render error|\w*Error): /, '')
      .replace(
        /^attempted to output null or undefined value$/,
        'a name that is not defined, or none, is printed',
      )
      .trim();
    return new ProblemError('jinja', `Jinja: ${reason}`, { reason }, line);
  }

  #guard(call: Macro): Macro {
    return (...given) => {
      try {
        return call(...given);
      } catch (error) {
        if (error instanceof ProblemError) this.#cause = error;
        throw error;
      }
    };
  }
}

export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Separates the named arguments of a call from the others. */
export function argumentsOf(given: unknown[]): { ordered: unknown[]; named: Record<string, unknown> } {
  const last = given.at(-1);
  if (last !== null && typeof last === 'object' && Object.hasOwn(last, '__keywords')) {
    const { __keywords: _, ...named } = last as Record<string, unknown>;
    return { ordered: given.slice(0, -1), named };
  }
  return { ordered: given, named: {} };
}
