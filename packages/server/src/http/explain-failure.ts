import type { FieldError } from '../errors.ts';
import { closest } from '../features/closest.ts';
import { show } from '../ingestion/index.ts';

/** An error of Ajv in verbose mode. */
export interface ValidationFailure {
  instancePath: string;
  keyword: string;
  message?: string;
  params: Record<string, unknown>;
  data?: unknown;
  parentSchema?: object;
}

/** A hostile enumeration must not make a large answer. */
const mostAllowed = 60;

/** One failed rule as a place, a message with the bad value, and the same as a code with what it names. */
export function explainFailure(failure: ValidationFailure, context: string): FieldError {
  const { params, keyword } = failure;
  const path = context === 'body' ? failure.instancePath : `/${context}${failure.instancePath}`;
  const got = show(failure.data);
  switch (keyword) {
    case 'additionalProperties':
      return unknownField(path, String(params.additionalProperty), failure.parentSchema);
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
  const meant = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
  return {
    path: `${base}/${pointer(name)}`,
    message: `is not a known field${meant}`,
    code: 'unknown',
    params: near === undefined ? {} : { near },
  };
}

function notAllowed(path: string, values: readonly unknown[], data: unknown): FieldError {
  const allowed = values.slice(0, mostAllowed).map(String);
  const near = typeof data === 'string' ? closest(data, allowed) : undefined;
  const meant = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
  const got = show(data);
  const rule = allowed.length === 1 ? `must be ${allowed[0]}` : `must be one of ${allowed.join(', ')}`;
  return {
    ...{ path, message: `${rule}, got ${got}${meant}`, code: 'enum' },
    params: { allowed, got, ...(near === undefined ? {} : { near }) },
  };
}

function pointer(name: unknown): string {
  return String(name).slice(0, 64).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
}
