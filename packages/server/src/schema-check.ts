import { Ajv, type ErrorObject, type Options } from 'ajv';
import { addJsonFormats } from './json-formats.ts';

/** Whether a value is what a schema asks for; `errors` says of the last one why not, as Ajv does in verbose mode. */
export interface SchemaCheck<T = unknown> {
  (value: unknown): value is T;
  errors?: ErrorObject[] | null;
}

/** Nobody mends more values than these from one answer. */
const mostExplained = 2000;

/**
 * Makes checks that tell everything that is wrong with an ordinary document, and of a large one the first failure
 * only: a hostile one is wrong in a hundred thousand places, each of which would cost. A schema is compiled once,
 * however often a check is made of it.
 */
export function schemaCompiler(options: Options = {}): <T>(schema: object) => SchemaCheck<T> {
  const common = { verbose: true, strict: false, ...options };
  const first = addJsonFormats(new Ajv(common));
  const all = addJsonFormats(new Ajv({ ...common, allErrors: true }));
  return <T>(schema: object) => {
    const passes = first.compile(schema);
    const check: SchemaCheck<T> = (value): value is T => {
      if (passes(value)) return true;
      check.errors = passes.errors;
      if (isOrdinary(value) && !all.validate(schema, value)) check.errors = all.errors;
      return false;
    };
    return check;
  };
}

function isOrdinary(value: unknown): boolean {
  let left = mostExplained;
  const isWithin = (inner: unknown): boolean => {
    if (--left < 0) return false;
    if (typeof inner !== 'object' || inner === null) return true;
    for (const key in inner) if (!isWithin((inner as Record<string, unknown>)[key])) return false;
    return true;
  };
  return isWithin(value);
}
