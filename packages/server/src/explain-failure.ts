import type { FieldError } from './errors.ts';
import { closest, didYouMean } from './features/closest.ts';
import { schemaCompiler } from './schema-check.ts';
import { show } from './show.ts';

/** An error of Ajv in verbose mode. */
interface ValidationFailure {
  instancePath: string;
  schemaPath: string;
  keyword: string;
  message?: string;
  params: Record<string, unknown>;
  data?: unknown;
  parentSchema?: object;
}

type Params = NonNullable<FieldError['params']>;

/** A hostile enumeration must not make a large answer. */
const mostAllowed = 60;

const compile = schemaCompiler();

/**
 * What is wrong with a value that a schema's own validator refused, in the words and codes of requests' bodies.
 * Empty when nothing is.
 * @param path where the value lies in the body
 */
export function explainMismatch(schema: object, value: unknown, path = ''): FieldError[] {
  const check = compile(schema);
  if (check(value)) return [];
  return explainFailures(check.errors ?? []).map((error) => ({ ...error, path: `${path}${error.path}` }));
}

/**
 * What Ajv, in verbose mode, found wrong with a part of a request, as places and rules for people.
 * @param context `body`, `params` or `querystring`; the latter two begin the paths
 */
export function explainFailures(failures: readonly object[], context = 'body'): FieldError[] {
  const all = failures as readonly ValidationFailure[];
  const told = telling(all.slice(0, mostRead));
  if (told.length === 0) told.push(...all.filter(isOwn).slice(0, 1));
  return told.slice(0, mostTold).map((failure) => explainFailure(failure, context));
}

/** A hostile body fails in more places than anyone reads, and each is held against the others. */
const mostRead = 1000;
const mostTold = 20;

const inBranch = /^(.*?\/anyOf)\/(\d+)\//;

/** Whether it is no part of another failure. */
const isOwn = ({ keyword, schemaPath }: ValidationFailure) => keyword !== 'if' && !inBranch.test(schemaPath);

/**
 * Without what says nothing: of alternatives told apart by a constant, such as `kind`, the failures of the one
 * that was meant; else the constants that there are; else only that none fits.
 */
function telling(failures: readonly ValidationFailure[]): ValidationFailure[] {
  return failures.flatMap((failure) => {
    const { keyword, instancePath, schemaPath } = failure;
    if (!isOwn(failure)) return [];
    if (keyword !== 'anyOf') return [failure];
    const branches = new Map<string, ValidationFailure[]>();
    for (const other of failures) {
      const [, union, branch] = inBranch.exec(other.schemaPath) ?? [];
      const within = other.instancePath === instancePath || other.instancePath.startsWith(`${instancePath}/`);
      if (union !== schemaPath || !within) continue;
      branches.set(branch, [...(branches.get(branch) ?? []), other]);
    }
    const meant = [...branches.values()].filter((own) => !own.some((one) => one.keyword === 'const'));
    if (meant.length === 1) return telling(meant[0].map(withoutBranch));
    return meant.length > 0 ? [failure] : [constantOf([...branches.values()]) ?? failure];
  });
}

const withoutBranch = (failure: ValidationFailure): ValidationFailure => ({
  ...failure,
  schemaPath: failure.schemaPath.replace(inBranch, '#/'),
});

/** The one place at which every alternative wants another constant, as a list of these. */
function constantOf(branches: readonly ValidationFailure[][]): ValidationFailure | undefined {
  const constants = branches.flatMap((own) => own.filter(({ keyword }) => keyword === 'const').slice(0, 1));
  const [first] = constants;
  if (first === undefined || constants.some((one) => one.instancePath !== first.instancePath))
    return undefined;
  const allowedValues = constants.map(({ params }) => params.allowedValue);
  return { ...first, keyword: 'enum', params: { allowedValues } };
}

/** One failed rule as a place, a message with the bad value, and the same as a code with what it names. */
function explainFailure(failure: ValidationFailure, context: string): FieldError {
  const { params, keyword } = failure;
  const path = context === 'body' ? failure.instancePath : `/${context}${failure.instancePath}`;
  if (keyword === 'additionalProperties')
    return unknownField(path, String(params.additionalProperty), failure.parentSchema);
  const got = show(failure.data);
  switch (keyword) {
    case 'required':
      return {
        path: `${path}/${pointer(params.missingProperty)}`,
        message: 'is needed',
        code: 'required',
        params: {},
      };
    case 'enum':
      return notAllowed(path, params.allowedValues as unknown[], failure.data);
    case 'const':
      return notAllowed(path, [params.allowedValue], failure.data);
    case 'type':
      return {
        ...{ path, message: `${failure.message}, got ${got}`, code: 'type' },
        params: { expected: ([] as unknown[]).concat(params.type).map(String), got },
      };
    case 'anyOf':
      return {
        path,
        message: `has none of the forms that it may have, got ${got}`,
        code: 'shape',
        params: { got },
      };
    default: {
      const message = `${failure.message ?? 'is not valid'}, got ${got}`;
      if (!coded.has(keyword)) return { path, message };
      const named = params.limit ?? params.format ?? params.multipleOf;
      const told: FieldError['params'] = { got };
      if (typeof named === 'number' || typeof named === 'string') told.limit = named;
      return { path, message, code: keyword, params: told };
    }
  }
}

/** Rules whose parameters are a limit, or nothing. */
const coded = new Set([
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'pattern', 'format'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'],
]);

function unknownField(base: string, name: string, schema: object | undefined): FieldError {
  const known = (schema as { properties?: object } | undefined)?.properties ?? {};
  const near = closest(name, Object.keys(known));
  return {
    path: `${base}/${pointer(name)}`,
    message: `is not a known field${didYouMean(near)}`,
    code: 'unknown',
    params: near === undefined ? {} : { near },
  };
}

function notAllowed(path: string, values: readonly unknown[], data: unknown): FieldError {
  const allowed = values.slice(0, mostAllowed).map(String);
  const near = typeof data === 'string' ? closest(data, allowed) : undefined;
  const got = show(data);
  const rule = allowed.length === 1 ? `must be ${allowed[0]}` : `must be one of ${allowed.join(', ')}`;
  return {
    ...{ path, message: `${rule}, got ${got}${didYouMean(near)}`, code: 'enum' },
    params: { allowed, got, ...(near === undefined ? {} : { near }) },
  };
}

function pointer(name: unknown): string {
  return String(name).slice(0, 64).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Names that a message lists at most. */
const mostNamed = 12;

/** Parameters of the reason `noSuch`: what kind of thing is not there, and what is. */
export function noSuch(kind: string, got: string, known: readonly string[]): Params {
  return { kind, got: show(got), ...instead(got, known) };
}

/** What was meant by a name that is not there: the nearest one there is, else some of them. */
export function instead(got: string, known: readonly string[]): Params {
  const near = closest(got, known);
  if (near !== undefined) return { near };
  return known.length === 0 ? {} : { known: known.slice(0, mostNamed) };
}
